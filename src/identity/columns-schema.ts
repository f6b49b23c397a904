import { text } from 'drizzle-orm/pg-core'
import { reference } from '../platform/schema.ts'
import { organisations } from './schema.ts'

/** The columns by which row-level security tells whose a row is. */
export const ofOrganisation = () => ({
  jurisdictionId: text('jurisdiction_id').notNull(),
  organisationId: reference('organisation_id')
    .notNull()
    .references(() => organisations.id),
})
