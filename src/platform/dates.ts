/** Pure. */

import { Temporal } from 'temporal-polyfill'

declare const calendarDate: unique symbol
/** A calendar date in China, "YYYY-MM-DD". ISO text compares in date order, so `<` and `<=` are right on it. */
export type CalendarDate = string & { readonly [calendarDate]: true }

declare const month: unique symbol
/** A calendar month, "YYYY-MM". */
export type Month = string & { readonly [month]: true }

const zone = 'Asia/Shanghai'

/** What anybody can mean: before it there was no state to owe anything to, after it nothing is planned. */
export const firstDay = '1949-01-01'
export const lastDay = '2100-12-31'

/** In: text from outside. Out: the date, or null when it is no existing day of 1949 to 2100 written YYYY-MM-DD. */
export function parseDate(text: string): CalendarDate | null {
  const date = existingDay(text)
  return date === null || date < firstDay || date > lastDay ? null : date
}

/** The same of any year: what is computed from a day may lie beyond. */
export function existingDay(text: string): CalendarDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' })
    return text as CalendarDate
  } catch {
    return null
  }
}

/** In: text known to be a date. Throws RangeError when it isn't: a fault of the program, not of a user. */
export function dateOf(text: string): CalendarDate {
  const date = existingDay(text)
  if (date === null) throw new RangeError(`no calendar date: ${text}`)
  return date
}

/** In: year, month 1-12, day. Out: the date, or null when there is no such day. */
export function dateFromParts(year: number, monthOfYear: number, day: number): CalendarDate | null {
  const pad = (value: number, width: number) => String(value).padStart(width, '0')
  return existingDay(`${pad(year, 4)}-${pad(monthOfYear, 2)}-${pad(day, 2)}`)
}

/** In: text. Out: the month, or null when it isn't one of 1949 to 2100 written YYYY-MM. */
export function parseMonth(text: string): Month | null {
  const written = /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
  return written && text >= firstDay.slice(0, 7) && text <= lastDay ? (text as Month) : null
}

export function monthOf(date: CalendarDate): Month {
  return date.slice(0, 7) as Month
}

/** In: a month. Out: its first and last day. */
export function daysOfMonth(of: Month): { first: CalendarDate; last: CalendarDate } {
  const first = Temporal.PlainDate.from(`${of}-01`)
  return {
    first: dateOf(first.toString()),
    last: dateOf(first.add({ months: 1 }).subtract({ days: 1 }).toString()),
  }
}

/** In: a month and a count, negative for earlier. Out: the month that far away. */
export function addMonthsTo(of: Month, count: number): Month {
  return Temporal.PlainYearMonth.from(of).add({ months: count }).toString() as Month
}

/** Days since 1970-01-01 in whole-number arithmetic: counting deadlines steps through days by the hundred thousand. */
function dayNumber(date: CalendarDate): number {
  const month = Number(date.slice(5, 7))
  const year = Number(date.slice(0, 4)) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + Number(date.slice(8)) - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The reverse. Throws RangeError outside the years 0000 to 9999. */
function dateOfDayNumber(days: number): CalendarDate {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  if (year < 0 || year > 9999) throw new RangeError(`no calendar date: day ${days}`)
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}` as CalendarDate
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateOfDayNumber(dayNumber(date) + days)
}

/** A month later has the same day, or its last day when there is none (Civil Code art. 202). */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  return dateOf(Temporal.PlainDate.from(date).add({ months }, { overflow: 'constrain' }).toString())
}

export function addYears(date: CalendarDate, years: number): CalendarDate {
  return dateOf(Temporal.PlainDate.from(date).add({ years }, { overflow: 'constrain' }).toString())
}

/** In: two days. Out: the later one. */
export function laterOf(one: CalendarDate, other: CalendarDate): CalendarDate {
  if (one < other) return other
  return one
}

/** Whole days from one date to another, negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumber(to) - dayNumber(from)
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(date: CalendarDate): number {
  // 1970-01-01 was a Thursday.
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1
}

/** In: an instant. Out: the calendar date it falls on in China. */
export function dateInChina(instant: Date): CalendarDate {
  return dateOf(
    Temporal.Instant.fromEpochMilliseconds(instant.getTime())
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .toString(),
  )
}

/** In: an instant. Out: "2026-11-21 09:05" in China. */
export function minuteInChina(instant: Date): string {
  const at = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone)
  return at.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
}

/** "2026-06-30" → "2026年6月30日". */
export function inChinese(date: CalendarDate): string {
  const [year, monthOfYear, day] = date.split('-').map(Number)
  return `${year}年${monthOfYear}月${day}日`
}

/** "2026-10" → "2026年10月". */
export function monthInChinese(of: Month): string {
  const [year, monthOfYear] = of.split('-').map(Number)
  return `${year}年${monthOfYear}月`
}
