import { createRoute, z } from '@hono/zod-openapi'
import { guard } from '../platform/http/guard.ts'
import { pathId } from '../platform/http/path-id.ts'
import { apiRouter } from '../platform/http/routers.ts'
import { exportLog } from './export-log.ts'
import { entryFilter } from './filter.ts'
import { listHeads } from './heads.ts'
import { proveConsistency, proveEntry } from './proofs.ts'
import { searchEntries } from './search-entries.ts'
import { answerExport } from './stream-export.ts'

export const auditApi = apiRouter()

const size = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)
const hash = z.string().openapi({ description: 'SM3，64 位十六进制' })
const head = z.object({
  jurisdiction: z.string(),
  treeSize: z.int(),
  root: hash,
  at: z.string(),
  signature: z
    .string()
    .nullable()
    .openapi({ description: 'SM2（SM3 摘要），r‖s，128 位十六进制；null：未签名' }),
  publicKey: z.string().nullable(),
})
const leaf = z.object({
  format: z.literal(1),
  jurisdiction: z.string(),
  sequence: z.int(),
  at: z.string(),
  actor: z.object({
    kind: z.string(),
    id: z.number().nullable(),
    name: z.string(),
    keyId: z.number().nullable(),
    roles: z.array(z.string()),
  }),
  organisation: z.object({ id: z.number().nullable(), name: z.string().nullable() }),
  address: z.string().nullable(),
  requestId: z.string(),
  operation: z.string(),
  object: z.object({ type: z.string(), id: z.string() }),
  reason: z.string().nullable(),
  before: z.any(),
  after: z.any(),
})
const json = <T extends z.ZodType>(description: string, schema: T) => ({
  200: { description, content: { 'application/json': { schema } } },
})

auditApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/audit/heads',
    summary: '审计链头，新的在前；不需要登录，供保存在系统之外',
    middleware: guard('public'),
    request: {
      query: z.strictObject({
        jurisdiction: z.string().optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(31),
      }),
    },
    responses: json(
      '链头',
      z.object({
        jurisdiction: z.string(),
        publicKey: z.string().nullable(),
        total: z.int(),
        items: z.array(head),
      }),
    ),
  }),
  async (c) => {
    const context = c.get('context')
    const { total, items } = await listHeads(context, c.req.valid('query').limit)
    const publicKey = items.find((item) => item.publicKey !== null)?.publicKey ?? null
    return c.json({ jurisdiction: context.actor.jurisdictionId, publicKey, total, items }, 200)
  },
)

auditApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/audit/entries',
    summary: '检索审计记录，新的在前',
    middleware: guard('audit.read'),
    request: {
      query: entryFilter.extend({
        cursor: size.optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
      }),
    },
    responses: json(
      '审计记录',
      z.object({ treeSize: z.int(), next: z.int().nullable(), items: z.array(leaf) }),
    ),
  }),
  async (c) => {
    const { cursor, limit, ...filter } = c.req.valid('query')
    return c.json(await searchEntries(c.get('context'), filter, { before: cursor, most: limit }), 200)
  },
)

auditApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/audit/entries/{sequence}',
    summary: '一条审计记录和它的包含证明（RFC 6962，SM3）',
    middleware: guard('audit.read'),
    request: {
      params: z.strictObject({ sequence: pathId }),
      query: z.strictObject({ treeSize: size.optional() }),
    },
    responses: json(
      '记录与证明',
      z.object({
        leaf,
        hash,
        treeSize: z.int(),
        root: hash,
        proof: z.array(hash),
        holds: z.boolean(),
        newest: z.int(),
      }),
    ),
  }),
  async (c) => {
    const { sequence } = c.req.valid('param')
    return c.json(await proveEntry(c.get('context'), sequence, c.req.valid('query').treeSize), 200)
  },
)

auditApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/audit/consistency',
    summary: '两个条数之间的一致性证明（RFC 6962，SM3）：后者以前者开头',
    middleware: guard('audit.read'),
    request: { query: z.strictObject({ from: size, to: size }) },
    responses: json(
      '一致性证明',
      z.object({ from: z.int(), to: z.int(), fromRoot: hash, toRoot: hash, proof: z.array(hash) }),
    ),
  }),
  async (c) => {
    const { from, to } = c.req.valid('query')
    return c.json(await proveConsistency(c.get('context'), from, to), 200)
  },
)

auditApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/audit/export',
    summary: '导出全部审计记录，或符合条件的摘录；用 npm run audit:verify 离线核对',
    middleware: guard('audit.read'),
    request: { query: entryFilter },
    responses: { 200: { description: '下载 JSON Lines 文件（application/jsonl）' } },
  }),
  async (c) => answerExport(c, await exportLog(c.get('context'), c.req.valid('query'))),
)
