import { pgTable, text } from 'drizzle-orm/pg-core'
import { ofOrganisation } from '../../../src/identity/columns-schema.ts'
import { calendarDate, identity } from '../../../src/platform/schema.ts'

/** 应急演练, made up: what docs/adding-a-slice.md is tried with. */
export const drills = pgTable('drills', {
  id: identity('id').primaryKey(),
  ...ofOrganisation(),
  name: text().notNull(),
  heldOn: calendarDate('held_on').notNull(),
})

/** What its migration would say: the table as drizzle-kit writes it, and the one line that protects it. */
export const drillsMigration = [
  `create table drills (
    id bigint primary key generated always as identity,
    jurisdiction_id text not null,
    organisation_id bigint not null references organisations (id),
    name text not null,
    held_on date not null)`,
  `select dengyun_protect('drills', 'own-rows')`,
]
