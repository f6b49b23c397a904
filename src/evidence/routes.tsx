import { AppError } from '../platform/errors.ts'
import type { SubjectReference } from '../platform/evidence-subject.ts'
import { download } from '../platform/http/download.ts'
import { guard } from '../platform/http/guard.ts'
import { orRefusal } from '../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../platform/http/path-id.ts'
import { PostedForm } from '../platform/http/posted-form.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../platform/http/routers.ts'
import { Card } from '../platform/ui/components.tsx'
import { Form } from '../platform/ui/form.tsx'
import { attachEvidence } from './attach-evidence.ts'
import { EvidenceFields, EvidenceList, evidenceHref } from './evidence-parts.tsx'
import { oneFileForm } from './model.ts'
import { postedSubject, requirePostedEvidence } from './posted-evidence.ts'
import { listEvidence, readEvidence, readEvidenceContent } from './read-evidence.ts'
import { withdrawEvidence } from './withdraw-evidence.ts'

export const evidencePages = pageRouter()

/** In: the query of a page, or a form. Out: the subject that it names. Throws not-found without one. */
function subjectIn(form: PostedForm): SubjectReference {
  const subject = postedSubject(form)
  if (subject === null) throw new AppError('not-found', '没有写明是哪一条的凭据，请从那一条的页面进来。')
  return subject
}

async function evidencePage(c: RequestContext, subject: SubjectReference) {
  const listed = await listEvidence(c.get('context'), subject)
  return renderPage(
    c,
    { title: `凭据：${listed.subject.name}` },
    <>
      <p class="crumbs">
        <a href={listed.subject.href}>{listed.title}</a> › 凭据
      </p>
      <h1>凭据：{listed.subject.name}</h1>
      <p class="sub">传上来的文件不改、不删；传错的写明理由撤回，撤回的仍列在这里。</p>
      <Card>
        <EvidenceList evidence={listed.evidence} subject={subject} />
      </Card>
      {listed.mayAttach ? (
        <Card title="附一份凭据">
          <Form
            action="/evidence"
            enctype="multipart/form-data"
            fixed={{ subjectKind: subject.kind, subjectId: String(subject.id) }}
          >
            <EvidenceFields required />
            <button type="submit" data-busy="正在上传、核对，请不要关闭页面…">
              附上凭据
            </button>
          </Form>
        </Card>
      ) : null}
    </>,
  )
}

evidencePages.get('/evidence', guard('evidence.read'), (c) =>
  evidencePage(c, subjectIn(new PostedForm(c.req.query()))),
)

evidencePages.post('/evidence', guard('evidence.file', oneFileForm), (c) =>
  orRefusal(
    c,
    async (form) => {
      const subject = subjectIn(form)
      await attachEvidence(c.get('context'), { ...requirePostedEvidence(form), subject })
      return c.redirect(evidenceHref(subject), 303)
    },
    (_, form) => evidencePage(c, subjectIn(form)),
  ),
)

evidencePages.get(`/evidence/${idInPath}/content`, guard('evidence.read'), async (c) => {
  const file = await readEvidenceContent(c.get('context'), idParam(c))
  return download(c, file.bytes, file.fileName, file.mediaType)
})

/** Out: the subject on whose page a file is being withdrawn; else the first that it is evidence of; null: none yet. */
async function subjectOf(c: RequestContext, form: PostedForm): Promise<SubjectReference | null> {
  return postedSubject(form) ?? (await readEvidence(c.get('context'), idParam(c))).subjects[0] ?? null
}

evidencePages.post(`/evidence/${idInPath}/withdraw`, guard('evidence.file'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const subject = await subjectOf(c, form)
      await withdrawEvidence(c.get('context'), { id: idParam(c), reason: form.text('reason') })
      return c.redirect(subject === null ? '/' : evidenceHref(subject), 303)
    },
    async (error, form) => {
      const subject = await subjectOf(c, form)
      if (subject === null) throw error
      return evidencePage(c, subject)
    },
  ),
)
