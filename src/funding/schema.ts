import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { calendarDate, fenColumn, identity, instant, reference, storedJson } from '../platform/schema.ts'
import { type FundVerdict, packSchema, storedDeadlines, storedFindings } from '../regulations/index.ts'
import { factColumns } from '../systems/schema.ts'
import { storedCalendar } from './stored-calendar.ts'

/**
 * What judged: the rules in force, as data, and the calendar they counted by, kept from the first verdict it gave. With it, a day and
 * the facts of a verdict's row, the verdict can be read again word by word, whatever the pack says by then.
 */
export const rulebooks = pgTable(
  'rulebooks',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    /** Hash of pack and calendar. */
    hash: text().notNull(),
    regulationId: text('regulation_id').notNull(),
    packVersion: text('pack_version').notNull(),
    pack: storedJson('pack', packSchema, '判定所依据的规则').notNull(),
    calendar: storedJson('calendar', storedCalendar, '判定所依据的工作日历').notNull(),
    firstUsedAt: instant('first_used_at').notNull(),
  },
  (table) => [unique('rulebooks_hash').on(table.jurisdictionId, table.hash)],
)

/**
 * Verdicts (资格结论), append-only: a new row only when the verdict changes; the one with no `superseded_at` is current.
 * Nothing else of a row is ever changed, and its effects can't contradict its findings: drizzle/0025_reconciliation.sql.
 * A row keeps the facts that were read, not the words made of them: `verdictOf` says them again.
 */
export const verdicts = pgTable(
  'verdicts',
  {
    id: identity('id').primaryKey(),
    /** No foreign key: systems are never deleted, and a check a row is a third of what judging a million costs. */
    systemId: reference('system_id').notNull(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    organisationId: reference('organisation_id').notNull(),
    regulationId: text('regulation_id').notNull(),
    packVersion: text('pack_version').notNull(),
    /** Hash of the edition and the supplementary rules under which it first came out; null: judged before they were kept. */
    rulesHash: text('rules_hash'),
    /** null in rows from before rulebooks were kept: their words stand in `findings` and `deadlines`. */
    rulebookId: reference('rulebook_id'),
    scope: text().$type<'in' | 'out' | 'undetermined'>().notNull(),
    /** null when the system is out of scope. */
    construction: text().$type<FundVerdict>(),
    operations: text().$type<FundVerdict>(),
    purchase: text().$type<FundVerdict>(),
    upgrade: text().$type<FundVerdict>(),
    /** Where operations funds are 待核实: the facts that are wanted for them. */
    missing: text().array(),
    ...factColumns(),
    findings: storedJson('findings', storedFindings, '资格结论'),
    deadlines: storedJson('deadlines', storedDeadlines, '资格结论的期限'),
    /** Hash of everything the verdict says: while it stays, judging again can't change the verdict. */
    basis: bigint({ mode: 'bigint' }).notNull(),
    /** The day judged when this verdict first came out. */
    asOf: calendarDate('as_of').notNull(),
    judgedAt: instant('judged_at').notNull(),
    supersededAt: instant('superseded_at'),
  },
  (table) => [
    // In the database it carries jurisdiction, organisation and operations, too: lists look them up without the rows.
    uniqueIndex('verdicts_current').on(table.systemId).where(sql`${table.supersededAt} is null`),
    // Replay reads what was said of one system before; the daily run touches it only where a verdict changes.
    index('verdicts_superseded').on(table.systemId).where(sql`${table.supersededAt} is not null`),
    check('verdicts_scope', sql`${table.scope} in ('in', 'out', 'undetermined')`),
  ],
)

/** Each judging of a jurisdiction: by what, and as of which day, all its verdicts stand from then on; append-only. */
export const judgements = pgTable(
  'judgements',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    asOf: calendarDate('as_of').notNull(),
    judgedAt: instant('judged_at').notNull(),
    rulebookId: reference('rulebook_id')
      .notNull()
      .references(() => rulebooks.id),
    judged: integer().notNull(),
    changed: integer().notNull(),
    /** Verdicts that said something else than they were written with. */
    altered: integer().notNull(),
  },
  (table) => [index('judgements_latest').on(table.jurisdictionId, table.id)],
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
