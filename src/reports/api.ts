import { createRoute, z } from '@hono/zod-openapi'
import { guard } from '../platform/http/guard.ts'
import { apiRouter } from '../platform/http/routers.ts'
import { listMonthlyReports, readMonthlyReport } from './read-monthly-report.ts'

const summary = z.object({
  month: z.string(),
  asOf: z.string(),
  formulaVersion: z.number(),
  required: z.number(),
  confirmed: z.number(),
  overdue: z.number(),
  restricted: z.number(),
  snapshotHash: z.string(),
  madeAt: z.string(),
})

const listReports = createRoute({
  method: 'get',
  path: '/api/v1/reports',
  middleware: guard('reports.read'),
  responses: {
    200: {
      description: '各月迁移上云工作月报，最新的在前；missing 是已结束而没有月报的月份',
      content: {
        'application/json': { schema: z.object({ items: z.array(summary), missing: z.array(z.string()) }) },
      },
    },
  },
})

const readReport = createRoute({
  method: 'get',
  path: '/api/v1/reports/{month}',
  middleware: guard('reports.read'),
  request: { params: z.object({ month: z.string() }) },
  responses: {
    200: {
      description: '一个月的冻结快照；snapshotHash 是其规范 JSON 的 SHA-256，intact 表示校验一致',
      content: {
        'application/json': {
          schema: z.object({
            month: z.string(),
            madeAt: z.string(),
            snapshotHash: z.string(),
            intact: z.boolean(),
            snapshot: z.record(z.string(), z.unknown()),
          }),
        },
      },
    },
  },
})

export const reportsApi = apiRouter()

reportsApi.openapi(listReports, async (c) => {
  const { reports, missing } = await listMonthlyReports(c.get('context'))
  const items = reports.map(({ counts, madeAt, ...report }) => ({
    ...report,
    required: counts.required,
    confirmed: counts.confirmed,
    overdue: counts.byHealth.overdue,
    madeAt: madeAt.toISOString(),
  }))
  return c.json({ items, missing }, 200)
})

reportsApi.openapi(readReport, async (c) => {
  const report = await readMonthlyReport(c.get('context'), c.req.valid('param'))
  return c.json({ ...report, snapshot: { ...report.snapshot }, madeAt: report.madeAt.toISOString() }, 200)
})
