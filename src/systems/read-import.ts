import { desc, eq, inArray } from 'drizzle-orm'
import { peopleAs } from '../identity/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { parseStoredText } from '../platform/stored.ts'
import type { Mapping } from './columns.ts'
import { isFieldId } from './fields.ts'
import type { ImportStatus } from './model.ts'
import { type LedgerPreview, storedPreview } from './preview.ts'
import { ledgerImports } from './schema.ts'

/** An upload as the database keeps it. */
export interface KeptImport {
  id: number
  fileName: string
  fileKey: string
  previewKey: string
  mapping: Mapping
  status: ImportStatus
  importedAt: Date | null
  uploadedBy: number
  submittedBy: number | null
  submittedAt: Date | null
  decidedBy: number | null
  decidedAt: Date | null
  document: string | null
  comment: string | null
}

/** Throws not-found when there is no such import in the jurisdiction. */
export async function readImport(tx: Transaction, importId: number): Promise<KeptImport> {
  const [row] = await tx.select().from(ledgerImports).where(eq(ledgerImports.id, importId))
  if (row === undefined) throw new AppError('not-found', '没有这次导入，可能已经清理。请重新上传台账。')
  const mapping: Mapping = {}
  for (const [index, field] of Object.entries(row.mapping))
    if (field === null || isFieldId(field)) mapping[index] = field
  return { ...row, mapping }
}

/** Throws storage-unavailable when the object store has lost it, stored-data-damaged when it is another. */
export async function openPreview(context: Context, kept: KeptImport): Promise<LedgerPreview> {
  const bytes = await context.objects.get(kept.previewKey)
  if (bytes === null)
    throw new AppError('storage-unavailable', '存放的预览读不到了，数据没有改动。请重新上传台账。')
  const body = parseStoredText(storedPreview, `台账预览“${kept.fileName}”`, new TextDecoder().decode(bytes))
  return { ...body, importId: kept.id }
}

/** Who took a step, and when. */
interface Taken {
  personId: number
  by: string
  at: Date
}

/** An import as its page shows it. */
export interface ShownImport {
  status: ImportStatus
  importedAt: Date | null
  mapping: Mapping
  preview: LedgerPreview
  uploadedBy: number
  /** Handed to a second person; null: it wasn't. */
  submitted: Taken | null
  decided: Taken | null
  document: string | null
  comment: string | null
}

/** In: an import. Out: its preview and what became of it. */
export async function showImport(context: Context, importId: number): Promise<ShownImport> {
  authorize(context, 'systems.import')
  const { kept, names } = await transact(context, async (tx) => {
    const kept = await readImport(tx, importId)
    return { kept, names: await namesOf(tx, [kept.submittedBy, kept.decidedBy]) }
  })
  const { status, importedAt, mapping, uploadedBy, document, comment } = kept
  const taken = (personId: number | null, at: Date | null): Taken | null =>
    personId === null || at === null ? null : { personId, at, by: names.get(personId) ?? '' }
  return {
    ...{ status, importedAt, mapping, uploadedBy, document, comment },
    submitted: taken(kept.submittedBy, kept.submittedAt),
    decided: taken(kept.decidedBy, kept.decidedAt),
    preview: await openPreview(context, kept),
  }
}

async function namesOf(
  tx: Transaction,
  ids: readonly (number | null)[],
): Promise<ReadonlyMap<number, string>> {
  const wanted = ids.filter((id) => id !== null)
  if (wanted.length === 0) return new Map()
  const person = peopleAs('person')
  const rows = await tx
    .select({ id: person.id, name: person.name })
    .from(person)
    .where(inArray(person.id, wanted))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export interface ListedImport {
  id: number
  fileName: string
  uploadedAt: Date
  uploadedBy: string
  counts: Record<string, number>
  status: ImportStatus
}

/** Out: the latest uploads of the jurisdiction, newest first. */
export async function listImports(context: Context, limit = 10): Promise<ListedImport[]> {
  authorize(context, 'systems.import')
  const uploader = peopleAs('uploader')
  return transact(context, (tx) =>
    tx
      .select({
        id: ledgerImports.id,
        fileName: ledgerImports.fileName,
        uploadedAt: ledgerImports.uploadedAt,
        uploadedBy: uploader.name,
        counts: ledgerImports.counts,
        status: ledgerImports.status,
      })
      .from(ledgerImports)
      .innerJoin(uploader, eq(uploader.id, ledgerImports.uploadedBy))
      .orderBy(desc(ledgerImports.uploadedAt), desc(ledgerImports.id))
      .limit(limit),
  )
}
