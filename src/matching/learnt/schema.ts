import { sql } from 'drizzle-orm'
import { check, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { people } from '../../identity/schema.ts'
import { identity, instant, reference } from '../../platform/schema.ts'

/** What the data centre decided that a department's words mean; matching follows it from then on, until it is removed. */
export const learntPhrases = pgTable(
  'learnt_phrases',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    phrase: text().notNull(),
    /** null: nothing of the catalogue is meant. */
    code: text(),
    /** The request in which it was corrected (its foreign key is in SQL: requests stands above); null: taught by itself. */
    requestId: reference('request_id'),
    learntBy: reference('learnt_by')
      .notNull()
      .references(() => people.id),
    learntAt: instant('learnt_at').notNull(),
    removedBy: reference('removed_by').references(() => people.id),
    removedAt: instant('removed_at'),
  },
  (table) => [
    uniqueIndex('learnt_phrases_known')
      .on(table.jurisdictionId, table.phrase)
      .where(sql`${table.removedAt} is null`),
    check('learnt_phrases_removal', sql`(${table.removedBy} is null) = (${table.removedAt} is null)`),
  ],
)
