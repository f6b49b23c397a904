import { authorize, type Context, transact } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { canTake } from '../platform/state-machine.ts'
import { changeImport, recordImport } from './apply-import.ts'
import type { Mapping } from './columns.ts'
import { importMachine } from './model.ts'
import type { LedgerPreview } from './preview.ts'
import { previewLedger } from './preview-ledger.ts'
import { readImport } from './read-import.ts'

/** Gives a preview up; the register was never touched by it. Throws conflict when it was imported or given up before. */
export async function discardImport(context: Context, importId: number): Promise<void> {
  authorize(context, 'systems.import')
  await transact(context, async (tx) => {
    const kept = await readImport(tx, importId)
    const status = await changeImport(tx, kept, 'discard')
    await recordImport(context, tx, kept, { operation: 'systems.import', after: { status } })
  })
}

/**
 * Previews an uploaded ledger again: with other columns, or because the register has changed since.
 * In: the import and, when the match is corrected, every corrected column. Out: the new preview; the old one is given up.
 */
export async function previewAgain(
  context: Context,
  importId: number,
  mapping?: Mapping,
): Promise<LedgerPreview> {
  authorize(context, 'systems.import')
  const kept = await transact(context, (tx) => readImport(tx, importId))
  const bytes = await context.objects.get(kept.fileKey)
  if (bytes === null) throw new AppError('storage-unavailable', '存放的台账文件读不到了，请重新上传。')
  const preview = await previewLedger(context, {
    fileName: kept.fileName,
    bytes,
    mapping: mapping ?? kept.mapping,
  })
  if (canTake(importMachine, 'discard', kept.status)) await discardImport(context, importId)
  return preview
}
