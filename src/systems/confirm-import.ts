import { sql } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { authorize, type Context, type Person, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { locks } from '../platform/locks.ts'
import { readWorkbook } from '../platform/spreadsheet/workbook-reader.ts'
import { overtaken, requireStep, statusAfter } from '../platform/state-machine.ts'
import { stillAs } from '../platform/steps.ts'
import { auditedChanges } from './audited-changes.ts'
import { type ImportStatus, importMachine } from './model.ts'
import { planImport } from './plan-import.ts'
import type { ImportCounts, LedgerPreview } from './preview.ts'
import { personOf } from './preview-ledger.ts'
import { openPreview, readImport } from './read-import.ts'
import { type Ledger, readLedger } from './read-ledger.ts'
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
  const kept = await transact(context, (tx) => readImport(tx, importId))
  requireStep(importMachine, 'import', kept)
  const preview = await openPreview(context, kept)
  if (preview.missing.length > 0)
    throw new AppError(
      'invalid-input',
      `台账缺少${preview.missing.join('、')}列，不能导入。请先改正列的对应。`,
    )
  const bytes = await context.objects.get(kept.fileKey)
  if (bytes === null)
    throw new AppError('storage-unavailable', '存放的台账文件读不到了，数据没有改动。请重新上传。')
  // Opened before the transaction, so that nobody waits for a reader with a connection in hand; and read to the end
  // though the browser may have been closed: what it costs is known from the preview.
  const reading = { ...context, signal: undefined }
  return readWorkbook(reading, { fileName: kept.fileName, bytes }, async (sheets) => {
    const ledger = await readLedger(sheets, { mapping: kept.mapping, today: preview.holdsFrom })
    return transact(context, (tx) => importLedger(context, tx, { person, preview, ledger }))
  })
}

async function importLedger(
  context: Context,
  tx: Transaction,
  { person, preview, ledger }: { person: Person; preview: LedgerPreview; ledger: Ledger },
): Promise<ImportResult> {
  const { jurisdictionId } = person
  const { importId, holdsFrom } = preview
  await holdImportLock(tx, jurisdictionId)
  const recordedAt = context.clock.now()
  const status = await claim(tx, importId, recordedAt)
  const recording = { jurisdictionId, recordedBy: person.id, recordedAt, holdsFrom, importId }
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
      after: { status, fileName: preview.fileName, holdsFrom, counts: outcome.counts },
    },
  ])
  return { importId, counts: outcome.counts }
}

/** Marks a preview as imported. Out: its state. Throws conflict when it isn't open any more. */
async function claim(tx: Transaction, importId: number, importedAt: Date): Promise<ImportStatus> {
  const kept = await readImport(tx, importId)
  const [claimed] = await tx
    .update(ledgerImports)
    .set({ status: statusAfter(importMachine, 'import', kept), importedAt })
    .where(stillAs(ledgerImports, kept))
    .returning({ status: ledgerImports.status })
  return claimed?.status ?? overtaken(importMachine, kept)
}

/** One import at a time in a jurisdiction; the lock ends with the transaction, however it ends. */
async function holdImportLock(tx: Transaction, jurisdictionId: string): Promise<void> {
  const rows = await tx.execute<{ held: boolean }>(
    sql`select pg_try_advisory_xact_lock(${locks.ledgerImport}, hashtext(${jurisdictionId})) as held`,
  )
  if (rows[0]?.held !== true)
    throw new AppError('conflict', '另一份台账正在导入，请等它完成后再确认。您的预览还在，不用重新上传。')
}
