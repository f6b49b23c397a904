import { createRoute, z } from '@hono/zod-openapi'
import { guard } from '../../platform/http/guard.ts'
import { idParams } from '../../platform/http/path-id.ts'
import { apiRouter } from '../../platform/http/routers.ts'
import { decideChange, decideInput } from './decide-change.ts'
import { listResources, resourceFilters } from './list-resources.ts'
import { resourceStatusList } from './model.ts'
import { readResource } from './read-resource.ts'
import { releaseResource } from './release-resource.ts'
import { requestChange } from './request-change.ts'
import { asJson, listedResource, wholeResource } from './resource-json.ts'
import { usageApi } from './usage-api.ts'

export const resourcesApi = apiRouter()
resourcesApi.route('/', usageApi)

const json = <T extends z.ZodType>(schema: T) => ({ content: { 'application/json': { schema } } })
resourcesApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/resources',
    summary: '在用资源：部门看本部门的，其余岗位看全辖区的；先到期的在前，每页 50 项',
    middleware: guard('resources.read'),
    request: {
      query: z.strictObject({
        q: z.string().optional(),
        show: z.enum([...resourceStatusList, 'expiring', 'asked', 'all']).optional(),
        unit: z.string().optional(),
        page: z.string().optional(),
      }),
    },
    responses: {
      200: {
        description: '一页资源',
        ...json(
          z.object({ total: z.int(), page: z.int(), monthlyFen: z.int(), items: z.array(listedResource) }),
        ),
      },
    },
  }),
  async (c) => {
    const list = await listResources(c.get('context'), resourceFilters.parse(c.req.valid('query')))
    const items = list.resources.map(
      ({ itemName: _name, specification: _specification, daysLeft: _days, ...rest }) => rest,
    )
    return c.json({ total: list.total, page: list.page, monthlyFen: list.monthlyFen, items }, 200)
  },
)

resourcesApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/resources/{id}',
    summary: '一项在用资源：服务项、期限、续期和变更、使用率',
    middleware: guard('resources.read'),
    request: { params: idParams },
    responses: { 200: { description: '资源', ...json(wholeResource) } },
  }),
  async (c) => {
    const resourceId = c.req.valid('param').id
    return c.json(asJson(await readResource(c.get('context'), { resourceId })), 200)
  },
)

resourcesApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/resources/{id}/changes',
    summary: '申请续期或变更，由主管部门批复',
    middleware: guard('resources.change'),
    request: {
      params: idParams,
      body: {
        required: true,
        ...json(
          z.strictObject({
            expiresOn: z.string().optional(),
            code: z.string().optional(),
            quantity: z.number().optional(),
            reason: z.string(),
          }),
        ),
      },
    },
    responses: {
      201: {
        description: '变更和变更后每月的价格',
        ...json(z.object({ changeId: z.int(), monthlyFen: z.int() })),
      },
    },
  }),
  async (c) => {
    const resourceId = c.req.valid('param').id
    return c.json(await requestChange(c.get('context'), { resourceId, ...c.req.valid('json') }), 201)
  },
)

resourcesApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/resources/{id}/release',
    summary: '释放：今天起停用，容量归还',
    middleware: guard('resources.release'),
    request: { params: idParams, body: { required: true, ...json(z.strictObject({ reason: z.string() })) } },
    responses: { 204: { description: '已释放' } },
  }),
  async (c) => {
    const resourceId = c.req.valid('param').id
    await releaseResource(c.get('context'), { resourceId, ...c.req.valid('json') })
    return c.body(null, 204)
  },
)

resourcesApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/resources/changes/{id}',
    summary: '批复一项续期或变更：同意的当即生效，容量随之增减；本人提出的须由另一人批复',
    middleware: guard('requests.approve'),
    request: { params: idParams, body: { required: true, ...json(decideInput.omit({ changeId: true })) } },
    responses: { 204: { description: '已批复' } },
  }),
  async (c) => {
    const changeId = c.req.valid('param').id
    await decideChange(c.get('context'), { changeId, ...c.req.valid('json') })
    return c.body(null, 204)
  },
)
