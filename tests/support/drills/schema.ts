import { pgTable, text } from 'drizzle-orm/pg-core'
import { ofOrganisation } from '../../../src/identity/columns-schema.ts'
import { calendarDate, identity } from '../../../src/platform/schema.ts'
import type { drillStatuses } from './model.ts'

/** 应急演练, made up: what docs/adding-a-slice.md is tried with. */
export const drills = pgTable('drills', {
  id: identity('id').primaryKey(),
  ...ofOrganisation(),
  name: text().notNull(),
  heldOn: calendarDate('held_on').notNull(),
  status: text().$type<keyof typeof drillStatuses>().notNull().default('held'),
})

/** What its migration would say: the table as drizzle-kit writes it, the line that protects it, and its transitions. */
export const drillsMigration = [
  `create table drills (
    id bigint primary key generated always as identity,
    jurisdiction_id text not null,
    organisation_id bigint not null references organisations (id),
    name text not null,
    held_on date not null,
    status text default 'held' not null)`,
  `select dengyun_protect('drills', 'own-rows')`,
  `create or replace trigger allowed_transition before insert or update or delete on drills
    for each row execute function dengyun_hold_transition('>held', 'held>reviewed')`,
]
