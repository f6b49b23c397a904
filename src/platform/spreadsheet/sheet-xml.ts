import type { CalendarDate } from '../dates.ts'
import { addDays, dateOf } from '../dates.ts'
import type { Cell, Row } from './cells.ts'
import type { DateShown } from './number-formats.ts'
import { xmlReader } from './xml.ts'

/** What cells refer to. */
export interface Workbook {
  texts: readonly string[]
  /** What each cell style shows of a date. */
  styles: readonly DateShown[]
  startsIn1904: boolean
}

const dayCache = new Map<number, CalendarDate | null>()

/**
 * In: Excel's day number, with a fraction for the time of day. Out: the date; null outside 1901 to 2999.
 * Excel believes in a 29 February 1900, so day 61 is 1 March 1900; nothing before is read.
 */
export function dateOfSerial(serial: number, startsIn1904 = false): CalendarDate | null {
  const day = Math.floor(serial) + (startsIn1904 ? 1462 : 0)
  if (day < 367 || day > 401_768) return null
  const known = dayCache.get(day)
  if (known !== undefined) return known
  const date = addDays(dateOf('1899-12-30'), day)
  dayCache.set(day, date)
  return date
}

interface OpenCell {
  column: number
  type: string
  style: number
  formula: string | null
  /** null: the cell has no value element at all. */
  value: string | null
}

/** In: the sheet's XML in pieces. Out: its rows, as many at a time as a piece completes. */
export async function* sheetRows(
  pieces: AsyncIterable<Uint8Array>,
  workbook: Workbook,
): AsyncGenerator<Row[]> {
  let ready: Row[] = []
  let row: Row | null = null
  let rowNumber = 0
  let cell: OpenCell | null = null
  let reading: 'value' | 'formula' | null = null
  const reader = xmlReader({
    open(name, attribute) {
      if (name === 'c') {
        const column = columnOf(attribute('r')) ?? row?.cells.length ?? 0
        const type = attribute('t') ?? 'n'
        cell = { column, type, style: Number(attribute('s') ?? 0), formula: null, value: null }
      } else if (name === 'row') {
        rowNumber = Number(attribute('r') ?? rowNumber + 1)
        row = { number: rowNumber, cells: [] }
      } else if (cell !== null && (name === 'v' || name === 't')) {
        cell.value ??= ''
        reading = 'value'
      } else if (cell !== null && name === 'f') {
        cell.formula = ''
        reading = 'formula'
      } else if (name === 'rPh') reading = null
    },
    text(text) {
      if (cell === null || reading === null) return
      if (reading === 'value') cell.value += text
      else cell.formula += text
    },
    close(name) {
      if (name === 'c' && cell !== null && row !== null) {
        const value = cellOf(cell, workbook)
        if (value !== null) {
          // Arrays without holes are faster and say what is there.
          while (row.cells.length < cell.column) row.cells.push(null)
          row.cells[cell.column] = value
        }
        cell = null
      } else if (name === 'row' && row !== null) {
        ready.push(row)
        row = null
      } else if (name === 'v' || name === 't' || name === 'f') reading = null
    },
  })
  const decoder = new TextDecoder()
  for await (const piece of pieces) {
    reader.write(decoder.decode(piece, { stream: true }))
    if (ready.length === 0) continue
    const batch = ready
    ready = []
    yield batch
  }
  reader.write(decoder.decode())
  reader.end()
  if (ready.length > 0) yield ready
}

/** "AB12" → 27. */
export function columnOf(reference: string | undefined): number | null {
  if (reference === undefined) return null
  let column = 0
  for (let index = 0; index < reference.length; index += 1) {
    const letter = reference.charCodeAt(index) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  // Excel's last column is XFD.
  return column === 0 || column > 16_384 ? null : column - 1
}

function cellOf(cell: OpenCell, workbook: Workbook): Cell {
  const { type, value } = cell
  if (type === 'e') return { broken: '单元格里的公式出错', text: value ?? '#错误' }
  if (value === null || (value === '' && type === 'n'))
    return cell.formula === null
      ? null
      : { broken: '公式没有计算结果，请用 Excel 打开并保存一次', text: `=${cell.formula}` }
  if (value === '') return null
  if (type === 's') return unescaped(workbook.texts[Number(value)] ?? '')
  if (type === 'b') return value === '1' || value === 'true'
  if (type === 'n') return numberOf(value, workbook.styles[cell.style] ?? 'other', workbook.startsIn1904)
  if (type === 'd') return value.slice(0, 10)
  return unescaped(value)
}

function numberOf(value: string, shown: DateShown, startsIn1904: boolean): Cell {
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  if (shown === 'other') return number
  const date = dateOfSerial(number, startsIn1904)
  if (date === null) return number
  if (shown === 'day') return { date }
  // Somebody typed a month or a year and Excel made up the day.
  const [year, month] = date.split('-').map(Number)
  return shown === 'month' ? `${year}年${month}月` : `${year}年`
}

/** Excel writes characters that XML can't hold as _x000D_. */
function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
