import { createRoute, z } from '@hono/zod-openapi'
import { download } from '../platform/http/download.ts'
import { guard } from '../platform/http/guard.ts'
import { idParams } from '../platform/http/path-id.ts'
import { readForm } from '../platform/http/posted-form.ts'
import { apiRouter } from '../platform/http/routers.ts'
import { attachEvidence } from './attach-evidence.ts'
import { fileTypes, oneFileForm } from './model.ts'
import { postedSubject, requirePostedEvidence } from './posted-evidence.ts'
import { type Evidence, type LinkedSubject, readEvidence, readEvidenceContent } from './read-evidence.ts'
import { storeUpload } from './store-upload.ts'
import { withdrawEvidence } from './withdraw-evidence.ts'

export const evidenceApi = apiRouter()

const metadata = z.object({
  id: z.int(),
  title: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  size: z.int(),
  sha256: z.string(),
  documentNumber: z.string().nullable(),
  documentDate: z.string().nullable(),
  uploadedBy: z.string(),
  organisation: z.string(),
  uploadedAt: z.string(),
  withdrawn: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
  subjects: z.array(z.object({ kind: z.string(), id: z.int(), name: z.string() })),
})

function asJson(evidence: Evidence & { subjects: LinkedSubject[] }): z.input<typeof metadata> {
  const { type, uploadedAt, withdrawn, subjects, mayWithdraw: _, mayDownload: __, ...rest } = evidence
  return {
    ...rest,
    mediaType: fileTypes[type].mediaType,
    uploadedAt: uploadedAt.toISOString(),
    withdrawn: withdrawn === null ? null : { ...withdrawn, at: withdrawn.at.toISOString() },
    subjects: subjects.map(({ kind, id, name }) => ({ kind, id, name })),
  }
}
const binary = z.any().openapi({ type: 'string', format: 'binary' })

evidenceApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/evidence',
    summary:
      '上传一份凭据（PDF、JPG、PNG、DOCX、XLSX、OFD，不超过 20 MB）；写明 subjectKind 和 subjectId 的，同时附上',
    middleware: guard('evidence.file', oneFileForm),
    request: {
      body: {
        required: true,
        content: {
          'multipart/form-data': {
            // Not zod's, which would have the whole form read a second time.
            schema: {
              type: 'object',
              required: ['file'],
              properties: {
                file: { type: 'string', format: 'binary' },
                title: { type: 'string' },
                documentNumber: { type: 'string' },
                documentDate: { type: 'string' },
                subjectKind: { type: 'string' },
                subjectId: { type: 'string' },
              },
            },
          },
        },
      },
    },
    responses: {
      201: { description: '凭据', content: { 'application/json': { schema: metadata } } },
    },
  }),
  async (c) => {
    const context = c.get('context')
    // By the door for forms, which knows what a file's name may hold.
    const form = await readForm(c)
    const [file, subject] = [requirePostedEvidence(form, ''), postedSubject(form)]
    const id = await (subject === null
      ? storeUpload(context, file)
      : attachEvidence(context, { ...file, subject }))
    return c.json(asJson(await readEvidence(context, id)), 201)
  },
)

evidenceApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/evidence/{id}',
    summary: '一份凭据的说明，附在哪些事项上',
    middleware: guard('evidence.read'),
    request: { params: idParams },
    responses: { 200: { description: '凭据', content: { 'application/json': { schema: metadata } } } },
  }),
  async (c) => c.json(asJson(await readEvidence(c.get('context'), c.req.valid('param').id)), 200),
)

evidenceApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/evidence/{id}/content',
    summary: '原件，与上传时一字不差；已撤回的只有审计可以取阅',
    middleware: guard('evidence.read'),
    request: { params: idParams },
    responses: {
      200: {
        description: '文件本身',
        content: Object.fromEntries(
          Object.values(fileTypes).map(({ mediaType }) => [mediaType, { schema: binary }]),
        ),
      },
    },
  }),
  async (c) => {
    const file = await readEvidenceContent(c.get('context'), c.req.valid('param').id)
    return download(c, file.bytes, file.fileName, file.mediaType)
  },
)

evidenceApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/evidence/{id}/withdraw',
    summary: '撤回一份凭据，写明理由；原件和登记都留着',
    middleware: guard('evidence.file'),
    request: {
      params: idParams,
      body: {
        required: true,
        content: { 'application/json': { schema: z.strictObject({ reason: z.string() }) } },
      },
    },
    responses: { 200: { description: '凭据', content: { 'application/json': { schema: metadata } } } },
  }),
  async (c) => {
    const { id } = c.req.valid('param')
    await withdrawEvidence(c.get('context'), { id, ...c.req.valid('json') })
    return c.json(asJson(await readEvidence(c.get('context'), id)), 200)
  },
)
