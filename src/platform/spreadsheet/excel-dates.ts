import { Cache } from '../cache.ts'
import { addDays, type CalendarDate, dateOf } from '../dates.ts'
import { getOrInsert } from '../get-or-insert.ts'

const days = new Cache<number, CalendarDate>({ most: 50_000 })

/**
 * In: Excel's day number, with a fraction for the time of day. Out: the date; null outside 1901 to 2999.
 * Excel believes in a 29 February 1900, so day 61 is 1 March 1900; nothing before is read.
 */
export function dateOfSerial(serial: number, startsIn1904 = false): CalendarDate | null {
  const day = Math.floor(serial) + (startsIn1904 ? 1462 : 0)
  if (day < 367 || day > 401_768) return null
  return getOrInsert(days, day, () => addDays(dateOf('1899-12-30'), day))
}

/** What a number format shows of a date; `other` shows no date at all. */
export type DateShown = 'day' | 'month' | 'year' | 'other'

/** Built-in formats that show dates, with the meaning they have in Chinese Excel (ECMA-376 part 1, 18.8.30). */
const builtIn = new Map<number, DateShown>([
  ...[14, 15, 16, 22, 28, 29, 30, 31, 51, 53, 54, 58].map((id) => [id, 'day'] as const),
  ...[17, 27, 36, 50, 52, 57].map((id) => [id, 'month'] as const),
])

/** In: a number format's id and, when it is the workbook's own, its code. Out: what it shows of a date. */
export function dateShown(id: number, code: string | undefined): DateShown {
  if (code === undefined) return builtIn.get(id) ?? 'other'
  const letters = code
    // The longest that Excel takes.
    .slice(0, 255)
    .replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
    .split(';')[0]
    ?.toLowerCase()
  if (letters === undefined || !/[yde]/.test(letters) || /general|[0#?]/.test(letters)) return 'other'
  if (letters.includes('d')) return 'day'
  return letters.includes('m') ? 'month' : 'year'
}
