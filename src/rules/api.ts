import { createRoute } from '@hono/zod-openapi'
import { guard } from '../platform/http/guard.ts'
import { apiRouter } from '../platform/http/routers.ts'
import type { Verdict } from '../regulations/index.ts'
import { previewEligibility, previewInput } from './preview-eligibility.ts'

export const regulationsApi = apiRouter()

const route = createRoute({
  method: 'post',
  path: '/api/v1/eligibility/preview',
  summary: '按给定的事实试算资格结论，不保存',
  middleware: guard('public'),
  request: { body: { required: true, content: { 'application/json': { schema: previewInput } } } },
  responses: { 200: { description: '资格结论' } },
})

regulationsApi.openapi(route, async (c) =>
  c.json(published(await previewEligibility(c.get('context'), c.req.valid('json')))),
)

/** Only what the interface promises. */
function published(verdict: Verdict): Verdict {
  return { ...verdict, findings: verdict.findings.map(({ read: _read, ...finding }) => finding) }
}
