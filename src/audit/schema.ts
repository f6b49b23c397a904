import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { identity, instant, reference } from '../platform/schema.ts'

/** Append-only record of what was done. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    sequence: identity('sequence').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    at: instant('at').notNull(),
    actorKind: text('actor_kind').$type<'person' | 'job' | 'public'>().notNull(),
    actorId: reference('actor_id'),
    actorName: text('actor_name').notNull(),
    organisationId: reference('organisation_id'),
    address: text(),
    requestId: text('request_id').notNull(),
    operation: text().notNull(),
    objectType: text('object_type').notNull(),
    objectId: text('object_id').notNull(),
    reason: text(),
    before: jsonb(),
    after: jsonb(),
  },
  (table) => [
    index('audit_entries_object').on(table.jurisdictionId, table.objectType, table.objectId),
    index('audit_entries_at').on(table.jurisdictionId, table.at),
  ],
)
