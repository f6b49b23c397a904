import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core'
import { catalogueEditions } from '../../catalogue/schema.ts'
import { ofOrganisation } from '../../identity/columns-schema.ts'
import { people } from '../../identity/schema.ts'
import { fenColumn, identity, instant, reference } from '../../platform/schema.ts'

/** What a request was matched with when it was submitted: the whole as hashed text, never altered. */
export const requestMatches = pgTable(
  'request_matches',
  {
    id: identity('id').primaryKey(),
    requestId: reference('request_id').notNull(),
    ...ofOrganisation(),
    editionId: reference('edition_id')
      .notNull()
      .references(() => catalogueEditions.id),
    editionNumber: text('edition_number').notNull(),
    engineVersion: text('engine_version').notNull(),
    frozenAt: instant('frozen_at').notNull(),
    frozenBy: reference('frozen_by')
      .notNull()
      .references(() => people.id),
    /** Canonical JSON (RFC 8785) of a FrozenMatch. */
    content: text().notNull(),
    contentHash: text('content_hash').notNull(),
    monthlyFen: fenColumn('monthly_fen').notNull(),
  },
  (table) => [
    unique('request_matches_of_request').on(table.id, table.requestId),
    index('request_matches_request').on(table.requestId),
    check(
      'request_matches_hash',
      sql`${table.contentHash} = encode(sha256(convert_to(${table.content}, 'UTF8')), 'hex')`,
    ),
  ],
)

/** The items of a frozen match with what they cost and take: what can be approved, and nothing else. */
export const matchItems = pgTable(
  'match_items',
  {
    matchId: reference('match_id')
      .notNull()
      .references(() => requestMatches.id),
    lineId: text('line_id').notNull(),
    code: text().notNull(),
    ...ofOrganisation(),
    name: text().notNull(),
    specification: text().notNull(),
    unit: text().notNull(),
    quantity: integer().notNull(),
    /** Of the whole quantity. */
    monthlyFen: fenColumn('monthly_fen').notNull(),
    /** Of one unit. */
    vcpu: integer(),
    memoryGiB: integer('memory_gib'),
    storageGiB: integer('storage_gib'),
    zone: text(),
    domestic: boolean().notNull(),
    /** The catalogue's limited pool that it is taken from, and how much of it one takes; null: not limited. */
    pool: text(),
    poolUnits: integer('pool_units').notNull(),
    leadTimeWorkingDays: integer('lead_time_working_days'),
  },
  (table) => [
    primaryKey({ columns: [table.matchId, table.lineId, table.code] }),
    check('match_items_quantity', sql`${table.quantity} > 0`),
  ],
)

/** What was approved of a frozen match: the foreign key refuses anything outside it. */
export const approvedItems = pgTable(
  'approved_items',
  {
    matchId: reference('match_id').notNull(),
    lineId: text('line_id').notNull(),
    code: text().notNull(),
    ...ofOrganisation(),
  },
  (table) => [
    primaryKey({ columns: [table.matchId, table.lineId, table.code] }),
    foreignKey({
      columns: [table.matchId, table.lineId, table.code],
      foreignColumns: [matchItems.matchId, matchItems.lineId, matchItems.code],
      name: 'approved_items_frozen_fk',
    }),
  ],
)
