import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, type CalendarDate, dateOf } from '../platform/dates.ts'
import { publishedYears } from './state-council-holidays.ts'
import {
  addPeriodOfDays,
  addPeriodOfMonths,
  addWorkingDays,
  isWorkingDay,
  type WorkCalendar,
} from './working-days.ts'

const calendar: WorkCalendar = {
  covers: { from: dateOf('2021-01-01'), to: dateOf('2026-12-31') },
  exceptions: new Map(publishedYears().flatMap(({ days }) => days.map(({ day, kind }) => [day, kind]))),
}
const on = (text: string) => dateOf(text)

describe('working days', () => {
  it('follow the State Council’s notices', () => {
    expect(isWorkingDay(calendar, on('2025-01-26'))).toBe(true) // a Sunday worked before the Spring Festival
    expect(isWorkingDay(calendar, on('2025-01-28'))).toBe(false)
    expect(isWorkingDay(calendar, on('2026-02-14'))).toBe(true) // a Saturday worked
    expect(isWorkingDay(calendar, on('2026-10-07'))).toBe(false)
    expect(isWorkingDay(calendar, on('2026-11-21'))).toBe(false)
  })

  it('are counted from the day after (Civil Code art. 201)', () => {
    expect(addWorkingDays(calendar, on('2025-01-06'), 30)).toEqual({ on: '2025-02-21', provisional: false })
    expect(addWorkingDays(calendar, on('2025-08-01'), 30)).toEqual({ on: '2025-09-12', provisional: false })
    expect(addWorkingDays(calendar, on('2026-11-20'), 1)).toEqual({ on: '2026-11-23', provisional: false })
  })

  it('are provisional beyond the published years', () => {
    expect(addWorkingDays(calendar, on('2026-12-30'), 1).provisional).toBe(false)
    expect(addWorkingDays(calendar, on('2026-12-30'), 2).provisional).toBe(true)
    expect(addWorkingDays({ covers: null, exceptions: new Map() }, on('2026-01-05'), 1).provisional).toBe(
      true,
    )
  })

  it('leave out the days off that the law fixes, where no notice covers the year', () => {
    expect(addWorkingDays(calendar, on('2026-12-31'), 1)).toEqual({ on: '2027-01-04', provisional: true })
    expect(addPeriodOfDays(calendar, on('2026-12-02'), 30)).toEqual({ on: '2027-01-04', provisional: true })
    expect(isWorkingDay(calendar, on('2030-10-03'))).toBe(false)
    expect(isWorkingDay(calendar, on('2030-10-04'))).toBe(true)
  })

  it('never end on a day off, and rise with the count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 1, max: 60 }), (offset, count) => {
        const from = addDays(on('2021-01-01'), offset)
        const end = addWorkingDays(calendar, from, count)
        expect(isWorkingDay(calendar, end.on)).toBe(true)
        expect(end.on > from).toBe(true)
        expect(addWorkingDays(calendar, from, count + 1).on > end.on).toBe(true)
      }),
    )
  })
})

describe('periods', () => {
  const cases: [string, string, CalendarDate][] = [
    ['six months', '2026-03-10', addPeriodOfMonths(calendar, on('2026-03-10'), 6).on],
    [
      'no such day: the month’s last (art. 202)',
      '2025-08-31',
      addPeriodOfMonths(calendar, on('2025-08-31'), 6).on,
    ],
    [
      'ends on a day off: the next working day (art. 203)',
      '2026-04-04',
      addPeriodOfMonths(calendar, on('2026-04-04'), 6).on,
    ],
    ['thirty days', '2026-09-03', addPeriodOfDays(calendar, on('2026-09-03'), 30).on],
  ]
  it('of months and days end as the Civil Code says', () => {
    expect(cases.map(([, , end]) => end)).toEqual(['2026-09-10', '2026-02-28', '2026-10-08', '2026-10-08'])
  })
})
