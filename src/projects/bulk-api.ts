import { createRoute, z } from '@hono/zod-openapi'
import { guard } from '../platform/http/guard.ts'
import { idParams } from '../platform/http/path-id.ts'
import { readBody } from '../platform/http/read-body.ts'
import { apiRouter } from '../platform/http/routers.ts'
import { confirmMilestones, mostAtOnce } from './confirm-milestones.ts'
import { previewProjectFile } from './file/preview-file.ts'
import { type ProjectFileView, readProjectFileView } from './file/read-project-file.ts'
import { registerProjectFile } from './file/register-file.ts'
import { milestoneStepNames } from './model.ts'

/** Many projects or milestones at once. */
export const bulkApi = apiRouter()

const json = <T extends z.ZodType>(schema: T) => ({ content: { 'application/json': { schema } } })
const row = z.int().openapi({ description: '文件里的第几行' })
const projectFile = z.object({
  fileId: z.int(),
  fileName: z.string(),
  status: z.enum(['previewed', 'registered']),
  digest: z.string().openapi({ description: '登记时原样带上：看到的就是登记的' }),
  projects: z.array(
    z.object({
      row,
      id: z.int().nullable().openapi({ description: '已有的项目；null：新建' }),
      number: z.string().nullable().openapi({ description: 'null：由程序编号' }),
      name: z.string(),
      unit: z.string(),
      systems: z.array(z.object({ code: z.string(), role: z.enum(['builds', 'rebuilds', 'runs']) })),
      milestones: z.array(
        z.object({ step: z.enum(milestoneStepNames), day: z.string().openapi({ format: 'date' }) }),
      ),
    }),
  ),
  faults: z
    .array(z.object({ row: z.int().nullable(), column: z.string().nullable(), message: z.string() }))
    .openapi({ description: '不导入的行和格' }),
})

bulkApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/project-files',
    summary: '上传项目文件并预览；正文就是文件本身（.csv 或 .xlsx），还没有登记',
    description: '一行一个项目，一列一个节点；表头见页面“由文件登记”的模板。',
    middleware: guard('projects.file'),
    request: {
      query: z.strictObject({ fileName: z.string().min(1).max(200) }),
      body: {
        required: true,
        content: {
          'application/octet-stream': { schema: z.any().openapi({ type: 'string', format: 'binary' }) },
        },
      },
    },
    responses: { 201: { description: '预览', ...json(projectFile) } },
  }),
  async (c) => {
    const context = c.get('context')
    const bytes = await readBody(c, 'upload')
    const { fileId } = await previewProjectFile(context, { ...c.req.valid('query'), bytes })
    return c.json(asJson(await readProjectFileView(context, fileId)), 201)
  },
)

bulkApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/project-files/{id}',
    summary: '自己上传的项目文件：照现在的记录，每一行登记什么、什么不导入',
    middleware: guard('projects.file'),
    request: { params: idParams },
    responses: { 200: { description: '预览', ...json(projectFile) } },
  }),
  async (c) => c.json(asJson(await readProjectFileView(c.get('context'), c.req.valid('param').id)), 200),
)

bulkApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/project-files/{id}/register',
    summary: '照预览一次登记；节点等第二人确认',
    middleware: guard('projects.file'),
    request: {
      params: idParams,
      body: { required: true, ...json(z.strictObject({ digest: z.string() })) },
    },
    responses: {
      200: {
        description: '已登记',
        ...json(z.object({ projects: z.int(), systems: z.int(), milestones: z.int() })),
      },
    },
  }),
  async (c) => {
    const registered = { fileId: c.req.valid('param').id, ...c.req.valid('json') }
    return c.json(await registerProjectFile(c.get('context'), registered), 200)
  },
)

const chosen = z.strictObject({
  ids: z.array(z.int().positive()).min(1).max(mostAtOnce).openapi({ description: '节点的编号' }),
})

bulkApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/projects/milestones/confirm',
    summary: '作为第二人一次确认几个节点，全部生效或者一个也不生效',
    middleware: guard('projects.confirm'),
    request: { body: { required: true, ...json(chosen) } },
    responses: { 200: { description: '已确认', ...json(z.object({ confirmed: z.int() })) } },
  }),
  async (c) => c.json(await confirmMilestones(c.get('context'), c.req.valid('json')), 200),
)

function asJson({ id: fileId, fileName, status, plan }: ProjectFileView): z.input<typeof projectFile> {
  return {
    fileId,
    fileName,
    status,
    digest: plan.digest,
    projects: plan.planned.map(({ row: of, id, number, name, unit, systems, milestones }) => ({
      row: of,
      id,
      number,
      name,
      unit,
      systems: systems.map(({ code, role }) => ({ code, role })),
      milestones: milestones.map(({ step, day }) => ({ step, day })),
    })),
    faults: plan.issues.map(({ row: of, column = null, message }) => ({ row: of, column, message })),
  }
}
