import { and, desc, eq, lte, ne, sql } from 'drizzle-orm'
import { latestHead } from '../audit/index.ts'
import { judgeSystems, verdicts } from '../funding/index.ts'
import { jurisdictions, memberships, organisations, people } from '../identity/index.ts'
import { indicators, trackMigrations } from '../migration/index.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { type CalendarDate, daysOfMonth, type Month } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { readLists } from './lists.ts'
import { changesSince, type MonthlySnapshot, type UnitProgress } from './model.ts'
import { monthlyReports } from './schema.ts'

/** In: a closed month. Out: everything its report says, from what tracker and verdicts recorded. */
export async function collectSnapshot(
  context: Context,
  tx: Transaction,
  month: Month,
): Promise<MonthlySnapshot> {
  const { jurisdictionId } = context.actor
  const { last } = daysOfMonth(month)
  const edited = await whenEdited(tx, jurisdictionId, last)
  const tracked = await trackedDay(context, tx, last, edited)
  await judgeIfNeverDone(context, tx, last)
  const lists = await readLists(tx, { jurisdictionId, asOf: tracked.asOf, late: edited.after })
  const previous = await reportBefore(tx, jurisdictionId, month)
  return {
    version: 1,
    ...(await signature(tx, jurisdictionId)),
    month,
    madeOn: context.clock.today(),
    ...tracked,
    units: await unitsOn(tx, jurisdictionId, tracked.asOf),
    ...lists,
    changes: previous === null ? null : changesSince(previous, lists),
    auditHead: await auditHeadOf(context, tx),
  }
}

async function auditHeadOf(context: Context, tx: Transaction): Promise<MonthlySnapshot['auditHead']> {
  const head = await latestHead(context, tx)
  return head === null ? null : { treeSize: head.treeSize, root: head.root, at: head.at }
}

interface Edited {
  /** The last day up to the month's end on which the register was changed. */
  on: CalendarDate | null
  /** Changed since the month's end: its facts are no longer the present ones. */
  after: boolean
}

async function whenEdited(tx: Transaction, jurisdictionId: string, last: CalendarDate): Promise<Edited> {
  const [row] = await tx.execute<{ on: CalendarDate | null; after: boolean }>(sql`
    select max(day) filter (where day <= ${last}::date)::text as on, coalesce(bool_or(day > ${last}::date), false) as after
    from (select (recorded_at at time zone 'Asia/Shanghai')::date as day
          from fact_entries where jurisdiction_id = ${jurisdictionId}) entries`)
  return row ?? { on: null, after: false }
}

/**
 * The tracker's numbers of the last day tracked up to the month's end. The last day is tracked (again) when no day was,
 * or when the register was changed after the tracker's run and not since the month's end: the month closes with
 * what was recorded in it.
 */
async function trackedDay(context: Context, tx: Transaction, last: CalendarDate, edited: Edited) {
  const { jurisdictionId } = context.actor
  const found = await indicatorsUpTo(tx, jurisdictionId, last)
  const isStale = found !== null && edited.on !== null && edited.on >= found.asOf && !edited.after
  if (found !== null && !isStale) return found
  // The end of the month first, then today again: the present state of every system stays what it was.
  await trackMigrations(asJob(context), tx, last)
  await trackMigrations(asJob(context), tx, context.clock.today())
  const tracked = await indicatorsUpTo(tx, jurisdictionId, last)
  if (tracked === null)
    throw new AppError('conflict', '系统台账是空的，还没有可以写进月报的系统。请先导入台账。')
  return tracked
}

/** Tracking and judging are the scheduler's work, whoever asked for the report. */
function asJob(context: Context): Context {
  const { jurisdictionId } = context.actor
  return { ...context, actor: { kind: 'job', job: 'write-monthly-report', jurisdictionId } }
}

/** Judges the end of the month, and then today, when nothing was ever judged. */
async function judgeIfNeverDone(context: Context, tx: Transaction, last: CalendarDate): Promise<void> {
  const [judged] = await tx
    .select({ id: verdicts.id })
    .from(verdicts)
    .where(eq(verdicts.jurisdictionId, context.actor.jurisdictionId))
    .limit(1)
  if (judged !== undefined) return
  await judgeSystems(asJob(context), tx, last)
  await judgeSystems(asJob(context), tx, context.clock.today())
}

async function indicatorsUpTo(tx: Transaction, jurisdictionId: string, last: CalendarDate) {
  const [row] = await tx
    .select({
      asOf: indicators.asOf,
      formulaVersion: indicators.formulaVersion,
      counts: indicators.counts,
    })
    .from(indicators)
    .where(
      and(
        eq(indicators.jurisdictionId, jurisdictionId),
        eq(indicators.organisationId, 0),
        lte(indicators.asOf, last),
      ),
    )
    .orderBy(desc(indicators.asOf))
    .limit(1)
  return row ?? null
}

/** Every unit with systems, best rate first; units that need not migrate anything come last. */
async function unitsOn(tx: Transaction, jurisdictionId: string, asOf: CalendarDate): Promise<UnitProgress[]> {
  const rows = await tx
    .select({ unit: organisations.name, counts: indicators.counts })
    .from(indicators)
    .innerJoin(organisations, eq(organisations.id, indicators.organisationId))
    .where(
      and(
        eq(indicators.jurisdictionId, jurisdictionId),
        eq(indicators.asOf, asOf),
        ne(indicators.organisationId, 0),
      ),
    )
    .orderBy(organisations.id)
  return rows
    .filter(({ counts }) => counts.inScope > 0)
    .map(({ unit, counts: { required, confirmed, byHealth } }) => ({
      unit,
      required,
      confirmed,
      overdue: byHealth.overdue,
    }))
    .sort(byRate)
}

/** Compares a/b with c/d as a·d with c·b: no float takes part. */
function byRate(left: UnitProgress, right: UnitProgress): number {
  if (left.required === 0 || right.required === 0) return right.required - left.required
  return right.confirmed * left.required - left.confirmed * right.required
}

/** The jurisdiction, and who signs: its competent bureau where there is exactly one. */
async function signature(tx: Transaction, jurisdictionId: string) {
  const [jurisdiction] = await tx
    .select({ id: jurisdictions.id, name: jurisdictions.name })
    .from(jurisdictions)
    .where(eq(jurisdictions.id, jurisdictionId))
  if (jurisdiction === undefined) throw new AppError('not-found', '没有这个辖区。')
  const bureaus = await tx
    .selectDistinct({ name: organisations.name })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .innerJoin(organisations, eq(organisations.id, people.organisationId))
    .where(
      and(
        eq(memberships.jurisdictionId, jurisdictionId),
        eq(memberships.role, 'competent-bureau'),
        eq(memberships.status, 'granted'),
      ),
    )
  const [bureau] = bureaus
  return {
    jurisdiction,
    issuedBy: bureaus.length === 1 && bureau !== undefined ? bureau.name : jurisdiction.name,
  }
}

/** The report this one is compared with: the month's before, or the last one there is. */
async function reportBefore(
  tx: Transaction,
  jurisdictionId: string,
  month: Month,
): Promise<MonthlySnapshot | null> {
  const [row] = await tx
    .select({ snapshot: monthlyReports.snapshot })
    .from(monthlyReports)
    .where(and(eq(monthlyReports.jurisdictionId, jurisdictionId), sql`${monthlyReports.month} < ${month}`))
    .orderBy(desc(monthlyReports.month))
    .limit(1)
  return row?.snapshot ?? null
}
