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

/** A row with its number as Excel shows it. Trailing empty cells may be left out. */
export interface Row {
  number: number
  cells: Cell[]
}

/** One sheet of a workbook, or a whole CSV file; rows come in batches and can be read again. */
export interface Sheet {
  name: string
  /** CSV marks text that looks like a formula with an apostrophe; a workbook says it by the type of the cell. */
  kind: 'xlsx' | 'csv'
  rows(): AsyncIterable<Row[]>
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
