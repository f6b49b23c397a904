import { createRoute, z } from '@hono/zod-openapi'
import { AppError } from '../platform/errors.ts'
import { guard } from '../platform/http/guard.ts'
import { apiRouter } from '../platform/http/routers.ts'
import type { PublishedEdition } from './editions/published-editions.ts'
import { answerEverybody, servedEdition } from './editions/served-catalogue.ts'
import { categories } from './model.ts'

const approval = z.object({ by: z.string(), on: z.string() })
const item = z.object({
  code: z.string(),
  category: z.enum(categories),
  group: z.string(),
  name: z.string(),
  specification: z.string(),
  unit: z.string(),
  monthlyFen: z.int().nullable(),
  priceFormula: z.string().nullable(),
  vcpu: z.int().nullable(),
  memoryGiB: z.int().nullable(),
  storageGiB: z.int().nullable(),
  zones: z.array(z.string()),
  architecture: z.string().nullable(),
  domestic: z.boolean(),
  protectionLevel: z.int().nullable(),
  leadTimeWorkingDays: z.int().nullable(),
  shared: z.boolean(),
})
const catalogue = z.object({
  edition: z.object({
    id: z.int(),
    number: z.string(),
    publishedOn: z.string(),
    approvals: z.array(approval),
  }),
  total: z.int(),
  items: z.array(item),
})

export const catalogueApi = apiRouter()

const route = createRoute({
  method: 'get',
  path: '/api/v1/catalogue',
  summary: '现行目录：已发布的一版的全部服务项',
  middleware: guard('public'),
  request: { query: z.strictObject({ jurisdiction: z.string().optional() }) },
  responses: {
    200: { description: '现行目录', content: { 'application/json': { schema: catalogue } } },
    304: { description: '与 If-None-Match 所述的一版相同' },
  },
})

catalogueApi.openapi(route, async (c) => {
  const context = c.get('context')
  const jurisdiction = c.req.valid('query').jurisdiction ?? context.actor.jurisdictionId
  const served = await servedEdition(context, jurisdiction)
  if (served === null)
    throw new AppError('not-found', '这个辖区还没有发布过服务目录，发布后可在同一地址读取。')
  const tag = etagOf(served)
  // The same for everybody and changed by publishing only: keep it, and ask whether it still holds.
  const headers = {
    ETag: tag,
    'Cache-Control': 'public, no-cache',
    Vary: 'Accept-Encoding',
    'Content-Type': 'application/json; charset=utf-8',
  }
  return answerEverybody(c, served, jurisdiction, { headers, tag, make: () => bodyOf(served) })
})

function etagOf(edition: PublishedEdition): string {
  return `"edition-${edition.id}-${edition.contentHash.slice(0, 16)}"`
}

/** The items, nearly all of it, are kept as text; only the head is written anew. */
function bodyOf(edition: PublishedEdition): string {
  const head = {
    id: edition.id,
    number: edition.number,
    publishedOn: edition.publishedOn,
    approvals: edition.approvals.map(({ by, on }) => ({ by, on })),
  }
  return `{"edition":${JSON.stringify(head)},"total":${edition.items.length},"items":${edition.json}}`
}
