import { AppError } from '../platform/errors.ts'
import type { SubjectReference } from '../platform/evidence-subject.ts'
import type { PostedForm } from '../platform/http/posted-form.ts'
import type { EvidenceUpload } from './store-upload.ts'

/**
 * In: a form with `EvidenceFields`, or one whose fields are named without their prefix. Out: the evidence that it
 * brings; null when no file was chosen.
 */
export function postedEvidence(form: PostedForm, prefix = 'evidence-'): EvidenceUpload | null {
  const file = form.chosenFile()
  if (file === null) return null
  const [title, documentNumber, documentDate] = ['title', 'documentNumber', 'documentDate'].map((name) =>
    form.said(`${prefix}${name}`),
  )
  return {
    ...file,
    ...(title === undefined ? {} : { title }),
    ...(documentNumber === undefined ? {} : { documentNumber }),
    ...(documentDate === undefined ? {} : { documentDate }),
  }
}

/** The same where there must be one. Throws invalid-input. */
export function requirePostedEvidence(form: PostedForm, prefix?: string): EvidenceUpload {
  const posted = postedEvidence(form, prefix)
  if (posted === null) throw new AppError('invalid-input', '请先选择凭据文件。')
  return posted
}

/** Out: the subject that a form names; null: none. Throws invalid-input when it names one by halves. */
export function postedSubject(form: PostedForm): SubjectReference | null {
  const [kind, id] = [form.said('subjectKind'), form.said('subjectId')]
  if (kind === undefined && id === undefined) return null
  if (kind === undefined || id === undefined || !/^[1-9]\d{0,14}$/.test(id))
    throw new AppError('invalid-input', '凭据附在哪一条上，subjectKind 和 subjectId 要一起写明。')
  return { kind, id: Number(id) }
}
