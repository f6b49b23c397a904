import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { guard } from '../platform/http/guard.ts'
import { idParams } from '../platform/http/path-id.ts'
import { apiRouter } from '../platform/http/routers.ts'
import type { Operation } from '../platform/permissions.ts'
import { bulkApi } from './bulk-api.ts'
import { createProjectFromSystem } from './create-from-system.ts'
import { createProject } from './create-project.ts'
import { confirmMilestone, refuseMilestone } from './decide-milestone.ts'
import { linkSystem, unlinkSystem } from './link-system.ts'
import { milestoneStepNames } from './model.ts'
import { readConstructionMoney } from './read-construction-money.ts'
import { readDueMilestones } from './read-due-milestones.ts'
import { readProject } from './read-project.ts'
import { listProjects, projectFilters } from './read-projects.ts'
import { recordMilestone, revokeMilestone } from './record-milestone.ts'

export const projectsApi = apiRouter()
projectsApi.route('/', bulkApi)

const json = <T extends z.ZodType>(schema: T) => ({ content: { 'application/json': { schema } } })
const body = <T extends z.ZodType>(schema: T) => ({ required: true, ...json(schema) })
const date = z.string().openapi({ format: 'date' })
const step = z.enum(milestoneStepNames)
const outcome = z.enum(['passed', 'failed'])
const role = z.enum(['builds', 'rebuilds', 'runs'])
const madeOf = z.object({ id: z.int() })

const milestone = z.object({
  id: z.int(),
  step,
  day: date,
  outcome: outcome.nullable(),
  until: date.nullable().openapi({ description: '验收延至' }),
  fen: z.int().nullable(),
  document: z.string().nullable(),
  reason: z.string().nullable(),
  asHappened: z.boolean(),
  fromLedger: z.boolean().openapi({ description: '由台账补录' }),
  revokes: z.int().nullable().openapi({ description: '撤销的节点' }),
  status: z.enum(['recorded', 'confirmed', 'refused']),
  counts: z.boolean().openapi({ description: '已确认、未撤销，作为判定的依据' }),
  by: z.string(),
  decider: z.string().nullable(),
  evidence: z.int().openapi({ description: '未撤回的凭据份数' }),
})

const construction = z.object({
  asOf: date,
  verdict: z.enum(['denied', 'suspended', 'undetermined', 'warned', 'eligible']),
  findings: z.array(
    z.object({
      clause: z.string().nullable(),
      article: z.string().nullable(),
      effect: z.enum(['denied', 'suspended', 'undetermined', 'warned', 'noted']),
      since: date.nullable(),
      reason: z.string(),
      remedy: z.string(),
      missing: z.array(z.string()).openapi({ description: '没有登记的事实' }),
    }),
  ),
  deadlines: z.array(z.object({ clause: z.string(), dueOn: date, provisional: z.boolean() })),
})

projectsApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/projects',
    summary: '项目：部门看本部门的，其余岗位看全辖区的；新的在前，每页 50 个',
    middleware: guard('projects.read'),
    request: {
      query: z.strictObject({
        q: z.string().optional(),
        unit: z.string().optional(),
        waiting: z.string().optional().openapi({ description: 'yes：有节点等第二人确认的' }),
        page: z.string().optional(),
      }),
    },
    responses: {
      200: {
        description: '一页项目',
        ...json(
          z.object({
            total: z.int(),
            page: z.int(),
            items: z.array(
              z.object({
                id: z.int(),
                number: z.string(),
                name: z.string(),
                unit: z.string(),
                systems: z.int(),
                waiting: z.int(),
                acceptedOn: date.nullable(),
              }),
            ),
          }),
        ),
      },
    },
  }),
  async (c) => {
    const filters = projectFilters.parse(c.req.valid('query'))
    const { projects, total, page } = await listProjects(c.get('context'), filters)
    return c.json({ total, page, items: projects }, 200)
  },
)

projectsApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/projects/{id}',
    summary: '一个项目：关联的系统、全部节点',
    middleware: guard('projects.read'),
    request: { params: idParams },
    responses: {
      200: {
        description: '项目',
        ...json(
          z.object({
            id: z.int(),
            number: z.string(),
            name: z.string(),
            organisationId: z.int(),
            unit: z.string(),
            investmentFen: z.int().nullable(),
            systems: z.array(z.object({ code: z.string(), name: z.string(), role, further: z.boolean() })),
            milestones: z.array(milestone),
            due: z
              .array(z.object({ step, clause: z.string(), dueOn: date, provisional: z.boolean() }))
              .openapi({ description: '现行办法要求的下一步和最后一日，没有办成的' }),
            construction: construction.nullable().openapi({
              description: '还没有系统的项目的建设资金结论，按自己的节点判定；null：随它建设或改建的系统判定',
            }),
          }),
        ),
      },
    },
  }),
  async (c) => {
    const found = await readProject(c.get('context'), c.req.valid('param').id)
    const milestones = found.milestones.map(({ evidence, ...one }) =>
      milestone.parse({ ...one, evidence: evidence.filter(({ withdrawn }) => withdrawn === null).length }),
    )
    const money = await readConstructionMoney(c.get('context'), found)
    const due = (await readDueMilestones(c.get('context'), found)).map(
      ({ step: wanted, clause, dueOn, provisional }) => ({
        step: wanted,
        clause,
        dueOn,
        provisional,
      }),
    )
    return c.json({ ...found, milestones, due, construction: money && construction.parse(money) }, 200)
  },
)

projectsApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/projects',
    summary: '登记一个项目；不给编号的由程序编号',
    middleware: guard('projects.file'),
    request: {
      body: body(
        z.strictObject({
          name: z.string(),
          number: z.string().nullish(),
          organisationId: z
            .int()
            .nullish()
            .openapi({ description: '牵头单位；部门不给的是本单位，主管部门要写明' }),
          investmentFen: z.int().nullish().openapi({ description: '估算投资，分' }),
        }),
      ),
    },
    responses: { 201: { description: '项目', ...json(madeOf) } },
  }),
  async (c) => c.json({ id: await createProject(c.get('context'), c.req.valid('json')) }, 201),
)

projectsApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/projects/from-system',
    summary: '由台账补录项目：节点取自系统已登记的日期，不改变资金结论',
    middleware: guard('projects.file'),
    request: {
      body: body(
        z.strictObject({ code: z.string(), number: z.string().nullish(), name: z.string().nullish() }),
      ),
    },
    responses: { 201: { description: '项目', ...json(madeOf) } },
  }),
  async (c) => c.json({ id: await createProjectFromSystem(c.get('context'), c.req.valid('json')) }, 201),
)

projectsApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/projects/{id}/milestones',
    summary: '登记一个节点，第二人确认以前不作数',
    middleware: guard('projects.file-milestone'),
    request: {
      params: idParams,
      body: body(
        z.strictObject({
          step,
          day: date,
          outcome: outcome.nullish().openapi({ description: '竣工验收必填' }),
          until: date.nullish().openapi({ description: '验收延期必填' }),
          fen: z.int().nullish(),
          document: z.string().nullish(),
          reason: z.string().nullish(),
          asHappened: z.boolean().optional().openapi({ description: '按实际发生的先后补记' }),
          evidenceIds: z.array(z.int()).optional().openapi({ description: '先前上传的凭据' }),
        }),
      ),
    },
    responses: { 201: { description: '节点', ...json(madeOf) } },
  }),
  async (c) => {
    const projectId = c.req.valid('param').id
    return c.json({ id: await recordMilestone(c.get('context'), { ...c.req.valid('json'), projectId }) }, 201)
  },
)

projectsApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/projects/milestones/{id}/revoke',
    summary: '提出撤销一个已确认的节点，第二人确认以前仍然作数',
    middleware: guard('projects.file-milestone'),
    request: {
      params: idParams,
      body: body(z.strictObject({ reason: z.string(), document: z.string().nullish() })),
    },
    responses: { 201: { description: '撤销它的节点', ...json(madeOf) } },
  }),
  async (c) => {
    const { id } = c.req.valid('param')
    return c.json({ id: await revokeMilestone(c.get('context'), { ...c.req.valid('json'), id }) }, 201)
  },
)

/** A step that answers with nothing. */
function act<Body extends z.ZodType>(
  given: { path: `/api/v1/projects/${string}`; summary: string; operation: Operation; body?: Body },
  take: (context: Context, id: number, sent: object) => Promise<unknown>,
): void {
  projectsApi.openapi(
    createRoute({
      method: 'post',
      path: given.path,
      summary: given.summary,
      middleware: guard(given.operation),
      request: {
        params: idParams,
        ...(given.body === undefined ? {} : { body: body(given.body) }),
      },
      responses: { 204: { description: '已办' } },
    }),
    async (c) => {
      const sent: unknown = given.body === undefined ? {} : await c.req.json()
      const { id } = idParams.parse(c.req.param())
      await take(c.get('context'), id, typeof sent === 'object' && sent !== null ? sent : {})
      return c.body(null, 204)
    },
  )
}

act(
  {
    path: '/api/v1/projects/{id}/link',
    summary: '关联一个系统：建设、改建或者运行',
    operation: 'projects.file',
    body: z.strictObject({ code: z.string(), role }),
  },
  (context, projectId, sent) => linkSystem(context, { ...sent, projectId }),
)
act(
  {
    path: '/api/v1/projects/{id}/unlink',
    summary: '解除关联错的系统',
    operation: 'projects.file',
    body: z.strictObject({ code: z.string() }),
  },
  (context, projectId, sent) => unlinkSystem(context, { ...sent, projectId }),
)
act(
  {
    path: '/api/v1/projects/milestones/{id}/confirm',
    summary: '作为第二人确认一个节点，系统的事实和资金结论随之改变',
    operation: 'projects.confirm',
  },
  (context, id) => confirmMilestone(context, { id }),
)
act(
  {
    path: '/api/v1/projects/milestones/{id}/refuse',
    summary: '退回一个等确认的节点',
    operation: 'projects.confirm',
    body: z.strictObject({ comment: z.string() }),
  },
  (context, id, sent) => refuseMilestone(context, { ...sent, id }),
)
