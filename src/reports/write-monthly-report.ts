import { eq, sql } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { authorize, type Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { daysOfMonth, inChinese, type Month, monthInChinese } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { docxType, xlsxType } from '../platform/http/download.ts'
import { insertOne } from '../platform/insert.ts'
import { putByContent } from '../platform/objects.ts'
import { systemsAsOf } from '../systems/index.ts'
import { collectSnapshot } from './collect.ts'
import { snapshotHash } from './frozen.ts'
import { healthCount, type MonthlySnapshot } from './model.ts'
import { reportFiles } from './report-files.ts'
import { monthlyReports } from './schema.ts'

export interface WrittenReport {
  month: Month
  snapshot: MonthlySnapshot
  snapshotHash: string
}

function alreadyThere(month: Month): AppError {
  return new AppError('conflict', `${monthInChinese(month)}的月报已经生成并冻结，不能重新生成。`)
}

/**
 * Freezes the report of a closed month, in the caller's transaction. The files go to the object store first; until
 * the row that names them is there, nobody sees them.
 * In: a month whose last day has passed. Throws invalid-input for another one, conflict when its report is there.
 */
export async function writeMonthlyReport(
  context: Context,
  tx: Transaction,
  month: Month,
): Promise<WrittenReport> {
  authorize(context, 'reports.write')
  const { last } = daysOfMonth(month)
  if (last >= context.clock.today())
    throw new AppError(
      'invalid-input',
      `${monthInChinese(month)}还没有结束，${inChinese(last)}之后才能生成月报。`,
      { errors: [{ path: 'month', message: '这个月还没有结束' }] },
    )
  if (await hasReport(context, tx, month)) throw alreadyThere(month)
  const snapshot = await collectSnapshot(context, tx, month)
  const hash = await snapshotHash(snapshot)
  const { docx, xlsx } = await reportFiles(context, { snapshot, hash })
  const docxKey = await putByContent(context.objects, docx, 'docx', docxType)
  const xlsxKey = await putByContent(context.objects, xlsx, 'xlsx', xlsxType)
  const { jurisdictionId } = context.actor
  await insertOne(
    tx,
    monthlyReports,
    {
      jurisdictionId,
      month,
      snapshot,
      summary: {
        asOf: snapshot.asOf,
        formulaVersion: snapshot.formulaVersion,
        counts: snapshot.counts,
        restricted: snapshot.restricted.length,
      },
      snapshotHash: hash,
      docxKey,
      xlsxKey,
      madeAt: context.clock.now(),
    },
    { month: monthlyReports.month },
    alreadyThere(month),
  )
  const { counts } = snapshot
  await record(context, tx, [
    {
      operation: 'reports.write',
      objectType: 'monthly-report',
      objectId: month,
      after: {
        contentHash: hash,
        docxKey,
        xlsxKey,
        asOf: snapshot.asOf,
        required: counts.required,
        confirmed: counts.confirmed,
        overdue: healthCount(counts, 'overdue'),
      },
    },
  ])
  return { month, snapshot, snapshotHash: hash }
}

/** Out: whether a month of the actor's jurisdiction has its report. */
export async function hasReport(context: Context, tx: Transaction, month: Month): Promise<boolean> {
  const [row] = await tx
    .select({ month: monthlyReports.month })
    .from(monthlyReports)
    .where(
      sql`${eq(monthlyReports.jurisdictionId, context.actor.jurisdictionId)} and ${eq(monthlyReports.month, month)}`,
    )
  return row !== undefined
}

/** Out: whether the register of the actor's jurisdiction had any system at the end of a month, as far as is known now. */
export async function hadSystems(context: Context, tx: Transaction, month: Month): Promise<boolean> {
  const asOf = { day: daysOfMonth(month).last, knownAt: context.clock.now() }
  const [row] = await tx.execute(
    sql`select from ${systemsAsOf(context.actor.jurisdictionId, asOf)} s where s.classified is not true limit 1`,
  )
  return row !== undefined
}
