import { type CalendarDate, daysBetween, daysOfMonth, type Month } from '../../platform/dates.ts'
import { type Fen, fenOf } from '../../platform/money.ts'

/** What is paid for a month that is used in part: an edition's own choice. */
export const midMonthRules = {
  'full-month': '不满一个月按一个月计',
  'half-month': '上半月、下半月分别计，各为半个月',
  'by-day': '按实际使用天数计',
} as const
export type MidMonthRule = keyof typeof midMonthRules

/** The days that something runs, both included; `to` null: still running. */
export interface Term {
  from: CalendarDate
  to: CalendarDate | null
}

/**
 * What a month of something costs that may begin or end in it.
 * In: the price of a whole month, the rule, the month and the term. Out: fen; 0 when it does not run in the month.
 * By day: price × days ÷ days of the month, half a fen up. By half-month: days 1 to 15 and 16 to the end, half of the
 * price each (the first half takes the odd fen); both touched is the whole price.
 */
export function monthCharge(monthly: Fen, rule: MidMonthRule, month: Month, { from, to }: Term): Fen {
  const { first, last } = daysOfMonth(month)
  const begin = from > first ? from : first
  const end = to !== null && to < last ? to : last
  if (begin > end) return fenOf(0)
  if (rule === 'full-month') return monthly
  if (rule === 'half-month') {
    const firstHalf = Math.ceil(monthly / 2)
    const touchesFirst = Number(begin.slice(8)) <= 15
    const touchesSecond = Number(end.slice(8)) > 15
    return fenOf((touchesFirst ? firstHalf : 0) + (touchesSecond ? monthly - firstHalf : 0))
  }
  const days = BigInt(daysBetween(begin, end) + 1)
  const all = BigInt(daysBetween(first, last) + 1)
  return fenOf(Number((BigInt(monthly) * days * 2n + all) / (all * 2n)))
}
