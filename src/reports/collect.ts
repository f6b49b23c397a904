import { and, desc, eq, sql } from 'drizzle-orm'
import { latestHead } from '../audit/index.ts'
import { jurisdictionsAs, organisationsOfRole } from '../identity/index.ts'
import { indicatorsByOrganisation, readIndicators, trackMigrations } from '../migration/index.ts'
import { asJob, type Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { type CalendarDate, daysOfMonth, type Month } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { readLists } from './lists.ts'
import { changesSince, type MonthlySnapshot, type UnitProgress } from './model.ts'
import { monthlyReports } from './schema.ts'

/**
 * In: a closed month. Out: everything its report says: of the register as it was at the month's end, as far as is known
 * now. Counts, units and lists are of that one state.
 */
export async function collectSnapshot(
  context: Context,
  tx: Transaction,
  month: Month,
): Promise<MonthlySnapshot> {
  const { jurisdictionId } = context.actor
  const { last } = daysOfMonth(month)
  const job = asJob(context, 'write-monthly-report')
  await trackMigrations(job, tx, last)
  const tracked = await readIndicators(job, tx, { on: last })
  if (tracked === null || tracked.counts.inScope === 0)
    throw new AppError('conflict', '那时的系统台账是空的，没有可以写进月报的系统。')
  const lists = await readLists(job, tx, last)
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
