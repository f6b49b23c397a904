import { createRoute, z } from '@hono/zod-openapi'
import { guard } from '../platform/http/guard.ts'
import { idParams } from '../platform/http/path-id.ts'
import { readBody } from '../platform/http/read-body.ts'
import { apiRouter } from '../platform/http/routers.ts'
import { confirmImport } from './confirm-import.ts'
import { discardImport } from './discard-import.ts'
import type { Rejection } from './ledger-rows.ts'
import { type ImportStatus, importStatuses } from './model.ts'
import { countNames } from './preview.ts'
import { previewLedger } from './preview-ledger.ts'
import { proposalsApi } from './proposals/api.ts'

export const systemsApi = apiRouter()
systemsApi.route('/', proposalsApi)

const counts = z.object(
  Object.fromEntries(countNames.map((name) => [name, z.int()])) as Record<
    (typeof countNames)[number],
    z.ZodInt
  >,
)
const preview = z.object({
  importId: z.int(),
  fileName: z.string(),
  sheetName: z.string(),
  headerRow: z.int(),
  holdsFrom: z.string(),
  columns: z.array(z.object({ index: z.int(), header: z.string(), field: z.string().nullable() })),
  missing: z.array(z.string()),
  counts,
  rejections: z.array(
    z.object({
      row: z.int(),
      code: z.string().nullable(),
      faults: z.array(z.object({ column: z.string(), value: z.string(), reason: z.string() })),
    }),
  ),
  notData: z.array(z.object({ row: z.int(), text: z.string() })),
  changes: z.array(
    z.object({
      row: z.int(),
      code: z.string(),
      name: z.string(),
      changes: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
    }),
  ),
  warnings: z.array(z.string()),
  contradictions: z.array(
    z.object({
      row: z.int(),
      code: z.string(),
      name: z.string(),
      field: z.string(),
      ledger: z.string(),
      recorded: z.string(),
      source: z.string(),
    }),
  ),
  lifts: z.array(
    z.object({
      row: z.int(),
      code: z.string(),
      name: z.string(),
      unit: z.string(),
      yearlyFen: z.int().nullable(),
      from: z.string().nullable(),
      funds: z.array(z.object({ fund: z.string(), before: z.string(), after: z.string() })),
      grounds: z.array(z.object({ article: z.string(), effect: z.string(), reason: z.string() })),
      like: z.string().nullable(),
    }),
  ),
})
function rejectionAsJson({ row, code, issues }: Rejection): z.input<typeof preview>['rejections'][number] {
  return {
    row,
    code,
    faults: issues.map(({ column = '', value = '', message: reason }) => ({ column, value, reason })),
  }
}

systemsApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/ledger-imports',
    summary: '上传台账并预览；正文就是文件本身，还没有导入',
    middleware: guard('systems.import'),
    request: {
      query: z.strictObject({ fileName: z.string().min(1).max(200) }),
      body: {
        required: true,
        content: {
          'application/octet-stream': { schema: z.any().openapi({ type: 'string', format: 'binary' }) },
        },
      },
    },
    responses: { 201: { description: '预览', content: { 'application/json': { schema: preview } } } },
  }),
  async (c) => {
    const bytes = await readBody(c, 'upload')
    const {
      digest: _,
      rejections,
      ...body
    } = await previewLedger(c.get('context'), {
      ...c.req.valid('query'),
      bytes,
    })
    return c.json({ ...body, rejections: rejections.map(rejectionAsJson) }, 201)
  },
)

systemsApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/ledger-imports/{id}/confirm',
    summary:
      '照预览导入，全部成功或全部不做；会放宽资金结论的（预览的 lifts），写明依据，等第二个人在页面上复核',
    middleware: guard('systems.import'),
    request: {
      params: idParams,
      body: {
        required: false,
        content: { 'application/json': { schema: z.strictObject({ document: z.string().optional() }) } },
      },
    },
    responses: {
      200: {
        description: '已导入（imported），或者已提交复核（awaiting）',
        content: {
          'application/json': {
            schema: z.object({
              importId: z.int(),
              status: z.enum(Object.keys(importStatuses) as [ImportStatus, ...ImportStatus[]]),
              counts,
            }),
          },
        },
      },
    },
  }),
  async (c) =>
    c.json(await confirmImport(c.get('context'), c.req.valid('param').id, c.req.valid('json')), 200),
)

systemsApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/ledger-imports/{id}/discard',
    summary: '放弃一次预览',
    middleware: guard('systems.import'),
    request: { params: idParams },
    responses: { 204: { description: '已放弃' } },
  }),
  async (c) => {
    await discardImport(c.get('context'), c.req.valid('param').id)
    return c.body(null, 204)
  },
)
