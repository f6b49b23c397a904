import { record } from '../audit/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import type { SubjectReference } from '../platform/evidence-subject.ts'
import { evidenceOf, requireReadable } from './read-evidence.ts'
import { evidenceLinks } from './schema.ts'
import { type EvidenceUpload, insertEvidence, keepUpload, uploaderOf } from './store-upload.ts'
import { mayAttach, requireSubject, subjectTitle } from './subjects.ts'

/**
 * Makes uploaded files evidence of a subject, in the transaction of the verb that needs them: the verb says who may.
 * In: files that the actor may read, and a subject that exists in this transaction. What is linked already stays so.
 * Throws not-found for a file or a subject that isn't to be seen, conflict for a withdrawn file.
 */
export async function linkEvidence(
  context: Context,
  tx: Transaction,
  { evidenceIds, subject }: { evidenceIds: readonly number[]; subject: SubjectReference },
): Promise<void> {
  if (evidenceIds.length === 0) return
  const { id: linkedBy, jurisdictionId } = uploaderOf(context)
  const found = await requireSubject(context, tx, subject)
  const ids = [...new Set(evidenceIds)]
  for (const { row } of await requireReadable(context, tx, ids))
    if (row.withdrawnAt !== null)
      throw new AppError('conflict', `凭据“${row.title}”已经撤回，不能再用。请换一份，或重新上传。`)
  const organisationIds = found.organisationIds === null ? null : [...found.organisationIds]
  const linked = await tx
    .insert(evidenceLinks)
    .values(
      ids.map((evidenceId) => ({
        jurisdictionId,
        evidenceId,
        subjectKind: subject.kind,
        subjectId: subject.id,
        organisationIds,
        linkedBy,
        linkedAt: context.clock.now(),
      })),
    )
    .onConflictDoNothing()
    .returning({ id: evidenceLinks.evidenceId })
  await record(
    context,
    tx,
    linked.map(({ id }) => ({
      operation: 'evidence.file',
      objectType: 'evidence',
      objectId: String(id),
      after: { evidenceOf: `${subjectTitle(subject.kind)}：${found.name}` },
    })),
  )
}

/** Lets those whose a subject has become read the evidence that it had before. */
export async function relinkEvidence(
  context: Context,
  tx: Transaction,
  subject: SubjectReference,
): Promise<void> {
  const files = await evidenceOf(context, tx, subject)
  const evidenceIds = files.flatMap(({ id, withdrawn }) => (withdrawn === null ? [id] : []))
  await linkEvidence(context, tx, { evidenceIds, subject })
}

/**
 * Uploads a file as evidence of a subject. Out: its id; the same file with the same words is attached once.
 * Throws not-found for the subject, forbidden where its owner doesn't let the actor, conflict where it is closed, and as `storeUpload`.
 */
export async function attachEvidence(
  context: Context,
  { subject, ...file }: EvidenceUpload & { subject: SubjectReference },
): Promise<number> {
  authorize(context, 'evidence.file')
  await transact(context, async (tx) => {
    const found = await requireSubject(context, tx, subject)
    if (found.closed) throw new AppError('conflict', `“${found.name}”${found.closed}，不再附凭据。`)
    if (!mayAttach(context, subject, found))
      throw new AppError(
        'forbidden',
        `这条${subjectTitle(subject.kind)}的凭据由经办单位附，您可以看，不能附。`,
      )
  })
  const kept = await keepUpload(context, file)
  return transact(context, async (tx) => {
    const id = await insertEvidence(context, tx, kept)
    await linkEvidence(context, tx, { evidenceIds: [id], subject })
    return id
  })
}
