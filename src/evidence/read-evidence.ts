import { and, asc, eq, inArray, min } from 'drizzle-orm'
import { organisationsAs, peopleAs } from '../identity/index.ts'
import { allows, authorize, type Context, transact, visibilityOf } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import type { FoundSubject, SubjectReference } from '../platform/evidence-subject.ts'
import { type FileType, fileTypes } from './model.ts'
import { evidenceFiles, evidenceLinks } from './schema.ts'
import { findSubject, mayAttach, requireSubject, subjectTitle } from './subjects.ts'

/** One file of evidence, as it is listed. */
export interface Evidence {
  id: number
  title: string
  fileName: string
  type: FileType
  /** Bytes. */
  size: number
  /** Of its content, in hexadecimal. */
  sha256: string
  documentNumber: string | null
  documentDate: CalendarDate | null
  uploadedBy: string
  organisation: string
  uploadedAt: Date
  withdrawn: { by: string; at: Date; reason: string } | null
  /** Whether the actor may withdraw it, and read its content, now. */
  mayWithdraw: boolean
  mayDownload: boolean
}

const person = peopleAs('uploader')
const withdrawer = peopleAs('withdrawer')
const organisation = organisationsAs('uploading')

const columns = {
  id: evidenceFiles.id,
  organisationId: evidenceFiles.organisationId,
  objectKey: evidenceFiles.objectKey,
  title: evidenceFiles.title,
  fileName: evidenceFiles.fileName,
  type: evidenceFiles.type,
  size: evidenceFiles.size,
  sha256: evidenceFiles.sha256,
  documentNumber: evidenceFiles.documentNumber,
  documentDate: evidenceFiles.documentDate,
  uploadedBy: person.name,
  organisation: organisation.name,
  uploadedAt: evidenceFiles.uploadedAt,
  withdrawnBy: withdrawer.name,
  withdrawnAt: evidenceFiles.withdrawnAt,
  withdrawnReason: evidenceFiles.withdrawnReason,
}

const selectFiles = (tx: Transaction) =>
  tx
    .select(columns)
    .from(evidenceFiles)
    .innerJoin(person, eq(person.id, evidenceFiles.uploadedBy))
    .innerJoin(organisation, eq(organisation.id, evidenceFiles.organisationId))
    .leftJoin(withdrawer, eq(withdrawer.id, evidenceFiles.withdrawnBy))
type FileRow = Awaited<ReturnType<typeof selectFiles>>[number]

/** Whether the file is the actor's own organisation's to withdraw. */
const isOwn = ({ actor }: Context, organisationId: number): boolean =>
  actor.kind === 'person' && actor.organisationId === organisationId

/**
 * Whether the actor withdraws a file: their own organisation's, as long as nothing was decided on it; else whoever decided,
 * also where others uploaded it. In: what it is evidence of, as far as the actor may read it.
 */
export function mayWithdraw(
  context: Context,
  organisationId: number,
  subjects: readonly Pick<FoundSubject, 'decided'>[],
): boolean {
  const decided = subjects.flatMap((subject) => subject.decided ?? [])
  return decided.length === 0 ? isOwn(context, organisationId) : decided.every(({ byActor }) => byActor)
}

function evidenceOfRow(
  context: Context,
  row: FileRow,
  subjects: readonly Pick<FoundSubject, 'decided'>[],
): Evidence {
  const { organisationId, objectKey: _, withdrawnBy, withdrawnAt, withdrawnReason, ...evidence } = row
  const withdrawn =
    withdrawnAt === null ? null : { by: withdrawnBy ?? '', at: withdrawnAt, reason: withdrawnReason ?? '' }
  return {
    ...evidence,
    withdrawn,
    mayWithdraw:
      withdrawn === null &&
      allows(context.actor, 'evidence.file') &&
      mayWithdraw(context, organisationId, subjects),
    mayDownload: withdrawn === null || allows(context.actor, 'evidence.read-withdrawn'),
  }
}

/** Out: the evidence of a subject that the actor may read, oldest first; withdrawn files stay in it. */
export async function evidenceOf(
  context: Context,
  tx: Transaction,
  { kind, id }: SubjectReference,
): Promise<Evidence[]> {
  const rows = await selectFiles(tx)
    .innerJoin(evidenceLinks, eq(evidenceLinks.evidenceId, evidenceFiles.id))
    .where(and(eq(evidenceLinks.subjectKind, kind), eq(evidenceLinks.subjectId, id)))
    .orderBy(asc(evidenceLinks.id))
  const subject = await findSubject(context, tx, { kind, id })
  // A file linked once more, as its subject became others', is listed where it was linked first.
  return rows
    .filter(({ id: file }, place) => rows.findIndex((row) => row.id === file) === place)
    .map((row) => evidenceOfRow(context, row, subject === null ? [] : [subject]))
}

/** A subject with its evidence, for its page. Throws not-found. */
export async function listEvidence(
  context: Context,
  subject: SubjectReference,
): Promise<{ title: string; subject: FoundSubject; evidence: Evidence[]; mayAttach: boolean }> {
  authorize(context, 'evidence.read')
  return transact(context, async (tx) => {
    const found = await requireSubject(context, tx, subject)
    return {
      title: subjectTitle(subject.kind),
      subject: found,
      evidence: await evidenceOf(context, tx, subject),
      mayAttach: allows(context.actor, 'evidence.file') && mayAttach(context, subject, found),
    }
  })
}

/** What a file is evidence of, as far as the actor may read it. */
export type LinkedSubject = SubjectReference & FoundSubject & { title: string }

async function subjectsOf(context: Context, tx: Transaction, evidenceId: number): Promise<LinkedSubject[]> {
  const links = await tx
    .select({ kind: evidenceLinks.subjectKind, id: evidenceLinks.subjectId })
    .from(evidenceLinks)
    .where(eq(evidenceLinks.evidenceId, evidenceId))
    .groupBy(evidenceLinks.subjectKind, evidenceLinks.subjectId)
    .orderBy(asc(min(evidenceLinks.id)))
  const found: LinkedSubject[] = []
  for (const link of links) {
    const subject = await findSubject(context, tx, link)
    if (subject !== null) found.push({ ...link, ...subject, title: subjectTitle(link.kind) })
  }
  return found
}

/**
 * The first wall of one file, in front of the database's: a department reads what its organisation uploaded, and what
 * belongs to something that it may read now. In: ids. Out: those files. Throws not-found when one isn't to be seen.
 */
export async function requireReadable(
  context: Context,
  tx: Transaction,
  ids: readonly number[],
): Promise<{ row: FileRow; subjects: LinkedSubject[] }[]> {
  const rows = await selectFiles(tx).where(inArray(evidenceFiles.id, [...ids]))
  const visible = visibilityOf(context.actor).organisations
  const readable: { row: FileRow; subjects: LinkedSubject[] }[] = []
  for (const id of ids) {
    const row = rows.find((each) => each.id === id)
    const subjects = row === undefined ? [] : await subjectsOf(context, tx, id)
    if (
      row === undefined ||
      (visible !== 'all' && !visible.includes(row.organisationId) && subjects.length === 0)
    )
      throw new AppError('not-found', '没有这份凭据，或者您看不到它。')
    readable.push({ row, subjects })
  }
  return readable
}

/** Out: one file of evidence, and what it is evidence of. Throws not-found. */
export async function readEvidence(
  context: Context,
  id: number,
): Promise<Evidence & { subjects: LinkedSubject[] }> {
  authorize(context, 'evidence.read')
  return transact(context, async (tx) => {
    const [found] = await requireReadable(context, tx, [id])
    if (found === undefined) throw new Error('nothing was asked for')
    return { ...evidenceOfRow(context, found.row, found.subjects), subjects: found.subjects }
  })
}

/**
 * Out: a file's bytes as they were uploaded, held against their hash, and the name to save them by, which says of a
 * withdrawn one that it is. Throws not-found, forbidden for a withdrawn one, stored-data-damaged.
 */
export async function readEvidenceContent(
  context: Context,
  id: number,
): Promise<{ bytes: Uint8Array; fileName: string; mediaType: string }> {
  authorize(context, 'evidence.read')
  const row = await transact(
    context,
    async (tx) => (await requireReadable(context, tx, [id])).map((found) => found.row)[0],
  )
  if (row === undefined) throw new Error('nothing was asked for')
  if (row.withdrawnAt !== null && !allows(context.actor, 'evidence.read-withdrawn'))
    throw new AppError(
      'forbidden',
      `这份凭据已由${row.withdrawnBy}撤回，理由：${row.withdrawnReason}。原件留存，只有审计可以取阅。`,
    )
  const bytes = await context.objects.get(row.objectKey)
  if (bytes === null)
    throw new AppError(
      'stored-data-damaged',
      `存放的凭据“${row.title}”找不到了，不能据以办理，登记没有改动。请联系系统管理员从备份恢复。`,
    )
  return {
    bytes,
    fileName: row.withdrawnAt === null ? row.fileName : `【已撤回】${row.fileName}`,
    mediaType: fileTypes[row.type].mediaType,
  }
}
