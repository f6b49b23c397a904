import { createRoute, z } from '@hono/zod-openapi'
import { guard } from '../platform/http/guard.ts'
import { apiRouter } from '../platform/http/routers.ts'
import { matchingInput } from './line-input.ts'
import { matchJson } from './match-json.ts'
import { previewMatching } from './preview-matching.ts'

const matched = z.object({ lines: z.array(matchJson), monthlyFen: z.int() })

export const matchingApi = apiRouter()

const route = createRoute({
  method: 'post',
  path: '/api/v1/matching/preview',
  summary: '按现行目录为需求找出最低价的服务项，不保存',
  description: 'items 和各行的 monthlyFen 都是全部数量一个月的价格（分），各行之和即总价；没有服务的行为 0。',
  middleware: guard('public'),
  request: {
    query: z.strictObject({ jurisdiction: z.string().optional() }),
    body: { required: true, content: { 'application/json': { schema: matchingInput } } },
  },
  responses: { 200: { description: '匹配结果', content: { 'application/json': { schema: matched } } } },
})

matchingApi.openapi(route, async (c) => {
  const context = c.get('context')
  const jurisdiction = c.req.valid('query').jurisdiction ?? context.actor.jurisdictionId
  const { lines, monthlyFen } = await previewMatching(context, jurisdiction, c.req.valid('json'))
  return c.json(
    {
      lines: lines.map(({ certainty: _, ...line }) => ({
        ...line,
        items: [...line.items],
        alternatives: [...line.alternatives],
      })),
      monthlyFen,
    },
    200,
  )
})
