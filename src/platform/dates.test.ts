import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { addDays, addMonths, dateOf, daysBetween, inChinese, parseDate, weekdayOf } from './dates.ts'

const days = fc
  .integer({ min: 0, max: 2_900_000 })
  .map((count) => dateOf(Temporal.PlainDate.from('1000-01-01').add({ days: count }).toString()))

describe('calendar dates', () => {
  it('count days as Temporal does', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -300_000, max: 300_000 }), (date, count) => {
        const expected = Temporal.PlainDate.from(date).add({ days: count })
        expect(addDays(date, count)).toBe(expected.toString())
        expect(daysBetween(date, addDays(date, count))).toBe(count)
        expect(weekdayOf(date)).toBe(Temporal.PlainDate.from(date).dayOfWeek)
      }),
      { seed: 20240920, numRuns: 2000 },
    )
  })

  it('refuse days that do not exist and years of five digits', () => {
    expect(parseDate('2026-02-29')).toBeNull()
    expect(parseDate('2024-02-29')).toBe('2024-02-29')
    expect(parseDate('2026-2-9')).toBeNull()
    expect(() => addDays(dateOf('9999-12-31'), 1)).toThrow(RangeError)
  })

  it('end a month later on its last day when there is no such day', () => {
    expect(addMonths(dateOf('2025-08-31'), 6)).toBe('2026-02-28')
    expect(inChinese(dateOf('2026-02-08'))).toBe('2026年2月8日')
  })
})
