import { addMonthsTo, type Month, monthOf, parseMonth } from '../src/platform/dates.ts'
import { AppError } from '../src/platform/errors.ts'
import type { Job } from '../src/platform/jobs.ts'
import { hadSystems, hasReport, monthsBetween, writeMonthlyReport } from '../src/reports/index.ts'

/** The last month whose report is due: a month's is due from 02:00 of the next month's first day on. */
function lastDueMonth(now: { today: Parameters<Job['due']>[0]['today']; hour: number }): Month {
  const running = monthOf(now.today)
  const early = now.today.endsWith('-01') && now.hour < 2
  return addMonthsTo(running, early ? -2 : -1)
}

/** 迁移上云工作月报: every closed month since the jurisdiction was created, oldest first. */
export const writeMonthlyReportJob: Job = {
  name: 'write-monthly-report',
  title: '生成月报',
  due(now, lastDone, since) {
    const done = lastDone === null ? null : parseMonth(lastDone)
    return monthsBetween(done === null ? monthOf(since) : addMonthsTo(done, 1), lastDueMonth(now))
  },
  async run(context, tx, period) {
    const month = parseMonth(period)
    if (month === null) throw new AppError('invalid-input', `不是月份：${period}`)
    // Somebody has made it by hand: the month is done.
    if (await hasReport(context, tx, month)) return { 月报: '已有' }
    // Nothing to report of before the first ledger; whoever imports one of that time later makes it by hand.
    if (!(await hadSystems(context, tx, month))) return { 月报: '月末还没有登记的系统，没有月报' }
    const { snapshot } = await writeMonthlyReport(context, tx, month)
    return {
      应迁移: snapshot.counts.required,
      已确认: snapshot.counts.confirmed,
      逾期: snapshot.overdue.length,
      受限: snapshot.restricted.length,
    }
  },
}
