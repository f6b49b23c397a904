import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { ofOrganisation } from '../identity/columns-schema.ts'
import { people } from '../identity/schema.ts'
import { calendarDate, identity, instant, listed, reference } from '../platform/schema.ts'
import { type FileType, fileTypeNames, largestFile } from './model.ts'

/** 凭据: one uploaded file. The row and its object are never deleted; a withdrawn one stays, with who and why. */
export const evidenceFiles = pgTable(
  'evidence_files',
  {
    id: identity('id').primaryKey(),
    /** Of whoever uploaded it. */
    ...ofOrganisation(),
    /** In the object store: `sha256-<hex>.<type>`. */
    objectKey: text('object_key').notNull(),
    sha256: text().notNull().generatedAlwaysAs(sql`substr(object_key, 8, 64)`),
    size: integer().notNull(),
    /** What it is by its content. */
    type: text().$type<FileType>().notNull(),
    fileName: text('file_name').notNull(),
    title: text().notNull(),
    documentNumber: text('document_number'),
    documentDate: calendarDate('document_date'),
    uploadedBy: reference('uploaded_by')
      .notNull()
      .references(() => people.id),
    uploadedAt: instant('uploaded_at').notNull(),
    withdrawnBy: reference('withdrawn_by').references(() => people.id),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnReason: text('withdrawn_reason'),
  },
  (table) => [
    index('evidence_files_content').on(table.organisationId, table.objectKey),
    check('evidence_files_type', sql`${table.type} in (${listed(fileTypeNames)})`),
    check(
      'evidence_files_key',
      sql`${table.objectKey} ~ '^sha256-[0-9a-f]{64}[.]' and ${table.objectKey} like '%.' || ${table.type}`,
    ),
    check('evidence_files_size', sql`${table.size} between 1 and ${sql.raw(String(largestFile))}`),
    check(
      'evidence_files_withdrawn',
      sql`num_nulls(${table.withdrawnBy}, ${table.withdrawnAt}, ${table.withdrawnReason}) in (0, 3)`,
    ),
  ],
)

/** What a file is evidence of: append-only. */
export const evidenceLinks = pgTable(
  'evidence_links',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    evidenceId: reference('evidence_id')
      .notNull()
      .references(() => evidenceFiles.id),
    /** As its slice registered it; see EvidenceSubject. */
    subjectKind: text('subject_kind').notNull(),
    subjectId: reference('subject_id').notNull(),
    /** Whose the subject is, so that they read the file; null: all of the jurisdiction. */
    organisationIds: bigint('organisation_ids', { mode: 'number' }).array(),
    linkedBy: reference('linked_by')
      .notNull()
      .references(() => people.id),
    linkedAt: instant('linked_at').notNull(),
  },
  (table) => [
    // Once for those whose the subject is; where it becomes others', once more.
    unique('evidence_links_once')
      .on(table.evidenceId, table.subjectKind, table.subjectId, table.organisationIds)
      .nullsNotDistinct(),
    index('evidence_links_subject').on(table.jurisdictionId, table.subjectKind, table.subjectId),
  ],
)
