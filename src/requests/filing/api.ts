import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from '../../platform/context.ts'
import { apiRouter, guard, parseInput } from '../../platform/http.tsx'
import type { Operation } from '../../platform/permissions.ts'
import { approveInput, approveRequest } from './approve-request.ts'
import { cancelInput, cancelRequest } from './cancel-request.ts'
import { fileRequest } from './file-request.ts'
import { handOver, handOverInput } from './hand-over.ts'
import { listRequests, requestFilters } from './list-requests.ts'
import { againInput, matchAgain } from './match-again.ts'
import { confirmMatch, matchInput } from './match-request.ts'
import { isCancelled, requestStatuses } from './model.ts'
import { provisionInput, provisionRequest } from './provision-request.ts'
import { type RequestView, readRequest } from './read-request.ts'
import { returnInput, returnRequest } from './return-request.ts'
import { reviewInput, reviewRequest } from './review-request.ts'
import { saveDraft } from './save-draft.ts'
import { submitInput, submitRequest } from './submit-request.ts'

export const filingApi = apiRouter()

const json = <T extends z.ZodType>(schema: T) => ({ content: { 'application/json': { schema } } })
const body = <T extends z.ZodType>(schema: T) => ({ required: true, ...json(schema) })
const anyObject = z.record(z.string(), z.unknown())
const which = z.object({ id: z.string().regex(/^\d{1,15}$/, '编号应为数字') })

const listed = z.object({
  id: z.int(),
  number: z.string(),
  project: z.string(),
  systemName: z.string(),
  organisation: z.string(),
  status: z.enum(requestStatuses),
  cancelled: z.boolean().openapi({ description: '批复后撤销，没有开通过' }),
  edition: z.string().nullable(),
  monthlyFen: z.int().nullable(),
  startsOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  submittedOn: z.string().nullable(),
  dueOn: z.string().nullable(),
  overdue: z.boolean(),
})

filingApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/requests',
    summary: '资源申请：部门看本部门的，其余岗位看全辖区的；新的在前，每页 50 份',
    middleware: guard('requests.read'),
    request: {
      query: z.strictObject({
        q: z.string().optional(),
        status: z.enum(['mine', 'overdue', 'cancelled', ...requestStatuses]).optional(),
        unit: z.string().optional(),
        page: z.string().optional(),
      }),
    },
    responses: {
      200: {
        description: '一页申请',
        ...json(z.object({ total: z.int(), page: z.int(), items: z.array(listed) })),
      },
    },
  }),
  async (c) => {
    const { requests, total, page } = await listRequests(
      c.get('context'),
      requestFilters.parse(c.req.valid('query')),
    )
    const items = requests.map(
      ({ editionNumber, dueProvisional: _dueProvisional, ready: _ready, ...rest }) => ({
        ...rest,
        edition: editionNumber,
      }),
    )
    return c.json({ total, page, items }, 200)
  },
)

filingApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/requests',
    summary: '填报一份资源申请（草稿）',
    description: '行的字段与匹配接口相同，不写 id；system 是系统目录里的编号，拟建系统写 systemName。',
    middleware: guard('requests.file'),
    request: { body: body(anyObject) },
    responses: {
      201: {
        description: '草稿',
        ...json(z.object({ id: z.int(), number: z.string(), version: z.int() })),
      },
    },
  }),
  async (c) => {
    const { requestId, number, version } = await fileRequest(c.get('context'), c.req.valid('json'))
    return c.json({ id: requestId, number, version }, 201)
  },
)

filingApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/requests/{id}',
    summary: '一份资源申请：内容、固定的匹配、批复的服务项、办理过程',
    middleware: guard('requests.read'),
    request: { params: which },
    responses: { 200: { description: '申请', ...json(anyObject) } },
  }),
  async (c) => c.json(asJson(await readRequest(c.get('context'), { requestId: idOf(c) })), 200),
)

filingApi.openapi(
  createRoute({
    method: 'put',
    path: '/api/v1/requests/{id}',
    summary: '保存草稿；version 是读到的版本，别人存过就拒绝（409）',
    middleware: guard('requests.file'),
    request: { params: which, body: body(anyObject) },
    responses: { 200: { description: '新的版本', ...json(z.object({ version: z.int() })) } },
  }),
  async (c) => {
    const { version, ...draft } = c.req.valid('json')
    const saved = await saveDraft(c.get('context'), {
      requestId: idOf(c),
      version: typeof version === 'number' ? version : 0,
      draft,
    })
    return c.json(saved, 200)
  },
)

const idOf = (c: { req: { valid(from: 'param'): { id: string } } }) => Number(c.req.valid('param').id)

/** A step of a request: its body is what the verb takes besides the request; unknown keys are refused. */
function step<Input>(
  name: string,
  operation: Operation,
  summary: string,
  input: z.ZodType<Input>,
  verb: (context: Context, input: Input) => Promise<unknown>,
) {
  filingApi.openapi(
    createRoute({
      method: 'post',
      path: `/api/v1/requests/{id}/${name}`,
      summary,
      middleware: guard(operation),
      request: { params: which, body: { required: false, ...json(anyObject) } },
      responses: { 200: { description: '办理后的状态', ...json(anyObject) } },
    }),
    async (c) => {
      const context = c.get('context')
      const requestId = idOf(c)
      const given = /json/.test(c.req.header('content-type') ?? '') ? c.req.valid('json') : {}
      const result = await verb(context, parseInput(input, { ...given, requestId }))
      const { status } = (await readRequest(context, { requestId })).row
      return c.json({ status, ...(typeof result === 'object' ? result : {}) }, 200)
    },
  )
}

step('hand-over', 'requests.file', '送部门审核', handOverInput, handOver)
step(
  'submit',
  'requests.submit',
  '提交：按现行目录匹配并固定；小额扩容当场按规则批复',
  submitInput,
  submitRequest,
)
step('match', 'requests.match', '核对匹配', matchInput, confirmMatch)
step('match-again', 'requests.match', '按现行目录重新匹配，给出每月差额', againInput, matchAgain)
step('review', 'requests.review', '会审，占用容量', reviewInput, reviewRequest)
step('approve', 'requests.approve', '批复固定的匹配，或其中的 items', approveInput, approveRequest)
step('return', 'requests.return', '退回', returnInput, returnRequest)
step('provision', 'requests.provision', '开通', provisionInput, provisionRequest)
step(
  'cancel',
  'requests.cancel',
  '撤销已批复、未开通的申请，归还容量；之后 status 为 released，cancelled 为 true',
  cancelInput,
  cancelRequest,
)

function asJson(view: RequestView) {
  const { row, match } = view
  return {
    id: row.id,
    number: view.number,
    status: row.status,
    cancelled: isCancelled(row),
    version: row.version,
    project: row.project,
    system: view.systemCode,
    systemName: row.systemName,
    organisation: view.organisation,
    purpose: row.purpose,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    lines: view.lines.map(({ source: _source, ...line }) => line),
    match:
      match === null
        ? null
        : {
            contentHash: match.row.contentHash,
            edition: { id: match.row.editionId, number: match.row.editionNumber },
            engineVersion: match.row.engineVersion,
            lines: match.frozen.lines,
            monthlyFen: match.row.monthlyFen,
          },
    newerEdition: view.newerEdition,
    littleUsed: view.littleUsed,
    submittedOn: row.submittedOn,
    approvedOn: row.approvedOn,
    decidedByRule: row.decidedByRule,
    approved: [...view.approved].map((key) => {
      const [line = '', code = ''] = key.split(' ')
      return { line, code }
    }),
    dueOn: row.dueOn,
    dueProvisional: row.dueProvisional,
    provisionedOn: row.provisionedOn,
    events: view.events.map(({ at, action, status, by, office, comment }) => ({
      at: at.toISOString(),
      action,
      status,
      by,
      office,
      comment,
    })),
    resources: view.resources.map(({ id, name, code, quantity, monthlyFen, status, expiresOn }) => ({
      id,
      name,
      code,
      quantity,
      monthlyFen,
      status,
      expiresOn,
    })),
  }
}
