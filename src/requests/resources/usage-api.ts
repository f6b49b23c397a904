import { createRoute, z } from '@hono/zod-openapi'
import { guard } from '../../platform/http/guard.ts'
import { idParams } from '../../platform/http/path-id.ts'
import { readBody } from '../../platform/http/read-body.ts'
import { apiRouter } from '../../platform/http/routers.ts'
import { confirmUsage } from './confirm-usage.ts'
import { previewUsage } from './preview-usage.ts'
import { readUsageImport } from './read-usage-import.ts'

export const usageApi = apiRouter()

const json = <T extends z.ZodType>(schema: T) => ({ content: { 'application/json': { schema } } })
const permille = z.int().nullable().openapi({ description: '千分数；null：没有填' })
const usageImport = z.object({
  importId: z.int(),
  fileName: z.string(),
  status: z.enum(['previewed', 'imported']),
  rows: z
    .array(
      z.object({
        row: z.int().openapi({ description: '文件里的第几行' }),
        resourceId: z.int(),
        name: z.string(),
        month: z.string(),
        averageCpu: permille,
        peakCpu: permille,
        averageMemory: permille,
        peakMemory: permille,
        storage: permille,
      }),
    )
    .openapi({ description: '可以导入的行' }),
  faults: z
    .array(z.object({ row: z.int().nullable(), message: z.string() }))
    .openapi({ description: '退回的行；row 为 null：整个文件' }),
})

usageApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/usage-imports',
    summary: '上传使用率文件并预览；正文就是文件本身（.csv 或 .xlsx），还没有导入',
    description: '表头：资源名称、月份、CPU平均、CPU峰值、内存平均、内存峰值、存储使用率；使用率写百分数。',
    middleware: guard('resources.import-usage'),
    request: {
      query: z.strictObject({ fileName: z.string().min(1).max(200) }),
      body: {
        required: true,
        content: {
          'application/octet-stream': { schema: z.any().openapi({ type: 'string', format: 'binary' }) },
        },
      },
    },
    responses: { 201: { description: '预览', ...json(usageImport) } },
  }),
  async (c) => {
    const context = c.get('context')
    const bytes = await readBody(c, 'upload')
    const { importId } = await previewUsage(context, { ...c.req.valid('query'), bytes })
    return c.json(asJson(await readUsageImport(context, importId)), 201)
  },
)

usageApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/usage-imports/{id}',
    summary: '一次使用率导入：读到的行和退回的行',
    middleware: guard('resources.import-usage'),
    request: { params: idParams },
    responses: { 200: { description: '导入', ...json(usageImport) } },
  }),
  async (c) => c.json(asJson(await readUsageImport(c.get('context'), c.req.valid('param').id)), 200),
)

usageApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/usage-imports/{id}/confirm',
    summary: '照预览导入；同一资源、同一个月再次导入，以新的为准',
    middleware: guard('resources.import-usage'),
    request: { params: idParams },
    responses: { 200: { description: '已导入', ...json(z.object({ imported: z.int() })) } },
  }),
  async (c) => {
    const importId = c.req.valid('param').id
    return c.json(await confirmUsage(c.get('context'), { importId }), 200)
  },
)

function asJson({
  id: importId,
  fileName,
  status,
  rows,
  issues,
}: Awaited<ReturnType<typeof readUsageImport>>): z.input<typeof usageImport> {
  const faults = issues.map(({ row, message }) => ({ row, message }))
  return { importId, fileName, status, rows, faults }
}
