import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { jurisdictionsAs } from '../identity/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import { addMonthsTo, dateInChina, type Month, monthInChinese, monthOf } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { docxType, xlsxType } from '../platform/http/download.ts'
import { objectKey } from '../platform/objects.ts'
import { parseInput } from '../platform/parse-input.ts'
import { titleOf } from './content.ts'
import { snapshotHash } from './frozen.ts'
import { monthInput } from './make-monthly-report.ts'
import { type MonthlySnapshot, monthsBetween, type ReportFigures } from './model.ts'
import { monthlyReports } from './schema.ts'

export interface MonthlyReport {
  month: Month
  snapshot: MonthlySnapshot
  snapshotHash: string
  /** The snapshot still has the hash it was frozen with. */
  intact: boolean
  madeAt: Date
}

const input = z.strictObject({ month: monthInput })

async function rowOf(context: Context, month: Month) {
  const [row] = await transact(context, (tx) =>
    tx
      .select()
      .from(monthlyReports)
      .where(
        and(eq(monthlyReports.jurisdictionId, context.actor.jurisdictionId), eq(monthlyReports.month, month)),
      ),
  )
  if (row === undefined) throw new AppError('not-found', `还没有${monthInChinese(month)}的月报。`)
  return row
}

/** In: a month, YYYY-MM. Out: its frozen report. Throws not-found. */
export async function readMonthlyReport(context: Context, data: unknown): Promise<MonthlyReport> {
  authorize(context, 'reports.read')
  const { month } = parseInput(input, data)
  const row = await rowOf(context, month)
  return {
    month,
    snapshot: row.snapshot,
    snapshotHash: row.snapshotHash,
    intact: (await snapshotHash(row.snapshot)) === row.snapshotHash,
    madeAt: row.madeAt,
  }
}

const fileInput = z.strictObject({ month: monthInput, format: z.enum(['docx', 'xlsx']) })

/** In: a month and a format. Out: the file as it was made, checked against the hash that is its key. */
export async function readReportFile(
  context: Context,
  data: unknown,
): Promise<{ bytes: Uint8Array; fileName: string; contentType: string }> {
  authorize(context, 'reports.read')
  const { month, format } = parseInput(fileInput, data)
  const row = await rowOf(context, month)
  const key = format === 'docx' ? row.docxKey : row.xlsxKey
  const bytes = await context.objects.get(key)
  if (bytes === null || (await objectKey(bytes, format)) !== key)
    throw new AppError(
      'storage-unavailable',
      `${monthInChinese(month)}月报的文件在存储里缺失或已损坏，页面上的内容不受影响。请联系系统管理员从备份恢复。`,
    )
  return {
    bytes,
    fileName: `${titleOf(row.snapshot).fileName}.${format}`,
    contentType: format === 'docx' ? docxType : xlsxType,
  }
}

export interface ReportSummary extends ReportFigures {
  month: Month
  snapshotHash: string
  madeAt: Date
}

export interface ReportList {
  /** Newest first. */
  reports: ReportSummary[]
  /** Closed months since the jurisdiction was created that have no report, newest first. */
  missing: Month[]
  /** The running month, whose report comes next. */
  running: Month
}

/** Out: the jurisdiction's reports, and the closed months without one. */
export async function listMonthlyReports(context: Context): Promise<ReportList> {
  authorize(context, 'reports.read')
  const { jurisdictionId } = context.actor
  return transact(context, async (tx) => {
    const rows = await tx
      .select({
        month: sql<Month>`${monthlyReports.month}`,
        summary: monthlyReports.summary,
        snapshotHash: monthlyReports.snapshotHash,
        madeAt: monthlyReports.madeAt,
      })
      .from(monthlyReports)
      .where(eq(monthlyReports.jurisdictionId, jurisdictionId))
      .orderBy(desc(monthlyReports.month))
    const here = jurisdictionsAs('here')
    const [jurisdiction] = await tx
      .select({ createdAt: here.createdAt })
      .from(here)
      .where(eq(here.id, jurisdictionId))
    const running = monthOf(context.clock.today())
    const first = jurisdiction === undefined ? running : monthOf(dateInChina(jurisdiction.createdAt))
    const there = new Set(rows.map((row) => row.month))
    const missing = monthsBetween(first, addMonthsTo(running, -1)).filter((month) => !there.has(month))
    const reports = rows.map(({ summary, ...row }) => ({ ...summary, ...row }))
    return { reports, missing: missing.reverse(), running }
  })
}
