import { boolean, index, pgTable, text } from 'drizzle-orm/pg-core'
import { calendarEditions } from '../../calendar/schema.ts'
import { calendarDate, identity, instant, reference } from '../../platform/schema.ts'
import { systems } from '../../systems/schema.ts'

/**
 * 期限改定, append-only: a last day that was counted anew because a calendar was approved, with what it was, what it is,
 * and the edition that says why. The verdicts before and after are kept too.
 */
export const deadlineRecounts = pgTable(
  'deadline_recounts',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    organisationId: reference('organisation_id').notNull(),
    systemId: reference('system_id')
      .notNull()
      .references(() => systems.id),
    editionId: reference('edition_id')
      .notNull()
      .references(() => calendarEditions.id),
    regulationId: text('regulation_id').notNull(),
    clause: text().notNull(),
    wasDueOn: calendarDate('was_due_on').notNull(),
    wasProvisional: boolean('was_provisional').notNull(),
    dueOn: calendarDate('due_on').notNull(),
    provisional: boolean().notNull(),
    /** No foreign keys: verdicts are never deleted. */
    verdictBefore: reference('verdict_before').notNull(),
    verdictAfter: reference('verdict_after').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    index('deadline_recounts_edition').on(table.editionId, table.id),
    index('deadline_recounts_system').on(table.systemId, table.id),
  ],
)
