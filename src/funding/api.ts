import { createRoute, z } from '@hono/zod-openapi'
import { apiRouter, guard } from '../platform/http.tsx'
import { readEligibility } from './read-eligibility.ts'

export const fundingApi = apiRouter()

const eligibility = createRoute({
  method: 'get',
  path: '/api/v1/systems/{code}/eligibility',
  summary: '一个系统现在的资格结论、依据和解除途径',
  middleware: guard('funding.read'),
  request: { params: z.object({ code: z.string().min(1).max(100) }) },
  responses: {
    200: { description: '资格结论；levers 列明哪些还能改变的事实可以解除哪一条；尚未判定时 verdict 为 null' },
  },
})

fundingApi.openapi(eligibility, async (c) =>
  c.json(await readEligibility(c.get('context'), c.req.valid('param').code)),
)
