import type { CalendarDate } from '../dates.ts'

/** A cell that Excel shows as a date; a time of day in it is dropped. */
export interface DateCell {
  date: CalendarDate
}

/** A cell whose value nobody can read: an Excel error, or a formula that was never calculated. */
export interface BrokenCell {
  broken: string
  text: string
}

export type Cell = string | number | boolean | null | DateCell | BrokenCell

/** A row with its number as Excel shows it. It holds what is there, not where it could be: blank cells take no place. */
export interface Row {
  number: number
  /** Where each of `cells` stands, counted from 0, ascending. */
  columns: number[]
  cells: Cell[]
  /** How many fields the row has in a CSV, empty ones included; a workbook doesn't say. */
  fields?: number
}

/** One sheet of a workbook, or a whole CSV file; rows come in batches and can be read again. Blank rows are left out. */
export interface Sheet {
  name: string
  /** CSV marks text that looks like a formula with an apostrophe; a workbook says it by the type of the cell. */
  kind: 'xlsx' | 'csv'
  rows(): AsyncIterable<Row[]>
}

/** In: a row's number and its cells from the first column on. Out: the row, as a CSV has it. */
export function rowOf(number: number, cells: readonly Cell[]): Row {
  const row: Row = { number, columns: [], cells: [], fields: cells.length }
  for (const [column, cell] of cells.entries()) setCell(row, column, cell)
  return row
}

/** In: a row and a column, from 0. Out: the cell; null where there is none. */
export function cellAt(row: Row, column: number): Cell {
  const place = placeOf(row, column)
  return row.columns[place] === column ? (row.cells[place] ?? null) : null
}

/** Puts a cell into a row in place of what stands in its column; a blank one empties it. */
export function setCell(row: Row, column: number, cell: Cell): void {
  const { columns, cells } = row
  const place = placeOf(row, column)
  const there = columns[place] === column ? 1 : 0
  if (isBlank(cell)) {
    columns.splice(place, there)
    cells.splice(place, there)
  } else if (place === columns.length) {
    columns.push(column)
    cells.push(cell)
  } else {
    columns.splice(place, there, column)
    cells.splice(place, there, cell)
  }
}

/** Out: where a column stands among those of a row, or would stand. */
function placeOf({ columns }: Row, column: number): number {
  // Most rows are filled from the first column on, and are written from left to right.
  if (columns[column] === column) return column
  let high = columns.length
  if (high === 0 || (columns[high - 1] ?? 0) < column) return high
  let low = 0
  while (low < high) {
    const middle = (low + high) >> 1
    if ((columns[middle] ?? 0) < column) low = middle + 1
    else high = middle
  }
  return low
}

/** In: a column from 0. Out: what Excel calls it: A to Z, AA and so on. */
export function columnName(column: number): string {
  const rest = Math.floor(column / 26) - 1
  return `${rest >= 0 ? columnName(rest) : ''}${String.fromCharCode(65 + (column % 26))}`
}

/** In: a cell. Out: what Excel would show for it, for messages. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number') return String(Number(cell.toPrecision(15)))
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE'
  return 'date' in cell ? cell.date : cell.text
}

/** Whether a cell shows nothing: no value, or only blanks (ideographic ones too). */
export function isBlank(cell: Cell | undefined): boolean {
  if (cell === null || cell === undefined) return true
  return typeof cell === 'string' && cell.trim() === ''
}
