/** Pure. */

import { fenOf, inWanYuan } from '../platform/money.ts'

/** How a value is read: `points`, `change` and `fen-change` are differences and carry their sign. */
export type ValueKind = 'text' | 'date' | 'count' | 'fen' | 'permille' | 'points' | 'change' | 'fen-change'
/** A value of a table, read as its column says or as it says itself. */
export type Cell = string | number | null | { kind: ValueKind; value: string | number | null }

export interface ReportColumn {
  label: string
  kind: ValueKind
  /** Width in print, in mm of the 156 a page has; 0: only in the workbook, which keeps apart what print puts together. */
  weight: number
  printOnly?: true
}

export interface ReportTable {
  kind: 'table'
  /** Name of its sheet in the workbook. */
  sheet: string
  columns: readonly ReportColumn[]
  rows: readonly (readonly Cell[])[]
  total?: readonly Cell[]
}

/** A chart of whole counts, on the page only: the paragraph beside it says the same. */
export interface ReportBars {
  kind: 'bars'
  caption: string
  rows: readonly { label: string; value: number; mark?: 'done' | 'twice' }[]
}

export type Block = { kind: 'paragraph' | 'subheading'; text: string } | ReportTable | ReportBars

export interface Section {
  heading: string
  blocks: Block[]
}

/** Longer tables are cut in print, with a word about the workbook, which has every row. */
export const printedRows = 300

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
export const subheading = (text: string): Block => ({ kind: 'subheading', text })
export const column = (label: string, kind: ValueKind, weight: number): ReportColumn => ({
  label,
  kind,
  weight,
})

/** A column of print whose cells have a second line, after a line break. */
export const printColumn = (label: string, weight: number): ReportColumn => ({
  label,
  kind: 'text',
  weight,
  printOnly: true,
})

/** In: a table. Out: its columns in print, or in the workbook, each with its place in a row. */
export function columnsFor(
  { columns }: ReportTable,
  medium: 'print' | 'workbook',
): { column: ReportColumn; index: number }[] {
  return columns
    .map((each, index) => ({ column: each, index }))
    .filter(({ column: each }) => (medium === 'print' ? each.weight > 0 : each.printOnly === undefined))
}

export const isNumeric = (kind: ValueKind): boolean => kind !== 'text' && kind !== 'date'

/** Money is in 万元, and every header says so. */
export function headerOf({ label, kind }: ReportColumn): string {
  return kind === 'fen' ? `${label}（万元）` : label
}

export function typedCell(
  cell: Cell,
  { kind }: ReportColumn,
): { kind: ValueKind; value: string | number | null } {
  return typeof cell === 'object' && cell !== null ? cell : { kind, value: cell }
}

/** 42 → "4.2". */
function tenths(value: number): string {
  return `${Math.floor(value / 10)}.${value % 10}`
}

/** "+4.2个百分点", "−3", "0": differences with the sign a reader expects. */
function signed(value: number, text: string): string {
  return value > 0 ? `+${text}` : value < 0 ? `−${text}` : text
}

/** In: a cell and its column. Out: what is printed; a dash for nothing. */
export function printed(cell: Cell, of: ReportColumn): string {
  const { kind, value } = typedCell(cell, of)
  if (value === null) return '—'
  if (typeof value === 'string') return value
  switch (kind) {
    case 'fen':
      return inWanYuan(fenOf(value))
    case 'permille':
      return `${tenths(value)}%`
    case 'points':
      return signed(value, `${tenths(Math.abs(value))}个百分点`)
    case 'fen-change':
      return signed(value, inWanYuan(fenOf(Math.abs(value))))
    case 'change':
      return signed(value, String(Math.abs(value)))
    default:
      return String(value)
  }
}
