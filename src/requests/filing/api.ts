import { createRoute, z } from '@hono/zod-openapi'
import { problemOf } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { idParams } from '../../platform/http/path-id.ts'
import { apiRouter } from '../../platform/http/routers.ts'
import { deleteRequestDraft } from './delete-draft.ts'
import { draftInput, savedDraftInput } from './draft-input.ts'
import { fileRequest } from './file-request.ts'
import { listRequests, requestFilters } from './list-requests.ts'
import { requestStatuses } from './model.ts'
import { readRequest } from './read-request.ts'
import { asJson, requestJson, savedJson, staleDraftJson } from './request-json.ts'
import { StaleDraft, saveDraft } from './save-draft.ts'
import { stepsApi } from './steps-api.ts'

export const filingApi = apiRouter()
filingApi.route('/', stepsApi)

const json = <T extends z.ZodType>(schema: T) => ({ content: { 'application/json': { schema } } })
const body = <T extends z.ZodType>(schema: T) => ({ required: true, ...json(schema) })

const date = z.string().openapi({ format: 'date' })
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
  startsOn: date.nullable(),
  endsOn: date.nullable(),
  submittedOn: date.nullable(),
  dueOn: date.nullable(),
  overdue: z.boolean(),
})

filingApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/requests',
    summary: '资源申请：部门看本部门的，其余岗位看全辖区的；新的在前，每页 50 份',
    description:
      'status：mine 等我办理，overdue 批复后逾期未开通，cancelled 批复后撤销、没有开通过（其 status 为 released，按 released 查时不在其内）。',
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
    description:
      '行的字段与匹配接口相同，不写 id；system 是系统目录里的编号，拟建系统写 systemName。涉密的行收下，匹配结果说明为什么不能办。',
    middleware: guard('requests.file'),
    request: { body: body(draftInput) },
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
    request: { params: idParams },
    responses: { 200: { description: '申请', ...json(requestJson) } },
  }),
  async (c) => {
    const requestId = c.req.valid('param').id
    return c.json(asJson(await readRequest(c.get('context'), { requestId })), 200)
  },
)

filingApi.openapi(
  createRoute({
    method: 'put',
    path: '/api/v1/requests/{id}',
    summary: '保存草稿；version 是读到的版本，别人存过就拒绝（409），并给出两份内容',
    middleware: guard('requests.file'),
    request: { params: idParams, body: body(savedDraftInput) },
    responses: {
      200: { description: '新的版本', ...json(z.object({ version: z.int() })) },
      409: {
        description:
          '别人存过：saved 是他保存的，yours 是这次送来的，看过以后以 saved.version 再存。没有这两项：现在的状态不能修改',
        content: {
          'application/problem+json': { schema: staleDraftJson.partial({ saved: true, yours: true }) },
        },
      },
    },
  }),
  async (c) => {
    const context = c.get('context')
    const requestId = c.req.valid('param').id
    const { version, ...draft } = c.req.valid('json')
    try {
      return c.json(await saveDraft(context, { requestId, version, draft }), 200)
    } catch (error) {
      if (!(error instanceof StaleDraft)) throw error
      const view = await readRequest(context, { requestId })
      const problem = { ...problemOf(error, context.requestId), saved: savedJson(view), yours: draft }
      return c.json(problem, 409, { 'Content-Type': 'application/problem+json; charset=utf-8' })
    }
  },
)

filingApi.openapi(
  createRoute({
    method: 'delete',
    path: '/api/v1/requests/{id}',
    summary: '删除一份没有提交过的草稿',
    middleware: guard('requests.file'),
    request: { params: idParams },
    responses: { 204: { description: '已删除' } },
  }),
  async (c) => {
    await deleteRequestDraft(c.get('context'), { requestId: c.req.valid('param').id })
    return c.body(null, 204)
  },
)
