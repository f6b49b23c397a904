import type { CalendarDate } from '../platform/dates.ts'
import type { MatchedColumn } from './columns.ts'
import type { Fault } from './ledger-rows.ts'

export const countNames = [
  'rows',
  'systems',
  'units',
  'rejected',
  'notData',
  'added',
  'changed',
  'unchanged',
  'classified',
  'newUnits',
  'leftAlone',
] as const
export type ImportCounts = Record<(typeof countNames)[number], number>

/** A row that can't be imported, with everything wrong with it. */
export interface Rejection {
  row: number
  code: string | null
  faults: Fault[]
}

/** A system that the import would change, in the words users read. */
export interface PreviewedChange {
  row: number
  code: string
  name: string
  changes: { field: string; before: string; after: string }[]
}

/** What an import would do, before it is done. Kept in the object store: it can be as long as the ledger. */
export interface LedgerPreview {
  importId: number
  fileName: string
  sheetName: string
  headerRow: number
  /** The day from which the facts hold. */
  holdsFrom: CalendarDate
  columns: MatchedColumn[]
  /** Columns without which nothing can be imported. */
  missing: string[]
  counts: ImportCounts
  rejections: Rejection[]
  notData: { row: number; text: string }[]
  changes: PreviewedChange[]
  warnings: string[]
  digest: string
}
