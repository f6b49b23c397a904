import { and, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../audit/index.ts'
import { authorize, type Context, type Person, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { type CalendarDate, parseDate } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { insertOne } from '../platform/insert.ts'
import { putByContent } from '../platform/objects.ts'
import { parseInput } from '../platform/parse-input.ts'
import { plainText } from '../platform/text.ts'
import { examineFile } from './examine-file.ts'
import { baseName, type FileType, fileTypes, titleOf } from './model.ts'
import { evidenceFiles } from './schema.ts'

const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array, '请选择凭据文件')
const day = z.string().transform((text, ctx): CalendarDate => {
  const date = parseDate(text)
  if (date === null)
    ctx.addIssue({ code: 'custom', message: '文件日期不是一个日期，请写成 2026-12-01 的样子' })
  return date ?? ('' as CalendarDate)
})

const uploadInput = z.strictObject({
  fileName: z
    .string()
    .transform((name) => baseName(plainText(name)))
    .pipe(z.string().min(1, '凭据文件没有文件名').max(200, '凭据的文件名超过 200 个字，请改短后再上传')),
  bytes,
  title: z.string().trim().max(200, '凭据名称超过 200 个字').optional(),
  documentNumber: z.string().trim().max(100, '文号超过 100 个字').optional(),
  documentDate: day.optional(),
})
/** A file with what is said of it: its title is the file's name unless given. */
export type EvidenceUpload = z.input<typeof uploadInput>

/** A file that was examined and lies in the object store; no row names it yet. */
export interface KeptUpload {
  objectKey: string
  size: number
  type: FileType
  fileName: string
  title: string
  documentNumber: string | null
  documentDate: CalendarDate | null
}

/**
 * Examines a file and keeps it in the object store: before its row, and without a transaction open.
 * Throws invalid-input, too-large, unsupported-file or unreadable-file.
 */
export async function keepUpload(context: Context, input: EvidenceUpload): Promise<KeptUpload> {
  const file = parseInput(uploadInput, input)
  if (file.documentDate !== undefined && file.documentDate > context.clock.today()) {
    const message = `文件日期 ${file.documentDate} 还没有到，请核对`
    throw new AppError('invalid-input', `${message}。`, { errors: [{ path: 'documentDate', message }] })
  }
  const type = await examineFile(file, context.signal)
  const objectKey = await putByContent(context.objects, file.bytes, type, fileTypes[type].mediaType)
  return {
    objectKey,
    size: file.bytes.length,
    type,
    fileName: file.fileName,
    title: file.title || titleOf(file.fileName),
    documentNumber: file.documentNumber || null,
    documentDate: file.documentDate ?? null,
  }
}

/** Who uploads, links and withdraws: a person, never a job. */
export function uploaderOf({ actor }: Context): Person {
  if (actor.kind !== 'person') throw new AppError('forbidden', '凭据要由经办人办理。')
  return actor
}

/** Writes the row of a kept file. Out: its id; that of the same file with the same words, where there is one already. */
export async function insertEvidence(context: Context, tx: Transaction, kept: KeptUpload): Promise<number> {
  const { id: uploadedBy, jurisdictionId, organisationId } = uploaderOf(context)
  const [same] = await tx
    .select({ id: evidenceFiles.id })
    .from(evidenceFiles)
    .where(
      and(
        eq(evidenceFiles.organisationId, organisationId),
        eq(evidenceFiles.objectKey, kept.objectKey),
        eq(evidenceFiles.fileName, kept.fileName),
        eq(evidenceFiles.title, kept.title),
        sql`${evidenceFiles.documentNumber} is not distinct from ${kept.documentNumber}`,
        sql`${evidenceFiles.documentDate} is not distinct from ${kept.documentDate}::date`,
        isNull(evidenceFiles.withdrawnAt),
      ),
    )
  if (same !== undefined) return same.id
  const row = await insertOne(
    tx,
    evidenceFiles,
    { jurisdictionId, organisationId, uploadedBy, uploadedAt: context.clock.now(), ...kept },
    { id: evidenceFiles.id, sha256: evidenceFiles.sha256 },
  )
  const { title, fileName, type, size, documentNumber, documentDate } = kept
  const after = { title, fileName, type, size, documentNumber, documentDate, sha256: row.sha256 }
  await record(context, tx, [
    { operation: 'evidence.file', objectType: 'evidence', objectId: String(row.id), after },
  ])
  return row.id
}

/**
 * Uploads a file that another verb will link (`linkEvidence`), in a step before that verb's transaction: if the verb
 * is refused, the file stays with whoever uploaded it, and sending the form again takes the same one.
 * Out: its id. Throws as `keepUpload`.
 */
export async function storeUpload(context: Context, input: EvidenceUpload): Promise<number> {
  authorize(context, 'evidence.file')
  const kept = await keepUpload(context, input)
  return transact(context, (tx) => insertEvidence(context, tx, kept))
}
