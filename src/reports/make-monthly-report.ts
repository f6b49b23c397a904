import { z } from 'zod'
import { authorize, type Context, transact } from '../platform/context.ts'
import { type Month, parseMonth } from '../platform/dates.ts'
import { parseInput } from '../platform/parse-input.ts'
import { type WrittenReport, writeMonthlyReport } from './write-monthly-report.ts'

export const monthInput = z.string('请写明月份').transform((text, issues): Month => {
  const month = parseMonth(text)
  if (month !== null) return month
  issues.addIssue({ code: 'custom', message: '月份要写成“2026-10”的样子' })
  return z.NEVER
})

const input = z.strictObject({ month: monthInput })

/** In: a closed month, YYYY-MM. Out: its report, frozen now. Throws invalid-input, or conflict when it is there. */
export async function makeMonthlyReport(context: Context, data: unknown): Promise<WrittenReport> {
  authorize(context, 'reports.write')
  const { month } = parseInput(input, data)
  return transact(context, (tx) => writeMonthlyReport(context, tx, month))
}
