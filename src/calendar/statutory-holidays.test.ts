import { describe, expect, it } from 'vitest'
import { dateOf } from '../platform/dates.ts'
import { publishedYears } from './state-council-holidays.ts'
import { isStatutoryHoliday } from './statutory-holidays.ts'

describe('days off by the holiday law', () => {
  it('are the known ones of a year without a notice', () => {
    const off = [
      '2027-01-01',
      '2027-02-05',
      '2027-02-08',
      '2027-04-05',
      '2027-05-02',
      '2027-06-09',
      '2027-09-15',
    ]
    expect(off.filter((day) => !isStatutoryHoliday(dateOf(day)))).toEqual([])
    const worked = ['2027-01-02', '2027-02-04', '2027-02-09', '2027-05-03', '2027-10-04', '2027-12-25']
    expect(worked.filter((day) => isStatutoryHoliday(dateOf(day)))).toEqual([])
  })

  it('are never worked by a notice of the State Council', () => {
    const days = publishedYears().flatMap(({ days: of }) => of)
    expect(days.length).toBeGreaterThan(100)
    expect(days.filter(({ day, kind }) => kind === 'worked' && isStatutoryHoliday(day))).toEqual([])
  })

  it('are known to the last years that facts may lie in', () => {
    expect(isStatutoryHoliday(dateOf('2100-10-01'))).toBe(true)
    expect(isStatutoryHoliday(dateOf('0001-10-01'))).toBe(true)
    expect(isStatutoryHoliday(dateOf('9999-10-01'))).toBe(true)
  })
})
