import type { FC } from 'hono/jsx'
import { MigrationRate } from '../migration/index.ts'
import { allows } from '../platform/context.ts'
import { type Month, minuteInChina, monthInChinese } from '../platform/dates.ts'
import { download } from '../platform/http/download.ts'
import { guard } from '../platform/http/guard.ts'
import { orRefusal } from '../platform/http/or-refusal.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../platform/http/routers.ts'
import { Card, Empty, Table } from '../platform/ui/components.tsx'
import { makeMonthlyReport } from './make-monthly-report.ts'
import {
  listMonthlyReports,
  type ReportSummary,
  readMonthlyReport,
  readReportFile,
} from './read-monthly-report.ts'
import { ReportPage } from './report-page.tsx'

export const reportsPages = pageRouter()

const Files: FC<{ month: Month }> = ({ month }) => (
  <>
    <a href={`/reports/${month}/file.docx`}>Word</a> <a href={`/reports/${month}/file.xlsx`}>Excel</a>
  </>
)

const Missing: FC<{ months: readonly Month[]; mayMake: boolean }> = ({ months, mayMake }) => (
  <Card title="还没有月报的月份">
    <p class="note">
      {mayMake
        ? '每月1日02:00起自动补齐；也可以现在生成。生成后即冻结，不再更改。'
        : '每月1日02:00起自动补齐。'}
    </p>
    <ul class="todo">
      {months.map((month) => (
        <li>
          <span>{monthInChinese(month)}</span>
          {mayMake ? (
            <form method="post" action={`/reports/${month}`}>
              <button type="submit" class="quiet" data-busy="正在生成…">
                生成<span class="visually-hidden">{monthInChinese(month)}月报</span>
              </button>
            </form>
          ) : null}
        </li>
      ))}
    </ul>
  </Card>
)

const ReportsTable: FC<{ reports: readonly ReportSummary[]; running: Month }> = ({ reports, running }) => (
  <Table
    label="各月月报"
    rows={reports}
    empty={
      <Empty title="还没有月报">
        {monthInChinese(running)}结束后的次日02:00起，系统会自动生成并冻结当月月报。
      </Empty>
    }
    columns={[
      { label: '月份', cell: ({ month }) => <a href={`/reports/${month}`}>{monthInChinese(month)}</a> },
      {
        label: '上云率',
        cell: ({ counts, formulaVersion }) => (
          <MigrationRate counts={counts} formulaVersion={formulaVersion} compact />
        ),
      },
      { label: '逾期（个）', numeric: true, cell: ({ counts }) => counts.byHealth.overdue },
      { label: '经费受限（条）', numeric: true, cell: ({ restricted }) => restricted },
      { label: '制作时间', cell: ({ madeAt }) => <span class="nowrap">{minuteInChina(madeAt)}</span> },
      { label: '文件', cell: ({ month }) => <Files month={month} /> },
    ]}
  />
)

async function listPage(c: RequestContext) {
  const list = await listMonthlyReports(c.get('context'))
  return renderPage(
    c,
    { title: '月报', place: 'reports' },
    <>
      <h1>迁移上云工作月报</h1>
      <p class="sub">每月一期，数字取自当月最后一次核定，生成即冻结。</p>
      {list.missing.length === 0 ? null : (
        <Missing months={list.missing} mayMake={allows(c.get('context').actor, 'reports.write')} />
      )}
      <Card>
        <ReportsTable reports={list.reports} running={list.running} />
      </Card>
    </>,
  )
}

reportsPages.get('/reports', guard('reports.read'), listPage)

reportsPages.post('/reports/:month', guard('reports.write'), (c) =>
  orRefusal(
    c,
    async () => {
      const { month } = await makeMonthlyReport(c.get('context'), { month: c.req.param('month') })
      return c.redirect(`/reports/${month}`, 303)
    },
    () => listPage(c),
  ),
)

reportsPages.get('/reports/:month', guard('reports.read'), async (c) => {
  const report = await readMonthlyReport(c.get('context'), { month: c.req.param('month') })
  return renderPage(
    c,
    { title: `${monthInChinese(report.month)}月报`, place: 'reports' },
    <ReportPage report={report} />,
  )
})

reportsPages.get('/reports/:month/:file{file\\.(docx|xlsx)}', guard('reports.read'), async (c) => {
  const file = await readReportFile(c.get('context'), {
    month: c.req.param('month'),
    format: c.req.param('file').slice('file.'.length),
  })
  return download(c, file.bytes, file.fileName, file.contentType)
})
