import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { calendarDate, fenColumn, identity, instant, reference } from '../platform/schema.ts'
import type { Deadline, Finding, FundVerdict } from '../regulations/index.ts'
import { systems } from '../systems/schema.ts'

/**
 * Verdicts (资格结论), append-only: a new row only when the verdict changes; the one with no `superseded_at` is current.
 */
export const verdicts = pgTable(
  'verdicts',
  {
    id: identity('id').primaryKey(),
    systemId: reference('system_id')
      .notNull()
      .references(() => systems.id),
    jurisdictionId: text('jurisdiction_id').notNull(),
    organisationId: reference('organisation_id').notNull(),
    regulationId: text('regulation_id').notNull(),
    packVersion: text('pack_version').notNull(),
    /** Hash of the edition and the supplementary rules under which it first came out; null: judged before they were kept. */
    rulesHash: text('rules_hash'),
    scope: text().$type<'in' | 'out' | 'undetermined'>().notNull(),
    /** null when the system is out of scope. */
    construction: text().$type<FundVerdict>(),
    operations: text().$type<FundVerdict>(),
    purchase: text().$type<FundVerdict>(),
    upgrade: text().$type<FundVerdict>(),
    findings: jsonb().$type<Finding[]>().notNull(),
    deadlines: jsonb().$type<Deadline[]>().notNull(),
    /** Hash of everything the verdict depends on: while it stays, judging again can't change the verdict. */
    basis: bigint({ mode: 'bigint' }).notNull(),
    /** Hash of what the verdict says, to tell a new one from a repeated one without reading it back. */
    content: text().notNull(),
    /** The day judged when this verdict first came out. */
    asOf: calendarDate('as_of').notNull(),
    judgedAt: instant('judged_at').notNull(),
    supersededAt: instant('superseded_at'),
  },
  (table) => [
    uniqueIndex('verdicts_current').on(table.systemId).where(sql`${table.supersededAt} is null`),
    index('verdicts_jurisdiction')
      .on(table.jurisdictionId, table.operations, table.organisationId, table.systemId)
      .where(sql`${table.supersededAt} is null`),
    check('verdicts_scope', sql`${table.scope} in ('in', 'out', 'undetermined')`),
  ],
)

/** What the verdicts on operations funds come to, by organisation, as of the last day judged: for pages that show the sum. */
export const fundingTotals = pgTable(
  'funding_totals',
  {
    jurisdictionId: text('jurisdiction_id').notNull(),
    organisationId: reference('organisation_id').notNull(),
    /** `out`: not within the regulation's scope, shown nowhere. */
    operations: text().$type<FundVerdict | 'out'>().notNull(),
    systems: integer().notNull(),
    /** Of systems whose yearly sum is unknown, nothing is added. */
    annualOperationsFen: fenColumn('annual_operations_fen').notNull(),
    unknownSums: integer('unknown_sums').notNull(),
    asOf: calendarDate('as_of').notNull(),
  },
  (table) => [primaryKey({ columns: [table.jurisdictionId, table.organisationId, table.operations] })],
)
