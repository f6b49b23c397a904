import { sql } from 'drizzle-orm'
import { bigint, check, customType, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import type { CalendarDate } from './dates.ts'
import { type RunStatus, runStatuses } from './job-model.ts'
import type { Fen } from './money.ts'
import { parseStored } from './stored.ts'

/** In: known values. Out: the list of a check constraint, `'draft', 'submitted'`. */
export const listed = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))

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

/**
 * JSON that is checked by the schema of what was written whenever it is read. In: column, schema, what users call it.
 * SQL as text (`tx.execute`) isn't checked by columns: there `parseStored` is called.
 */
export const storedJson = <Name extends string, Value>(name: Name, schema: z.ZodType<Value>, what: string) =>
  customType<{ data: Value; driverData: unknown }>({
    dataType: () => 'jsonb',
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (value) => parseStored(schema, what, value),
  })(name)

export const identity = (name: string) => bigint(name, { mode: 'number' }).generatedAlwaysAsIdentity()
export const reference = (name: string) => bigint(name, { mode: 'number' })
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** One row per job, jurisdiction and period: what makes a job happen once. */
export const jobRuns = pgTable(
  'job_runs',
  {
    job: text().notNull(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    period: text().notNull(),
    status: text().$type<RunStatus>().notNull(),
    /** Rises with every take-over; a run whose fence is no longer the row's may not finish. */
    fence: integer().notNull(),
    leaseUntil: instant('lease_until').notNull(),
    attempts: integer().notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    error: text(),
    result: storedJson('result', z.record(z.string(), z.union([z.number(), z.string()])), '任务记录'),
  },
  (table) => [
    primaryKey({ columns: [table.job, table.jurisdictionId, table.period] }),
    check('job_runs_status', sql`${table.status} in (${listed(Object.keys(runStatuses))})`),
  ],
)
