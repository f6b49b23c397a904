import { Cache } from '../cache.ts'
import { type CalendarDate, dateFromParts } from '../dates.ts'
import { getOrInsert } from '../get-or-insert.ts'
import { type Fen, parseMoney } from '../money.ts'
import { type Cell, cellText } from './cells.ts'
import { dateOfSerial } from './excel-dates.ts'

/**
 * What a cell of a table says. `blank`: nothing; `unknown`: that nobody knows; `none`: a dash, a stroke or 无;
 * `fault`: something that can't be read, or could be read in two ways.
 */
export type ParseResult<T> =
  | { kind: 'blank' | 'unknown' | 'none' }
  | { kind: 'value'; value: T }
  | { kind: 'fault'; reason: string }

const blank = { kind: 'blank' } as const
const unknown = { kind: 'unknown' } as const
const none = { kind: 'none' } as const
const found = <T>(value: T): ParseResult<T> => ({ kind: 'value', value })
const fault = (reason: string) => ({ kind: 'fault', reason }) as const

/** Control characters, halves of surrogate pairs and invisible marks: no table means them, and PostgreSQL refuses some. */
const invisible = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060\ufeff]+/gu

/** Most cells are clean already: ASCII and common Chinese characters without a blank. */
const clean = /^[\x21-\x7e\u4e00-\u9fff]*$/

/** In: text as typed. Out: without stray blanks and invisible characters, inner blanks as one. */
export function cleanText(text: string): string {
  if (clean.test(text)) return text
  return text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(invisible, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** For values that are no prose: full-width to half-width, no blanks at all. */
export function compactText(text: string): string {
  if (clean.test(text)) return text
  return cleanText(text).normalize('NFKC').replaceAll(' ', '')
}

const noneWords = /^([/\\]+|[-—–―－_]+|无|没有|N\/A|NA)$/i
const unknownWords = /^(未知|不详|不清楚|待核实|待定|待查|[?？]+)$/

function common(cell: Cell | undefined): ParseResult<never> | null {
  if (cell === null || cell === undefined) return blank
  if (typeof cell === 'object' && 'broken' in cell) return fault(cell.broken)
  if (typeof cell !== 'string') return null
  const text = compactText(cell)
  if (text === '') return blank
  if (noneWords.test(text)) return none
  return unknownWords.test(text) ? unknown : null
}

/** In: a cell and the longest text that is kept of it. Out: the text; a dash is a text's way to say nothing. */
export function readText(cell: Cell | undefined, longest: number): ParseResult<string> {
  const simple = common(cell)
  if (simple !== null) return simple
  const text = cleanText(cellText(cell))
  if (text.length > longest) return fault(`超过 ${longest} 个字，这里有 ${text.length} 个`)
  return found(text)
}

const yes = new Set(['是', '√', '✓', '✔', '☑', 'Y', 'YES', 'TRUE', '有'])
const no = new Set(['否', '×', 'X', '✗', '✘', '╳', 'N', 'NO', 'FALSE', '无', '没有', '不是'])

/** Words of a column's own for yes and no, in capitals. */
export interface YesNoWords {
  yes: ReadonlySet<string>
  no: ReadonlySet<string>
}

/** In: a cell of a yes-or-no column, and what else is written in it. 无 is a no; a dash says nothing. */
export function readYesNo(cell: Cell | undefined, words?: YesNoWords): ParseResult<boolean> {
  if (typeof cell === 'boolean') return found(cell)
  const text = compactText(cellText(cell)).toUpperCase()
  if (no.has(text) || words?.no.has(text) === true) return found(false)
  const simple = common(cell)
  if (simple !== null) return simple
  if (yes.has(text) || words?.yes.has(text) === true) return found(true)
  return fault('不是“是”也不是“否”，请填 是 或 否')
}

const wholeDay = /^(\d{4})([-/.]|年)(\d{1,2})([-/.]|月)(\d{1,2})(?:日|号)?$/

/** Characters of the longest day, with room for blanks. */
const longestDay = 40
/** The same few thousand days come again and again. */
const dates = new Cache<string, ParseResult<CalendarDate>>({ most: 50_000 })

/**
 * In: a cell of a date column, and what else in it says that there is no day yet. Out: the day, `none` for those, 无,
 * / and dashes, or why it is no day. A month or a year alone is no day, and nobody makes one up.
 */
export function readDate(cell: Cell | undefined, notYet?: RegExp): ParseResult<CalendarDate> {
  const simple = common(cell)
  if (simple !== null) return simple
  if (typeof cell === 'object' && cell !== null && 'date' in cell) return inRange(cell.date)
  if (typeof cell === 'boolean') return fault('不是日期')
  // The time of day goes first: without the blank before it, it would run into the day.
  const text = compactText(
    cleanText(cellText(cell)).replace(/[ T]\d{1,2}[:：]\d{2}([:：]\d{2}(\.\d+)?)?Z?$/, ''),
  )
  if (notYet?.test(text) === true) return none
  if (text.length > longestDay) return dateFromText(text.slice(0, longestDay))
  return getOrInsert(dates, text, () => dateFromText(text))
}

function dateFromText(text: string): ParseResult<CalendarDate> {
  const parts = wholeDay.exec(text)
  if (
    parts !== null &&
    (parts[2] === '年') === (parts[4] === '月') &&
    (parts[2] === '年' || parts[2] === parts[4])
  )
    return dayOf(Number(parts[1]), Number(parts[3]), Number(parts[5]))
  if (/^\d{8}$/.test(text))
    return dayOf(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)))
  // 20181 can be January 2018 as well as a day in 1955: only numbers that start with no year are Excel's.
  if (/^[2-7]\d{4}(\.\d+)?$/.test(text) && Number(text) >= 21_000) {
    const date = dateOfSerial(Number(text))
    if (date !== null) return inRange(date)
  }
  if (/^\d{4}([-/.]|年)\d{1,2}月?$/.test(text) || /^(19|20)\d{4}$/.test(text))
    return fault('只写到月，不知道是哪一天，请写到日，如 2018-05-20')
  if (/^\d{4}年?$/.test(text)) return fault('只有年份，不知道是哪一天，请写到日，如 2020-05-20')
  if (/^\d{2}([-/.]|年)\d{1,2}([-/.]|月)\d{1,2}日?$/.test(text))
    return fault('年份只有两位，请写成四位，如 2018-05-20')
  return fault('看不出是哪一天，请写成 2018-05-20 的样子')
}

function dayOf(year: number, month: number, day: number): ParseResult<CalendarDate> {
  const date = dateFromParts(year, month, day)
  if (date === null) return fault(`没有 ${year} 年 ${month} 月 ${day} 日这一天`)
  return inRange(date)
}

function inRange(date: CalendarDate): ParseResult<CalendarDate> {
  return date < '1980' || date > '2100' ? fault('年份不在 1980 至 2099 之间，请核对') : found(date)
}

/** In: a cell of money and what one unit of the column is in fen. A unit in the cell goes before the column's. */
export function readMoney(cell: Cell | undefined, fenPerUnit: 100 | 1_000_000): ParseResult<Fen> {
  const simple = common(cell)
  if (simple !== null) return simple
  if (typeof cell !== 'string' && typeof cell !== 'number') return fault('不是金额')
  const match = /^[¥￥]?([\d,.]+)(万元|万|元)?$/.exec(compactText(cellText(cell)))
  if (match?.[1] === undefined) return fault('不是数字，请只填数字，如 12.5')
  const unit = match[2] === undefined ? fenPerUnit : match[2] === '元' ? 100 : 1_000_000
  const fen = parseMoney(match[1], unit)
  if (fen !== null) return found(fen)
  return /^\d+(,\d{3})*\.\d+$/.test(match[1])
    ? fault('小数位太多，折成人民币不是整分，请四舍五入后再填')
    : fault('不是数字，请只填数字，如 12.5')
}

/**
 * In: a cell of a count, the factor of the column's unit, and the factors of units a cell can name, in capitals.
 * Out: a whole number.
 */
export function readCount(
  cell: Cell | undefined,
  factor: number,
  units: ReadonlyMap<string, number> = new Map(),
): ParseResult<number> {
  const simple = common(cell)
  if (simple !== null) return simple
  if (typeof cell !== 'string' && typeof cell !== 'number') return fault('不是数字')
  const match = /^(\d{1,9}(?:\.\d{1,6})?)(\D*)$/.exec(compactText(cellText(cell)).toUpperCase())
  const scale = match?.[2] === '' ? factor : units.get(match?.[2] ?? '')
  if (match === null || scale === undefined) return fault('不是数字，请只填数字')
  const value = Number(match[1]) * scale
  if (!Number.isSafeInteger(value)) return fault('应为整数')
  return value > 2_147_483_647 ? fault('数字过大，请核对') : found(value)
}

/** In: a cell and the words it may hold. Out: the code of its word. */
export function readWord<T extends string | number>(
  cell: Cell | undefined,
  words: ReadonlyMap<string, T>,
  allowed: string,
): ParseResult<T> {
  const simple = common(cell)
  const text = compactText(cellText(cell))
  const value = words.get(text)
  if (value !== undefined) return found(value)
  if (simple !== null) return simple
  return fault(`不认识这个写法，可以填：${allowed}`)
}
