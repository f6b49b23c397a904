import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'
import type { CalendarDate } from './dates.ts'
import type { Fen } from './money.ts'

/** A calendar date; `infinity` is kept out of these columns. */
export const calendarDate = customType<{ data: CalendarDate; driverData: string }>({ dataType: () => 'date' })

/**
 * A date fact: null is unknown, `infinity` is "known not to have happened", so that `x <= as_of`
 * is true, false or unknown in SQL just as in the rules.
 */
export const dateFact = customType<{ data: CalendarDate | 'infinity'; driverData: string }>({
  dataType: () => 'date',
})

/** Money in fen. */
export const fenColumn = customType<{ data: Fen; driverData: string | number }>({
  dataType: () => 'bigint',
  fromDriver: (value) => Number(value) as Fen,
})

export const identity = (name: string) => bigint(name, { mode: 'number' }).generatedAlwaysAsIdentity()
export const reference = (name: string) => bigint(name, { mode: 'number' })
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

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

/** A day that differs from its weekday, as a calendar edition keeps it. */
export interface ArrangedDay {
  day: CalendarDate
  kind: 'off' | 'worked'
  name: string
}

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
    days: jsonb().$type<ArrangedDay[]>().notNull(),
    fileName: text('file_name').notNull(),
    fileKey: text('file_key').notNull(),
    status: text().$type<'previewed' | 'submitted' | 'approved' | 'returned'>().notNull(),
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
    check(
      'calendar_editions_status',
      sql`${table.status} in ('previewed', 'submitted', 'approved', 'returned')`,
    ),
    check(
      'calendar_editions_decided',
      sql`(${table.status} in ('approved', 'returned')) = (${table.decidedBy} is not null)
        and (${table.decidedBy} is null) = (${table.decidedAt} is null)`,
    ),
    check('calendar_editions_two_people', sql`${table.decidedBy} <> ${table.uploadedBy}`),
  ],
)

/** One row per job, jurisdiction and period: what makes a job happen once. */
export const jobRuns = pgTable(
  'job_runs',
  {
    job: text().notNull(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    period: text().notNull(),
    status: text().$type<'running' | 'done' | 'failed'>().notNull(),
    /** Rises with every take-over; a run whose fence is no longer the row's may not finish. */
    fence: integer().notNull(),
    leaseUntil: instant('lease_until').notNull(),
    attempts: integer().notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    error: text(),
    result: jsonb().$type<Record<string, number | string>>(),
  },
  (table) => [
    primaryKey({ columns: [table.job, table.jurisdictionId, table.period] }),
    check('job_runs_status', sql`${table.status} in ('running', 'done', 'failed')`),
  ],
)
