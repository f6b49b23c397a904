import { createRoute, z } from '@hono/zod-openapi'
import { transact } from '../platform/context.ts'
import { parseDate } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { guard } from '../platform/http/guard.ts'
import { apiRouter } from '../platform/http/routers.ts'
import { formulaTexts } from './formula.ts'
import { readIndicators } from './read-indicators.ts'

const counts = z.object({
  inScope: z.int().describe('在册'),
  exempt: z.int().describe('豁免'),
  shutDown: z.int().describe('关停'),
  integrated: z.int().describe('整合'),
  required: z.int().describe('应上云，上云率的分母：在册 − 豁免 − 关停 − 整合'),
  confirmed: z.int().describe('已确认，上云率的分子'),
  overdueUnrequested: z.int().describe('逾期而未到资源申请阶段的'),
  byStage: z.record(z.string(), z.int()),
  byHealth: z.record(z.string(), z.int()),
  byWave: z.record(z.string(), z.object({ required: z.int(), confirmed: z.int(), overdue: z.int() })),
})

const route = createRoute({
  method: 'get',
  path: '/api/v1/indicators',
  summary: '迁移指标：所问日期或之前最近一日的；部门只读到本单位的',
  middleware: guard('migration.read'),
  request: { query: z.strictObject({ on: z.string().optional() }) },
  responses: {
    200: {
      description: '指标及其口径',
      content: {
        'application/json': {
          schema: z.object({ asOf: z.string(), formulaVersion: z.int(), formula: z.string(), counts }),
        },
      },
    },
  },
})

export const migrationApi = apiRouter()

migrationApi.openapi(route, async (c) => {
  const context = c.get('context')
  const given = c.req.valid('query').on
  const on = given === undefined ? undefined : parseDate(given)
  if (on === null)
    throw new AppError('invalid-input', 'on 应为日期，写作 2026-10-31。', {
      errors: [{ path: 'on', message: '应为日期，写作 2026-10-31' }],
    })
  const found = await transact(context, (tx) => readIndicators(context, tx, on === undefined ? {} : { on }))
  if (found === null) throw new AppError('not-found', '这一天及以前还没有指标。')
  return c.json({ ...found, formula: formulaTexts[found.formulaVersion] ?? '' }, 200)
})
