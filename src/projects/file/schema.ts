import { sql } from 'drizzle-orm'
import { check, index, pgTable, text } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { organisations, people } from '../../identity/schema.ts'
import { identity, instant, listed, reference, storedJson } from '../../platform/schema.ts'
import { storedRowIssue } from '../../platform/spreadsheet/row-issues.ts'
import { fileRow } from './file-rows.ts'
import { type ProjectFileStatus, projectFileStatuses } from './model.ts'

/** An uploaded file of projects: what was read of it; what that comes to is worked out whenever it is looked at. */
export const projectFiles = pgTable(
  'project_files',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    /** Whose person uploaded it. */
    organisationId: reference('organisation_id')
      .notNull()
      .references(() => organisations.id),
    uploadedBy: reference('uploaded_by')
      .notNull()
      .references(() => people.id),
    uploadedAt: instant('uploaded_at').notNull(),
    fileName: text('file_name').notNull(),
    fileKey: text('file_key').notNull(),
    rows: storedJson('rows', z.array(fileRow), '项目文件').notNull(),
    issues: storedJson('faults', z.array(storedRowIssue), '项目文件').notNull(),
    status: text().$type<ProjectFileStatus>().notNull(),
    registeredAt: instant('registered_at'),
  },
  (table) => [
    index('project_files_uploader').on(table.jurisdictionId, table.uploadedBy),
    check('project_files_status', sql`${table.status} in (${listed(Object.keys(projectFileStatuses))})`),
    check(
      'project_files_registered',
      sql`(${table.registeredAt} is not null) = (${table.status} = 'registered')`,
    ),
  ],
)
