/** Pure. */

import { z } from 'zod'
import { storedRowIssue } from '../platform/spreadsheet/row-issues.ts'
import { storedCount, storedDate } from '../platform/stored.ts'
import { type FieldId, fieldIds } from './fields.ts'

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
const importCounts = z.record(z.enum(countNames), storedCount)
export type ImportCounts = z.output<typeof importCounts>

const rejection = z.object({
  row: z.int(),
  code: z.string().nullable(),
  issues: z.array(storedRowIssue),
})
/** How rejected rows were kept at first. */
const earlierRejection = z
  .object({
    row: z.int(),
    code: z.string().nullable(),
    faults: z.array(z.object({ column: z.string(), value: z.string(), reason: z.string() })),
  })
  .transform(({ row, code, faults }) => ({
    row,
    code,
    issues: faults.map(({ reason: message, ...cell }) => ({ row, ...cell, message })),
  }))

const previewedChange = z.object({
  row: z.int(),
  code: z.string(),
  name: z.string(),
  changes: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
})
/** A system that the import would change, in the words users read. */
export type PreviewedChange = z.output<typeof previewedChange>

const lift = z.object({
  row: z.int(),
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  /** 年运维费: the greater of what it was and what it would be; null: unknown. */
  yearlyFen: z.int().nullable(),
  from: storedDate.nullable(),
  funds: z.array(z.object({ fund: z.string(), before: z.string(), after: z.string() })),
  grounds: z.array(z.object({ article: z.string(), effect: z.string(), reason: z.string() })),
  /** Of a new system: the number of the one it may be under another number. */
  like: z.string().nullable(),
})
/** A system of which the import would lift a stop: it waits for a second person. */
export type Lift = z.output<typeof lift>

const contradiction = z.object({
  row: z.int(),
  code: z.string(),
  name: z.string(),
  field: z.string(),
  ledger: z.string(),
  recorded: z.string(),
  /** The kind of record. */
  source: z.string(),
})
/** 不一致: a cell that is not imported, because a record says something else. */
export type PreviewedContradiction = z.output<typeof contradiction>

/** A preview as the object store keeps it: it can be as long as the ledger. */
export const storedPreview = z.object({
  fileName: z.string(),
  sheetName: z.string(),
  headerRow: z.int(),
  /** The day from which the facts hold. */
  holdsFrom: storedDate,
  columns: z.array(
    z.object({
      index: z.int(),
      header: z.string(),
      field: z.enum(fieldIds as [FieldId, ...FieldId[]]).nullable(),
    }),
  ),
  /** Columns without which nothing can be imported. */
  missing: z.array(z.string()),
  counts: importCounts,
  rejections: z.array(z.union([rejection, earlierRejection])),
  notData: z.array(z.object({ row: z.int(), text: z.string() })),
  changes: z.array(previewedChange),
  warnings: z.array(z.string()),
  /** Previews from before lifts were looked for have none: confirming looks again. */
  lifts: z.array(lift).default([]),
  /** Previews from before there were records have none. */
  contradictions: z.array(contradiction).default([]),
  digest: z.string(),
})

/** What an import would do, before it is done. */
export type LedgerPreview = z.output<typeof storedPreview> & { importId: number }
