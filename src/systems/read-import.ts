import { desc, eq } from 'drizzle-orm'
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

/** In: an import. Out: its preview and what became of it. */
export async function showImport(
  context: Context,
  importId: number,
): Promise<{ status: ImportStatus; importedAt: Date | null; mapping: Mapping; preview: LedgerPreview }> {
  authorize(context, 'systems.import')
  const kept = await transact(context, (tx) => readImport(tx, importId))
  const { status, importedAt, mapping } = kept
  return { status, importedAt, mapping, preview: await openPreview(context, kept) }
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
