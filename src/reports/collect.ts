import { and, desc, eq, sql } from 'drizzle-orm'
import { latestHead } from '../audit/index.ts'
import { judgeSystems, verdictsAs } from '../funding/index.ts'
import { jurisdictionsAs, organisationsOfRole } from '../identity/index.ts'
import { indicatorsByOrganisation, readIndicators, trackMigrations } from '../migration/index.ts'
import { asJob, type Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { type CalendarDate, daysOfMonth, type Month } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { whenRecorded } from '../systems/index.ts'
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
  const edited = await whenRecorded(tx, jurisdictionId, last)
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
    units: await unitsOn(context, tx, tracked.asOf),
    ...lists,
    changes: previous === null ? null : changesSince(previous, lists),
    auditHead: await auditHeadOf(context, tx),
  }
}

async function auditHeadOf(context: Context, tx: Transaction): Promise<MonthlySnapshot['auditHead']> {
  const head = await latestHead(context, tx)
  return head === null ? null : { treeSize: head.treeSize, root: head.root, at: head.at }
}

/** When the register was changed: up to the month's end, and whether since, so that its facts are no longer those of then. */
type Edited = Awaited<ReturnType<typeof whenRecorded>>

/**
 * The tracker's numbers of the last day tracked up to the month's end. The last day is tracked (again) when no day was,
 * or when the register was changed after the tracker's run and not since the month's end: the month closes with
 * what was recorded in it.
 */
async function trackedDay(context: Context, tx: Transaction, last: CalendarDate, edited: Edited) {
  const job = asJob(context, 'write-monthly-report')
  const found = await readIndicators(job, tx, { on: last })
  const isStale = found !== null && edited.on !== null && edited.on >= found.asOf && !edited.after
  if (found !== null && !isStale) return found
  // The end of the month first, then today again: the present state of every system stays what it was.
  await trackMigrations(job, tx, last)
  await trackMigrations(job, tx, context.clock.today())
  const tracked = await readIndicators(job, tx, { on: last })
  if (tracked === null)
    throw new AppError('conflict', '系统台账是空的，还没有可以写进月报的系统。请先导入台账。')
  return tracked
}

/** Judges the end of the month, and then today, when nothing was ever judged. */
async function judgeIfNeverDone(context: Context, tx: Transaction, last: CalendarDate): Promise<void> {
  const verdict = verdictsAs('verdict')
  const [judged] = await tx
    .select({ id: verdict.id })
    .from(verdict)
    .where(eq(verdict.jurisdictionId, context.actor.jurisdictionId))
    .limit(1)
  if (judged !== undefined) return
  await judgeSystems(asJob(context, 'write-monthly-report'), tx, last)
  await judgeSystems(asJob(context, 'write-monthly-report'), tx, context.clock.today())
}

/** Every unit with systems, best rate first; units that need not migrate anything come last. */
async function unitsOn(context: Context, tx: Transaction, asOf: CalendarDate): Promise<UnitProgress[]> {
  return (await indicatorsByOrganisation(asJob(context, 'write-monthly-report'), tx, asOf))
    .map(({ organisationName: unit, counts: { required, confirmed, byHealth } }) => ({
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
  const here = jurisdictionsAs('here')
  const [jurisdiction] = await tx
    .select({ id: here.id, name: here.name })
    .from(here)
    .where(eq(here.id, jurisdictionId))
  if (jurisdiction === undefined) throw new AppError('not-found', '没有这个辖区。')
  const [bureau, ...others] = await organisationsOfRole(tx, jurisdictionId, 'competent-bureau')
  return {
    jurisdiction,
    issuedBy: bureau !== undefined && others.length === 0 ? bureau : jurisdiction.name,
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
