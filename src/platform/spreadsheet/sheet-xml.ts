import { AppError } from '../errors.ts'
import { type Cell, columnName, isBlank, type Row, setCell } from './cells.ts'
import { type DateShown, dateOfSerial } from './excel-dates.ts'
import { assertRow, type ReadingCost, readingLimits } from './reading-cost.ts'
import { readXml } from './xml.ts'

/** What cells refer to. */
export interface Workbook {
  texts: readonly string[]
  /** What each cell style shows of a date. */
  styles: readonly DateShown[]
  startsIn1904: boolean
}

interface OpenCell {
  column: number
  type: string
  style: number
  formula: string | null
  /** null: the cell has no value element at all. */
  value: string | null
}

/** In: the sheet's XML in pieces. Out: its rows with what is in them, as many at a time as a piece completes. */
export async function* sheetRows(
  pieces: AsyncIterable<Uint8Array>,
  workbook: Workbook,
  cost: ReadingCost,
  part: string,
): AsyncGenerator<Row[]> {
  let ready: Row[] = []
  let row: Row = { number: 0, columns: [], cells: [] }
  let rows = 0
  let nextColumn = 0
  let cell: OpenCell | null = null
  let reading: 'value' | 'formula' | null = null
  const parsed = readXml(pieces, {
    open(name, attribute) {
      if (name === 'c') {
        const column = columnOf(attribute('r')) ?? nextColumn
        nextColumn = column + 1
        const type = attribute('t') ?? 'n'
        cell = { column, type, style: Number(attribute('s') ?? 0), formula: null, value: null }
      } else if (name === 'row') {
        row = { number: rowNumber(attribute('r'), row.number), columns: [], cells: [] }
        rows += 1
        nextColumn = 0
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
      if (reading === 'value') cell.value = appended(cell.value, text)
      else cell.formula = appended(cell.formula, text)
    },
    close(name) {
      if (name === 'c' && cell !== null) {
        putCell(row, cell.column, cellOf(cell, workbook))
        cell = null
      } else if (name === 'row') {
        if (row.cells.length > 0) ready.push(row)
      } else if (name === 'v' || name === 't' || name === 'f') reading = null
    },
  })
  for await (const _ of parsed) {
    cost.reach('rows', part, rows)
    if (ready.length === 0) continue
    const batch = ready
    ready = []
    yield batch
  }
}

/** Rows are counted on where a file doesn't number them. Throws unreadable-file when they don't ascend, too-large beyond the last. */
function rowNumber(written: string | undefined, before: number): number {
  const number = written === undefined ? before + 1 : Number(written)
  assertRow(number)
  if (Number.isInteger(number) && number > before) return number
  throw new AppError(
    'unreadable-file',
    `这个 .xlsx 里第 ${before} 行以后的行号是乱的，读不下去。请用 Excel 或 WPS 打开确认后另存一份，再上传。`,
  )
}

/** In: what was read so far of a text, and more of it. Out: both, as far as a cell holds it. */
export function appended(text: string | null, more: string): string {
  if (text === null || text === '') return more.slice(0, readingLimits.cellCharacters)
  return text + more.slice(0, Math.max(0, readingLimits.cellCharacters - text.length))
}

/** Puts what a file has in a column. Throws too-large where no table of ours has a column, unless nothing is there. */
export function putCell(row: Row, column: number, cell: Cell): void {
  if (column >= readingLimits.columns && !isBlank(cell))
    throw new AppError(
      'too-large',
      `第 ${row.number} 行在 ${columnName(column)} 列（第 ${column + 1} 列）还有内容，超过 ${readingLimits.columns} 列，没有读取。请删去表格右边无关的内容，再上传。`,
    )
  if (column < readingLimits.columns) setCell(row, column, cell)
}

/** "AB12" → 27. */
export function columnOf(reference: string | undefined): number | null {
  if (reference === undefined) return null
  let column = 0
  for (let index = 0; index < reference.length && index < 4; index += 1) {
    const letter = reference.charCodeAt(index) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return column === 0 ? null : column - 1
}

function cellOf(cell: OpenCell, workbook: Workbook): Cell {
  const { type, value } = cell
  if (type === 'e') return { broken: '单元格里的公式出错', text: value ?? '#错误' }
  if (value === null || (value === '' && type === 'n'))
    return cell.formula === null
      ? null
      : { broken: '公式没有计算结果，请用 Excel 打开并保存一次', text: `=${cell.formula}` }
  if (value === '') return null
  if (type === 's') return workbook.texts[Number(value)] ?? ''
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
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
