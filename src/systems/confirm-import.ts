import { sql } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { locks } from '../platform/locks.ts'
import { openWorkbook } from '../platform/spreadsheet/read-workbook.ts'
import { overtaken, requireStep, statusAfter } from '../platform/state-machine.ts'
import { stillAs } from '../platform/steps.ts'
import { auditedChanges } from './audited-changes.ts'
import { importMachine } from './model.ts'
import { planImport } from './plan-import.ts'
import type { ImportCounts } from './preview.ts'
import { personOf } from './preview-ledger.ts'
import { openPreview, readImport } from './read-import.ts'
import { readLedger } from './read-ledger.ts'
import { ledgerImports } from './schema.ts'
import { writePlan } from './write-systems.ts'

export interface ImportResult {
  importId: number
  counts: ImportCounts
}

/**
 * Does what a preview said, as one transaction: all of it or nothing.
 * Throws conflict when another import runs in the jurisdiction, when this one is done or discarded already,
 * and when the register has changed since, so that the outcome would be another one than the preview's.
 */
export async function confirmImport(context: Context, importId: number): Promise<ImportResult> {
  authorize(context, 'systems.import')
  const person = personOf(context)
  const { jurisdictionId } = person
  return transact(context, async (tx) => {
    await holdImportLock(tx, jurisdictionId)
    const kept = await readImport(tx, importId)
    requireStep(importMachine, 'import', kept)
    const preview = await openPreview(context, kept)
    if (preview.missing.length > 0)
      throw new AppError(
        'invalid-input',
        `台账缺少${preview.missing.join('、')}列，不能导入。请先改正列的对应。`,
      )
    const now = context.clock.now()
    const [claimed] = await tx
      .update(ledgerImports)
      .set({ status: statusAfter(importMachine, 'import', kept), importedAt: now })
      .where(stillAs(ledgerImports, kept))
      .returning({ status: ledgerImports.status })
    if (claimed === undefined) return overtaken(importMachine, kept)
    const bytes = await context.objects.get(kept.fileKey)
    if (bytes === null)
      throw new AppError('storage-unavailable', '存放的台账文件读不到了，数据没有改动。请重新上传。')
    const ledger = await readLedger(await openWorkbook({ fileName: kept.fileName, bytes }), {
      mapping: kept.mapping,
      today: preview.holdsFrom,
    })
    const recording = {
      jurisdictionId,
      recordedBy: person.id,
      recordedAt: now,
      holdsFrom: preview.holdsFrom,
      importId,
    }
    const outcome = await planImport(tx, jurisdictionId, ledger, async (plan, units) => {
      await writePlan(tx, recording, plan, units)
      await record(context, tx, auditedChanges(plan))
    })
    if (outcome.digest !== preview.digest)
      throw new AppError(
        'conflict',
        '预览之后系统目录又有改动，照现在导入，结果会与您看到的预览不同，所以没有导入。请重新预览，核对后再确认。',
      )
    await record(context, tx, [
      {
        operation: 'systems.import',
        objectType: 'ledger-import',
        objectId: String(importId),
        after: {
          status: claimed.status,
          fileName: kept.fileName,
          holdsFrom: preview.holdsFrom,
          counts: outcome.counts,
        },
      },
    ])
    return { importId, counts: outcome.counts }
  })
}

/** One import at a time in a jurisdiction; the lock ends with the transaction, however it ends. */
async function holdImportLock(tx: Transaction, jurisdictionId: string): Promise<void> {
  const rows = await tx.execute<{ held: boolean }>(
    sql`select pg_try_advisory_xact_lock(${locks.ledgerImport}, hashtext(${jurisdictionId})) as held`,
  )
  if (rows[0]?.held !== true)
    throw new AppError('conflict', '另一份台账正在导入，请等它完成后再确认。您的预览还在，不用重新上传。')
}
