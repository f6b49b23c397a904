import { createRoute, z } from '@hono/zod-openapi'
import { guard } from '../../platform/http/guard.ts'
import { idParams } from '../../platform/http/path-id.ts'
import { apiRouter } from '../../platform/http/routers.ts'
import { body, date, json, object, stepOf, version } from '../api-parts.ts'
import { deleteDetermination, draftDetermination, editDetermination } from './draft-determination.ts'
import { dropLift, liftDetermination, proposeLift } from './lift-determination.ts'
import { determinationFilters, listDeterminations, readDetermination } from './read-determinations.ts'
import { signDetermination } from './sign-determination.ts'

export const determinationsApi = apiRouter()

const about = z.string().openapi({
  description:
    'dataSharing、businessCoordination、coConstruction、platformConnected、disguised、buildingOpinionOn（系统的）；migrationConditionsRipeOn（全辖区的）；orders、evaluations、decommissioning（台账完整声明）',
})
const draft = z.strictObject({
  about,
  system: z.string().nullish().openapi({ description: '系统编号；全辖区的不填' }),
  value: z.boolean().nullish().openapi({ description: '系统的认定：是否如此；buildingOpinionOn 不填' }),
  details: z.string().openapi({ description: '理由' }),
  document: z.string().openapi({ description: '文号' }),
  holdsFrom: date,
})
const whole = z.object({
  id: z.int(),
  about,
  value: z.boolean().nullable(),
  status: z.string(),
  version,
  system: z.object({ code: z.string(), name: z.string(), unit: z.string() }).nullable(),
  details: z.string(),
  document: z.string(),
  holdsFrom: date,
  signer: z.string().nullable(),
  liftFrom: date.nullable(),
  liftDocument: z.string().nullable(),
  liftReason: z.string().nullable(),
})

determinationsApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/determinations',
    summary: '认定和台账完整声明：部门看本单位系统的，其余岗位看全辖区的；新的在前，每页 50 份',
    middleware: guard('oversight.read'),
    request: {
      query: z.strictObject({
        q: z.string().optional(),
        status: z.string().optional(),
        about: z.string().optional(),
        page: z.string().optional(),
      }),
    },
    responses: {
      200: {
        description: '一页',
        ...json(z.object({ total: z.int(), page: z.int(), items: z.array(whole) })),
      },
    },
  }),
  async (c) => {
    const filters = determinationFilters.parse(c.req.valid('query'))
    const { rows, total, page } = await listDeterminations(c.get('context'), 'all', filters)
    return c.json({ total, page, items: rows.map((row) => whole.parse(row)) }, 200)
  },
)

determinationsApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/determinations/{id}',
    summary: '一份认定或者声明',
    middleware: guard('oversight.read'),
    request: { params: idParams },
    responses: { 200: { description: '认定', ...json(whole) } },
  }),
  async (c) => c.json(whole.parse(await readDetermination(c.get('context'), c.req.valid('param').id)), 200),
)

determinationsApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/determinations',
    summary: '拟定一份认定或者声明（草稿）',
    middleware: guard('oversight.draft-determination'),
    request: { body: body(draft) },
    responses: { 201: { description: '草稿', ...json(z.object({ id: z.int() })) } },
  }),
  async (c) => c.json({ id: await draftDetermination(c.get('context'), c.req.valid('json')) }, 201),
)

const step = stepOf(determinationsApi, '/api/v1/determinations/{id}')

step(
  { method: 'put', path: '', summary: '修改草稿', operation: 'oversight.draft-determination', body: draft },
  editDetermination,
)
step(
  { method: 'delete', path: '', summary: '删除草稿', operation: 'oversight.draft-determination' },
  (context, id) => deleteDetermination(context, id),
)
step(
  {
    method: 'post',
    path: '/sign',
    summary: '签署；拟定人不能签署',
    operation: 'oversight.sign-determination',
    body: z.strictObject({ version }),
  },
  (context, id, sent) => signDetermination(context, { ...object(sent), id }),
)
step(
  {
    method: 'post',
    path: '/propose-lift',
    summary: '提出解除（声明为撤回），等另一人办理',
    operation: 'oversight.draft-determination',
    body: z.strictObject({ from: date, document: z.string(), reason: z.string() }),
  },
  (context, id, sent) => proposeLift(context, { ...object(sent), id }),
)
step(
  {
    method: 'post',
    path: '/drop-lift',
    summary: '不予解除',
    operation: 'oversight.draft-determination',
    body: z.strictObject({ version, reason: z.string() }),
  },
  (context, id, sent) => dropLift(context, { ...object(sent), id }),
)
step(
  {
    method: 'post',
    path: '/lift',
    summary: '同意解除；提出人不能办理',
    operation: 'oversight.sign-determination',
    body: z.strictObject({ version }),
  },
  (context, id, sent) => liftDetermination(context, { ...object(sent), id }),
)
