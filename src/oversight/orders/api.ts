import { createRoute, z } from '@hono/zod-openapi'
import { guard } from '../../platform/http/guard.ts'
import { idParams } from '../../platform/http/path-id.ts'
import { apiRouter } from '../../platform/http/routers.ts'
import { body, date, json, object, stepOf, version } from '../api-parts.ts'
import { answerOrder } from './answer-order.ts'
import { confirmOutcome, dropOutcome, proposeOutcome } from './decide-order.ts'
import { deleteOrder } from './delete-order.ts'
import { draftOrder, editOrder } from './draft-order.ts'
import { issueOrder } from './issue-order.ts'
import { listOrders, orderFilters, readOrder } from './read-orders.ts'
import { receiveOrder } from './receive-order.ts'

export const ordersApi = apiRouter()

const kind = z.enum(['supervision', 'audit', 'effectiveness'])
const outcome = z.enum(['resolved', 'refused', 'failed', 'withdrawn'])

const draft = z.strictObject({
  kind,
  organisationId: z.int().openapi({ description: '主送单位' }),
  wholeUnit: z.boolean().openapi({ description: '本单位全部系统，今后登记或者划入的也在内' }),
  systems: z.array(z.string()).openapi({ description: '系统编号；wholeUnit 为 true 时留空' }),
  title: z.string(),
  details: z.string().openapi({ description: '发现的问题' }),
  source: z.string().openapi({ description: '依据的条款' }),
  demand: z.string().openapi({ description: '整改要求' }),
  dueOn: date.nullish().openapi({ description: '整改期限；效能评估的可以不填，自签收之日起 10 个工作日' }),
})
const listed = z.object({
  id: z.int(),
  kind,
  status: z.string(),
  title: z.string(),
  number: z.string().nullable(),
  unit: z.string(),
  wholeUnit: z.boolean(),
  systems: z.int(),
  issuedOn: date.nullable(),
  dueOn: date.nullable(),
  overdue: z.boolean(),
  outcome: outcome.nullable().openapi({ description: '已提出、等第二个人确认的复核结论' }),
})
const whole = z.object({
  id: z.int(),
  kind,
  status: z.string(),
  version,
  unit: z.string(),
  wholeUnit: z.boolean(),
  systems: z.array(z.object({ code: z.string(), name: z.string() })),
  title: z.string(),
  details: z.string(),
  source: z.string(),
  demand: z.string(),
  number: z.string().nullable(),
  issuedOn: date.nullable(),
  receivedOn: date.nullable(),
  dueOn: date.nullable(),
  answeredOn: date.nullable(),
  resolvedOn: date.nullable(),
  refusedOn: date.nullable(),
  failedOn: date.nullable(),
  withdrawnOn: date.nullable(),
  overdue: z.boolean(),
  outcome: outcome.nullable(),
  deeds: z.array(
    z.object({
      event: z.string(),
      on: date,
      at: z.string(),
      by: z.string(),
      said: z.string().nullable(),
      document: z.string().nullable(),
    }),
  ),
})

ordersApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/orders',
    summary: '限期整改通知：部门看发给本单位的，其余岗位看全辖区的；新的在前，每页 50 份',
    middleware: guard('oversight.read'),
    request: {
      query: z.strictObject({
        q: z.string().optional(),
        status: z.string().optional().openapi({
          description: '也可以是 open（没有销号的）、overdue（逾期的）、proposed（复核结论待确认的）',
        }),
        kind: z.string().optional(),
        unit: z.string().optional(),
        page: z.string().optional(),
      }),
    },
    responses: {
      200: {
        description: '一页通知',
        ...json(z.object({ total: z.int(), page: z.int(), items: z.array(listed) })),
      },
    },
  }),
  async (c) => {
    const { orders, total, page } = await listOrders(
      c.get('context'),
      orderFilters.parse(c.req.valid('query')),
    )
    return c.json({ total, page, items: orders }, 200)
  },
)

ordersApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/orders/{id}',
    summary: '一份限期整改通知：内容、涉及的系统、各步的日期和办理过程',
    middleware: guard('oversight.read'),
    request: { params: idParams },
    responses: { 200: { description: '通知', ...json(whole) } },
  }),
  async (c) => {
    const order = await readOrder(c.get('context'), c.req.valid('param').id)
    const deeds = order.deeds.map(({ at, outcome: _outcome, ...deed }) => ({ ...deed, at: at.toISOString() }))
    return c.json(whole.parse({ ...order, deeds }), 200)
  },
)

ordersApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/orders',
    summary: '拟定一份限期整改通知（草稿）',
    middleware: guard('oversight.draft'),
    request: { body: body(draft) },
    responses: { 201: { description: '草稿', ...json(z.object({ id: z.int() })) } },
  }),
  async (c) => c.json({ id: await draftOrder(c.get('context'), c.req.valid('json')) }, 201),
)

const step = stepOf(ordersApi, '/api/v1/orders/{id}')

step(
  { method: 'put', path: '', summary: '修改草稿', operation: 'oversight.draft', body: draft },
  (context, id, order) => editOrder(context, { id, order }),
)
step({ method: 'delete', path: '', summary: '删除草稿', operation: 'oversight.draft' }, (context, id) =>
  deleteOrder(context, { id }),
)
step(
  {
    method: 'post',
    path: '/issue',
    summary: '签发；拟定人不能签发',
    operation: 'oversight.sign',
    body: z.strictObject({ version, number: z.string().openapi({ description: '文号' }), on: date }),
  },
  (context, id, sent) => issueOrder(context, { ...object(sent), id }),
)
step(
  {
    method: 'post',
    path: '/receive',
    summary: '登记签收日',
    operation: 'oversight.file-receipt',
    body: z.strictObject({ on: date }),
  },
  (context, id, sent) => receiveOrder(context, { ...object(sent), id }),
)
step(
  {
    method: 'post',
    path: '/answer',
    summary: '反馈整改结果；反馈日是办理当天',
    operation: 'oversight.file-answer',
    body: z.strictObject({
      answer: z.string(),
      evidenceIds: z.array(z.int()).optional().openapi({ description: '先前上传的凭据' }),
    }),
  },
  (context, id, sent) => answerOrder(context, { ...object(sent), id }),
)
step(
  {
    method: 'post',
    path: '/propose',
    summary: '提出复核结论，等另一人确认',
    operation: 'oversight.draft',
    body: z.strictObject({ outcome, on: date, document: z.string(), reason: z.string() }),
  },
  (context, id, sent) => proposeOutcome(context, { ...object(sent), id }),
)
step(
  {
    method: 'post',
    path: '/drop',
    summary: '撤回复核结论',
    operation: 'oversight.draft',
    body: z.strictObject({ version, reason: z.string() }),
  },
  (context, id, sent) => dropOutcome(context, { ...object(sent), id }),
)
step(
  {
    method: 'post',
    path: '/confirm',
    summary: '确认复核结论；outcome 是看到的那一项，提出人和反馈人不能确认',
    operation: 'oversight.sign',
    body: z.strictObject({ version, outcome }),
  },
  (context, id, sent) => confirmOutcome(context, { ...object(sent), id }),
)
