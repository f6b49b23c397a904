import { createRoute, z } from '@hono/zod-openapi'
import { guard } from '../../platform/http/guard.ts'
import { idParams } from '../../platform/http/path-id.ts'
import { apiRouter } from '../../platform/http/routers.ts'
import { acceptProposal, returnProposal, withdrawProposal } from './decide-proposal.ts'
import { type ProposalStatus, proposalStatuses } from './model.ts'
import { proposeFact } from './propose-fact.ts'
import { proposeVoid } from './propose-void.ts'
import { listProposals, readProposal, type ShownProposal } from './read-proposals.ts'

export const proposalsApi = apiRouter()

const statuses = Object.keys(proposalStatuses) as [ProposalStatus, ...ProposalStatus[]]
const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
const shown = z
  .object({
    id: z.int(),
    code: z.string(),
    system: z.string(),
    values: facts,
    before: facts,
    holdsFrom: z.string(),
    document: z.string(),
    voids: z.int().nullable().openapi({ description: '要撤销的登记；values 是那条登记的内容' }),
    reason: z.string(),
    status: z.enum(statuses),
    proposedBy: z.string(),
    proposedAt: z.string(),
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
    comment: z.string().nullable(),
  })
  .openapi('FactProposal')

function asJson({ proposedBy, proposedAt, decidedAt, ...rest }: ShownProposal): z.input<typeof shown> {
  return {
    ...rest,
    values: facts.parse(JSON.parse(JSON.stringify(rest.values))),
    before: facts.parse(rest.before),
    proposedBy: proposedBy.name,
    proposedAt: proposedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  }
}

proposalsApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/systems/{code}/facts',
    summary: '登记、更正一项事实，或者声明它未知；会放宽资金结论的，等主管部门另一人复核',
    middleware: guard('systems.propose'),
    request: {
      params: z.object({ code: z.string().min(1).max(64) }),
      body: {
        required: true,
        content: {
          'application/json': {
            schema: z.strictObject({
              values: facts,
              holdsFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '请填写起算日，例如 2026-11-30'),
              document: z.string().min(4).max(200),
              reason: z.string().min(2).max(500),
              seen: facts.optional(),
            }),
          },
        },
      },
    },
    responses: {
      201: {
        description: '已登记（recorded），或者已提交复核（awaiting）',
        content: {
          'application/json': { schema: z.object({ proposalId: z.int(), status: z.enum(statuses) }) },
        },
      },
    },
  }),
  async (c) =>
    c.json(await proposeFact(c.get('context'), c.req.valid('param').code, c.req.valid('json')), 201),
)

proposalsApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/recordings/{id}/void',
    summary: '单项登记有误的，提出撤销，等主管部门另一人复核；撤销本身不能再撤销',
    middleware: guard('systems.propose'),
    request: {
      params: idParams,
      body: {
        required: true,
        content: { 'application/json': { schema: z.strictObject({ reason: z.string().min(2).max(500) }) } },
      },
    },
    responses: {
      201: {
        description: '已提交复核',
        content: {
          'application/json': { schema: z.object({ proposalId: z.int(), status: z.enum(statuses) }) },
        },
      },
    },
  }),
  async (c) => {
    const { id } = c.req.valid('param')
    return c.json(await proposeVoid(c.get('context'), { ...c.req.valid('json'), id }), 201)
  },
)

proposalsApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/fact-proposals',
    summary: '更正申请，最新的在前，至多 200 份',
    middleware: guard('systems.read'),
    request: {
      query: z.strictObject({ status: z.enum(statuses).optional(), code: z.string().max(64).optional() }),
    },
    responses: {
      200: {
        description: '更正申请',
        content: { 'application/json': { schema: z.object({ items: z.array(shown) }) } },
      },
    },
  }),
  async (c) => {
    const items = await listProposals(c.get('context'), c.req.valid('query'))
    return c.json({ items: items.map(asJson) }, 200)
  },
)

proposalsApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/fact-proposals/{id}',
    summary: '一份更正申请',
    middleware: guard('systems.read'),
    request: { params: idParams },
    responses: { 200: { description: '更正申请', content: { 'application/json': { schema: shown } } } },
  }),
  async (c) => c.json(asJson(await readProposal(c.get('context'), c.req.valid('param').id)), 200),
)

for (const [step, summary, operation, verb] of [
  ['accept', '复核同意，登记进系统目录；要由本人登录，接口密钥不能代办', 'systems.confirm', acceptProposal],
  ['withdraw', '撤回自己的更正申请', 'systems.propose', withdrawProposal],
] as const)
  proposalsApi.openapi(
    createRoute({
      method: 'post',
      path: `/api/v1/fact-proposals/{id}/${step}`,
      summary,
      middleware: guard(operation),
      request: { params: idParams },
      responses: { 204: { description: '已办' } },
    }),
    async (c) => {
      await verb(c.get('context'), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )

proposalsApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/fact-proposals/{id}/return',
    summary: '退回更正申请，写明理由',
    middleware: guard('systems.confirm'),
    request: {
      params: idParams,
      body: {
        required: true,
        content: { 'application/json': { schema: z.strictObject({ reason: z.string().min(2).max(500) }) } },
      },
    },
    responses: { 204: { description: '已退回' } },
  }),
  async (c) => {
    await returnProposal(c.get('context'), c.req.valid('param').id, c.req.valid('json'))
    return c.body(null, 204)
  },
)
