/** Pure. */

import chineseDays from 'chinese-days'
import { addDays, type CalendarDate, dateOf } from '../platform/dates.ts'
import { getOrInsert } from '../platform/get-or-insert.ts'

/** 《全国年节及纪念日放假办法》 (as of 2025-01-01), art. 2: the days off by the solar calendar. */
const solar = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']
/** The years for which `chinese-days` knows the lunar calendar. */
const lunarYears = { from: 1900, to: 2100 }

const known = new Map<number, ReadonlySet<CalendarDate>>()

/** In: a day. Out: whether the law itself makes it a day off, in every year and before any notice moves days around it. */
export function isStatutoryHoliday(date: CalendarDate): boolean {
  const year = Number(date.slice(0, 4))
  return getOrInsert(known, year, () => holidaysOf(year)).has(date)
}

function holidaysOf(year: number): ReadonlySet<CalendarDate> {
  const text = String(year).padStart(4, '0')
  return new Set([...solar.map((day) => dateOf(`${text}-${day}`)), ...lunarHolidays(year)])
}

function lunarHolidays(year: number): CalendarDate[] {
  if (year < lunarYears.from || year > lunarYears.to) return []
  const lunar = (day: string) => dateOf(chineseDays.getSolarDateFromLunar(`${year}-${day}`).date)
  const newYear = lunar('01-01')
  return [
    // 除夕 to 初三.
    ...[-1, 0, 1, 2].map((days) => addDays(newYear, days)),
    dateOf(chineseDays.getSolarTermDate(year, 4, 'pure_brightness')),
    lunar('05-05'),
    lunar('08-15'),
  ]
}
