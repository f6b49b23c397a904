import { sql } from 'drizzle-orm'
import { check, date, index, pgTable, smallint, text } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { identity, instant, listed, reference, storedJson } from '../platform/schema.ts'
import { storedDate } from '../platform/stored.ts'
import { type CalendarEditionStatus, editionStatuses } from './model.ts'

/** Years for which the State Council has published days off, and the notice that says so. */
export const calendarYears = pgTable('calendar_years', {
  year: smallint().primaryKey(),
  notice: text().notNull(),
  recordedAt: instant('recorded_at').notNull().defaultNow(),
})

/** Days that differ from their weekday. */
export const calendarDays = pgTable(
  'calendar_days',
  {
    day: date({ mode: 'string' }).primaryKey(),
    kind: text().$type<'off' | 'worked'>().notNull(),
    name: text().notNull(),
  },
  (table) => [check('calendar_days_kind', sql`${table.kind} in ('off', 'worked')`)],
)

const arrangedDay = z.object({ day: storedDate, kind: z.enum(['off', 'worked']), name: z.string() })
/** A day that differs from its weekday, as a calendar edition keeps it. */
export type ArrangedDay = z.output<typeof arrangedDay>

/**
 * 放假安排 as a jurisdiction has imported it: one year, the notice it rests on, and its days. The latest approved edition
 * of a year counts, over the years that came with the program; earlier ones stay, to know what was known when.
 */
export const calendarEditions = pgTable(
  'calendar_editions',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    year: smallint().notNull(),
    notice: text().notNull(),
    days: storedJson('days', z.array(arrangedDay), '放假安排').notNull(),
    fileName: text('file_name').notNull(),
    fileKey: text('file_key').notNull(),
    status: text().$type<CalendarEditionStatus>().notNull(),
    uploadedBy: reference('uploaded_by').notNull(),
    uploadedAt: instant('uploaded_at').notNull(),
    submittedAt: instant('submitted_at'),
    decidedBy: reference('decided_by'),
    decidedAt: instant('decided_at'),
    /** Why it was returned. */
    comment: text(),
  },
  (table) => [
    index('calendar_editions_year').on(table.jurisdictionId, table.year, table.decidedAt),
    check('calendar_editions_status', sql`${table.status} in (${listed(Object.keys(editionStatuses))})`),
    check(
      'calendar_editions_decided',
      sql`(${table.status} in ('approved', 'returned')) = (${table.decidedBy} is not null)
        and (${table.decidedBy} is null) = (${table.decidedAt} is null)`,
    ),
    check('calendar_editions_two_people', sql`${table.decidedBy} <> ${table.uploadedBy}`),
  ],
)
