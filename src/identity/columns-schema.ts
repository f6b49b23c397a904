import { sql } from 'drizzle-orm'
import { text } from 'drizzle-orm/pg-core'
import { reference } from '../platform/schema.ts'
import { organisations } from './schema.ts'

/** In: known values. Out: the list of a check constraint, `'draft', 'submitted'`. */
export const listed = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))

/** The columns by which row-level security tells whose a row is. */
export const ofOrganisation = () => ({
  jurisdictionId: text('jurisdiction_id').notNull(),
  organisationId: reference('organisation_id')
    .notNull()
    .references(() => organisations.id),
})
