import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { calendarDate, instant, reference, storedJson } from '../platform/schema.ts'
import { systems } from '../systems/schema.ts'
import { type Health, indicatorCounts } from './model.ts'

/** What the daily tracker found for a system: health, apart from its stage. Present state, one row a system. */
export const systemHealth = pgTable(
  'system_health',
  {
    systemId: reference('system_id')
      .primaryKey()
      .references(() => systems.id),
    jurisdictionId: text('jurisdiction_id').notNull(),
    organisationId: reference('organisation_id').notNull(),
    /** The day on which the tracker first found it so; which day it last looked at is told by the indicators. */
    asOf: calendarDate('as_of').notNull(),
    /** Every state that holds, gravest first; `on-time` alone when none does. */
    health: text().array().$type<Health[]>().notNull(),
    /** Effective due day: the later of the migration's and the end of an exemption; null while none is recorded. */
    dueOn: calendarDate('due_on'),
    changedAt: instant('changed_at').notNull(),
  },
  // No GIN index on health: array operators aren't leakproof, so row-level security would never let it be used.
  (table) => [
    index('system_health_jurisdiction').on(table.jurisdictionId, table.organisationId),
    index('system_health_due').on(table.jurisdictionId, table.dueOn),
  ],
)

/** Indicators of a jurisdiction (organisation 0) or of one organisation on a day. */
export const indicators = pgTable(
  'indicators',
  {
    jurisdictionId: text('jurisdiction_id').notNull(),
    asOf: calendarDate('as_of').notNull(),
    organisationId: reference('organisation_id').notNull(),
    formulaVersion: integer('formula_version').notNull(),
    counts: storedJson('counts', indicatorCounts, '迁移进度指标').notNull(),
  },
  (table) => [primaryKey({ columns: [table.jurisdictionId, table.asOf, table.organisationId] })],
)
