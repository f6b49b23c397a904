import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, storedJson } from '../platform/schema.ts'
import { monthlySnapshot, reportFigures } from './model.ts'

/** 迁移上云工作月报: a frozen snapshot of a closed month and the files made from it. */
export const monthlyReports = pgTable(
  'monthly_reports',
  {
    jurisdictionId: text('jurisdiction_id').notNull(),
    month: text().notNull(),
    snapshot: storedJson('snapshot', monthlySnapshot, '月报').notNull(),
    /** What a list of reports shows: a snapshot of a big county is megabytes long. */
    summary: storedJson('summary', reportFigures, '月报的数字').notNull(),
    /** SHA-256 of the snapshot's canonical JSON. */
    snapshotHash: text('snapshot_hash').notNull(),
    docxKey: text('docx_key').notNull(),
    xlsxKey: text('xlsx_key').notNull(),
    madeAt: instant('made_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.jurisdictionId, table.month] })],
)
