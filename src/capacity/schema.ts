import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { ofOrganisation } from '../identity/columns-schema.ts'
import { calendarDate, identity, instant, reference } from '../platform/schema.ts'
import type { Measure } from './model.ts'

/** 资源池: how much of one measure there is, of one zone and technical kind; or a pool that the catalogue names. */
export const capacityPools = pgTable(
  'capacity_pools',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    measure: text().$type<Measure>().notNull(),
    /** '' for a pool of the catalogue. */
    zone: text().notNull(),
    domestic: boolean().notNull(),
    /** Of the catalogue; '' for a pool of a zone. */
    name: text().notNull(),
    capacity: integer().notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [
    unique('capacity_pools_what').on(
      table.jurisdictionId,
      table.measure,
      table.zone,
      table.domestic,
      table.name,
    ),
    check('capacity_pools_measure', sql`${table.measure} in ('vcpu', 'memory', 'storage', 'named')`),
    check('capacity_pools_name', sql`(${table.measure} = 'named') = (${table.name} <> '')`),
    check('capacity_pools_capacity', sql`${table.capacity} >= 0`),
  ],
)

/**
 * 容量台账: so much of a pool, for a period, for one approved or reviewed item. It takes room on the days from
 * `starts_on` to `ends_on`, and from `returned_on` on no more.
 */
export const capacityHoldings = pgTable(
  'capacity_holdings',
  {
    id: identity('id').primaryKey(),
    poolId: reference('pool_id')
      .notNull()
      .references(() => capacityPools.id),
    ...ofOrganisation(),
    /** Its foreign key is in SQL: requests stands above. */
    requestId: reference('request_id').notNull(),
    lineId: text('line_id').notNull(),
    code: text().notNull(),
    amount: integer().notNull(),
    startsOn: calendarDate('starts_on').notNull(),
    endsOn: calendarDate('ends_on').notNull(),
    heldAt: instant('held_at').notNull(),
    confirmedAt: instant('confirmed_at'),
    returnedOn: calendarDate('returned_on'),
  },
  (table) => [
    index('capacity_holdings_pool').on(table.poolId, table.endsOn),
    index('capacity_holdings_request').on(table.requestId),
    check('capacity_holdings_amount', sql`${table.amount} > 0`),
    check('capacity_holdings_period', sql`${table.endsOn} >= ${table.startsOn}`),
  ],
)
