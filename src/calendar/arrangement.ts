/** Pure. */

import { type CalendarDate, weekdayOf } from '../platform/dates.ts'
import type { RowIssue } from '../platform/spreadsheet/row-issues.ts'
import type { ArrangedDay } from './schema.ts'

/** 放假安排 of one year, as read from a file: only the days that differ from their weekday. */
export interface Arrangement {
  year: number
  notice: string
  days: ArrangedDay[]
}

/** One row as far as it could be read. */
export interface ReadDay {
  row: number
  day: CalendarDate
  kind: 'off' | 'worked'
  name: string
}

const weekdayNames = ['一', '二', '三', '四', '五', '六', '日']

export function weekdayWords(day: CalendarDate): string {
  return `周${weekdayNames[weekdayOf(day) - 1]}`
}

/**
 * In: the year that was asked for and the rows of its sheet. Out: the days that differ from their weekday, and what is
 * wrong. A weekend day off is no difference, and is left out; a weekday can't be made up for.
 */
export function arrange(year: number, rows: readonly ReadDay[]): { days: ArrangedDay[]; issues: RowIssue[] } {
  const issues: RowIssue[] = []
  const days: ArrangedDay[] = []
  const seen = new Map<CalendarDate, number>()
  for (const { row, day, kind, name } of rows) {
    const report = (message: string) => issues.push({ row, column: '日期', message })
    const before = seen.get(day)
    if (!day.startsWith(`${year}-`)) report(`${day} 不在${year}年`)
    else if (before !== undefined) report(`${day} 与第 ${before} 行重复`)
    else if (kind === 'worked' && weekdayOf(day) <= 5)
      report(`${day} 是${weekdayWords(day)}，本来就上班，不能列为调休上班`)
    else if (kind === 'worked' || weekdayOf(day) <= 5) days.push({ day, kind, name })
    if (before === undefined) seen.set(day, row)
  }
  return { days: days.sort((a, b) => a.day.localeCompare(b.day)), issues }
}

/** Holidays of every year (全国年节及纪念日放假办法). */
const holidays = ['元旦', '春节', '清明', '劳动', '端午', '中秋', '国庆']

/** Out: what to look at again; nothing here stops an import. */
export function warningsOf({ year, days }: Arrangement): string[] {
  const names = days.map(({ name }) => name).join(' ')
  const missing = holidays.filter((holiday) => !names.includes(holiday))
  const worked = days.filter(({ kind }) => kind === 'worked').length
  return [
    ...(missing.length === 0
      ? []
      : [`没有写到${missing.join('、')}。节日全在周末、没有调休的可以不列；否则请核对文件是否完整。`]),
    ...(worked === 0 ? [`${year}年没有一天调休上班，往年都有，请核对。`] : []),
  ]
}

/** How a day changes from one arrangement to another. */
export interface DayChange {
  day: CalendarDate
  before: ArrangedDay | null
  after: ArrangedDay | null
}

/** In: the days that count now and the new ones. Out: the days that would be worked or off otherwise than now, in order. */
export function differences(before: readonly ArrangedDay[], after: readonly ArrangedDay[]): DayChange[] {
  const old = new Map(before.map((each) => [each.day, each]))
  const fresh = new Map(after.map((each) => [each.day, each]))
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .sort()
    .map((day) => ({ day, before: old.get(day) ?? null, after: fresh.get(day) ?? null }))
    .filter(({ before: was, after: is }) => was?.kind !== is?.kind)
}
