import { createRoute, z } from '@hono/zod-openapi'
import { guard } from '../../platform/http/guard.ts'
import { idParams } from '../../platform/http/path-id.ts'
import { apiRouter } from '../../platform/http/routers.ts'
import { body, date, json, object, stepOf, version } from '../api-parts.ts'
import { evaluationFilters, listEvaluations, readEvaluation } from './read-evaluations.ts'
import { confirmEvaluation, deleteEvaluation, draftEvaluation } from './record-evaluation.ts'
import { confirmRectified, dropRectified, proposeRectified } from './rectify-evaluation.ts'
import { dropWithdrawal, proposeWithdrawal, withdrawEvaluation } from './withdraw-evaluation.ts'

export const evaluationsApi = apiRouter()

const kind = z
  .string()
  .openapi({ description: 'operation 运行评价、self 绩效自评、effectiveness 效能评估、spot-check 抽查' })
const whole = z.object({
  id: z.int(),
  kind,
  status: z.string(),
  version,
  system: z.object({ code: z.string(), name: z.string(), unit: z.string() }),
  evaluatedOn: date,
  met: z.boolean(),
  details: z.string(),
  document: z.string(),
  rectifiedOn: date.nullable(),
  rectifiedDocument: z.string().nullable(),
  withdrawReason: z.string().nullable(),
})

evaluationsApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/evaluations',
    summary: '评价：部门看本单位系统的，其余岗位看全辖区的；新的在前，每页 50 份',
    middleware: guard('oversight.read'),
    request: {
      query: z.strictObject({
        q: z.string().optional(),
        status: z.string().optional(),
        kind: z.string().optional(),
        page: z.string().optional(),
      }),
    },
    responses: {
      200: {
        description: '一页',
        ...json(z.object({ total: z.int(), page: z.int(), items: z.array(whole) })),
      },
    },
  }),
  async (c) => {
    const filters = evaluationFilters.parse(c.req.valid('query'))
    const { rows, total, page } = await listEvaluations(c.get('context'), filters)
    return c.json({ total, page, items: rows.map((row) => whole.parse(row)) }, 200)
  },
)

evaluationsApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/evaluations/{id}',
    summary: '一份评价',
    middleware: guard('oversight.read'),
    request: { params: idParams },
    responses: { 200: { description: '评价', ...json(whole) } },
  }),
  async (c) => c.json(whole.parse(await readEvaluation(c.get('context'), c.req.valid('param').id)), 200),
)

evaluationsApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/evaluations',
    summary: '登记一份评价，等另一人确认',
    middleware: guard('oversight.draft-determination'),
    request: {
      body: body(
        z.strictObject({
          system: z.string().openapi({ description: '系统编号' }),
          kind,
          evaluatedOn: date,
          met: z.boolean(),
          details: z.string(),
          document: z.string(),
        }),
      ),
    },
    responses: { 201: { description: '登记', ...json(z.object({ id: z.int() })) } },
  }),
  async (c) => c.json({ id: await draftEvaluation(c.get('context'), c.req.valid('json')) }, 201),
)

const step = stepOf(evaluationsApi, '/api/v1/evaluations/{id}')
const [drafts, signs] = ['oversight.draft-determination', 'oversight.sign-determination'] as const

step({ method: 'delete', path: '', summary: '删除没有确认的', operation: drafts }, (context, id) =>
  deleteEvaluation(context, id),
)
step(
  {
    method: 'post',
    path: '/confirm',
    summary: '确认；登记人不能确认',
    operation: signs,
    body: z.strictObject({ version }),
  },
  (context, id, sent) => confirmEvaluation(context, { ...object(sent), id }),
)
step(
  {
    method: 'post',
    path: '/propose-rectified',
    summary: '登记整改到位，等另一人确认',
    operation: drafts,
    body: z.strictObject({ on: date, document: z.string() }),
  },
  (context, id, sent) => proposeRectified(context, { ...object(sent), id }),
)
step(
  {
    method: 'post',
    path: '/drop-rectified',
    summary: '退回整改',
    operation: drafts,
    body: z.strictObject({ version, reason: z.string() }),
  },
  (context, id, sent) => dropRectified(context, { ...object(sent), id }),
)
step(
  {
    method: 'post',
    path: '/confirm-rectified',
    summary: '确认整改到位；登记人不能确认',
    operation: signs,
    body: z.strictObject({ version }),
  },
  (context, id, sent) => confirmRectified(context, { ...object(sent), id }),
)
step(
  {
    method: 'post',
    path: '/propose-withdrawal',
    summary: '登记有误的，提出撤销，等另一人办理',
    operation: drafts,
    body: z.strictObject({ reason: z.string() }),
  },
  (context, id, sent) => proposeWithdrawal(context, { ...object(sent), id }),
)
step(
  {
    method: 'post',
    path: '/drop-withdrawal',
    summary: '不予撤销',
    operation: drafts,
    body: z.strictObject({ version, reason: z.string() }),
  },
  (context, id, sent) => dropWithdrawal(context, { ...object(sent), id }),
)
step(
  {
    method: 'post',
    path: '/withdraw',
    summary: '同意撤销，自始不作为依据；提出人不能办理',
    operation: signs,
    body: z.strictObject({ version }),
  },
  (context, id, sent) => withdrawEvaluation(context, { ...object(sent), id }),
)
