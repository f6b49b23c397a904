/** Pure. */

import { addDays, addMonths, type CalendarDate, weekdayOf } from '../platform/dates.ts'
import { isStatutoryHoliday } from './statutory-holidays.ts'

/** Which days are worked, for the years somebody has published a calendar for. */
export interface WorkCalendar {
  /** First and last covered day; null when no year is covered. */
  covers: { from: CalendarDate; to: CalendarDate } | null
  /** Days that differ from their weekday: a weekday off, or a weekend day worked. */
  exceptions: ReadonlyMap<CalendarDate, 'off' | 'worked'>
}

/** A counted day; provisional (暂定) when the count left the covered years, and so may still move. */
export interface CountedDay {
  on: CalendarDate
  provisional: boolean
}

export function isWorkingDay(calendar: WorkCalendar, date: CalendarDate): boolean {
  const exception = calendar.exceptions.get(date)
  if (exception !== undefined) return exception === 'worked'
  // What no notice covers yet is off at least where the law itself says so.
  if (!isCovered(calendar, date) && isStatutoryHoliday(date)) return false
  return weekdayOf(date) <= 5
}

function isCovered(calendar: WorkCalendar, date: CalendarDate): boolean {
  return calendar.covers !== null && calendar.covers.from <= date && date <= calendar.covers.to
}

/**
 * In: a day and a number of working days. Out: the last day of the period.
 * The day itself isn't counted (Civil Code art. 201).
 */
export function addWorkingDays(calendar: WorkCalendar, from: CalendarDate, count: number): CountedDay {
  let on = from
  let provisional = false
  for (let left = count; left > 0; ) {
    on = addDays(on, 1)
    if (!isCovered(calendar, on)) provisional = true
    if (isWorkingDay(calendar, on)) left -= 1
  }
  return { on, provisional }
}

/** In: the last day of a period in days, months or years. Out: itself, or the next working day when it is a day off (Civil Code art. 203). */
export function endOfPeriod(calendar: WorkCalendar, last: CalendarDate): CountedDay {
  let on = last
  let provisional = !isCovered(calendar, on)
  while (!isWorkingDay(calendar, on)) {
    on = addDays(on, 1)
    if (!isCovered(calendar, on)) provisional = true
  }
  return { on, provisional }
}

/** In: a day and a number of calendar days. Out: the last day of the period (Civil Code art. 201, 203). */
export function addPeriodOfDays(calendar: WorkCalendar, from: CalendarDate, days: number): CountedDay {
  return endOfPeriod(calendar, addDays(from, days))
}

/** In: a day and a number of months. Out: the last day of the period (Civil Code art. 201-203). */
export function addPeriodOfMonths(calendar: WorkCalendar, from: CalendarDate, months: number): CountedDay {
  return endOfPeriod(calendar, addMonths(from, months))
}
