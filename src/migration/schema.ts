import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { calendarDate, instant, reference } from '../platform/schema.ts'
import { systems } from '../systems/schema.ts'
import type { Health, IndicatorCounts } from './model.ts'

/** What the daily tracker found for a system: health, apart from its stage. Present state, one row a system. */
export const systemHealth = pgTable(
  'system_health',
  {
    systemId: reference('system_id')
      .primaryKey()
      .references(() => systems.id),
    jurisdictionId: text('jurisdiction_id').notNull(),
    organisationId: reference('organisation_id').notNull(),
    /** The day the tracker looked at. */
    asOf: calendarDate('as_of').notNull(),
    /** Every state that holds, gravest first; `on-time` alone when none does. */
    health: text().array().$type<Health[]>().notNull(),
    /** Effective due day: the migration's, or the end of an exemption. */
    dueOn: calendarDate('due_on'),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [
    index('system_health_states').using('gin', table.health),
    index('system_health_jurisdiction').on(table.jurisdictionId, table.organisationId),
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
    counts: jsonb().$type<IndicatorCounts>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.jurisdictionId, table.asOf, table.organisationId] })],
)
