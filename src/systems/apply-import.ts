import { sql } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { locks } from '../platform/locks.ts'
import { readWorkbook } from '../platform/spreadsheet/workbook-reader.ts'
import { overtaken, statusAfter } from '../platform/state-machine.ts'
import { stillAs } from '../platform/steps.ts'
import { auditedChanges } from './audited-changes.ts'
import { keepContradictions } from './contradictions/keep-contradictions.ts'
import { followFacts } from './followers.ts'
import { type ImportStatus, importMachine } from './model.ts'
import { type Outcome, planImport } from './plan-import.ts'
import type { ImportCounts, LedgerPreview } from './preview.ts'
import type { KeptImport } from './read-import.ts'
import { type Ledger, readLedger } from './read-ledger.ts'
import { ledgerImports } from './schema.ts'
import { type Recording, writePlan } from './write-systems.ts'

export interface ImportResult {
  importId: number
  /** imported; awaiting: a second person decides, and the register is as it was. */
  status: ImportStatus
  counts: ImportCounts
}

/**
 * Reads the ledger of a preview once more. In: what to do with it.
 * Throws invalid-input when columns are missing, storage-unavailable when the file is gone.
 */
export async function withLedger<T>(
  context: Context,
  kept: KeptImport,
  preview: LedgerPreview,
  work: (ledger: Ledger) => Promise<T>,
): Promise<T> {
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
  return readWorkbook(reading, { fileName: kept.fileName, bytes }, async (sheets) =>
    work(await readLedger(sheets, { mapping: kept.mapping, today: preview.holdsFrom })),
  )
}

/** Writes a ledger into the register, part by part. Out: what that came to; the caller says whether it may stay. */
export async function writeLedger(
  context: Context,
  tx: Transaction,
  recording: Recording,
  ledger: Ledger,
): Promise<Outcome> {
  const written: number[] = []
  const outcome = await planImport(context, tx, ledger, async (plan, units) => {
    written.push(...(await writePlan(context, tx, recording, plan, units)))
    await keepContradictions(tx, recording, plan)
    await record(context, tx, auditedChanges(plan))
  })
  await followFacts(context, tx, written)
  return outcome
}

/**
 * Takes a step with an import if it still is in the state it was found in. Out: its new state.
 * Throws conflict when the step can't be taken in that state, or somebody else was faster.
 */
export async function changeImport(
  tx: Transaction,
  kept: KeptImport,
  step: keyof typeof importMachine.steps,
  change: Omit<Partial<typeof ledgerImports.$inferInsert>, 'status'> = {},
): Promise<ImportStatus> {
  const [row] = await tx
    .update(ledgerImports)
    .set({ ...change, status: statusAfter(importMachine, step, kept) })
    .where(stillAs(ledgerImports, kept))
    .returning({ status: ledgerImports.status })
  return row?.status ?? overtaken(importMachine, kept)
}

/** Records a step that an import has taken. In: the import as it was, what it has become and what else is to be known. */
export async function recordImport(
  context: Context,
  tx: Transaction,
  kept: Pick<KeptImport, 'id' | 'status' | 'fileName'>,
  {
    operation,
    after,
    reason,
  }: {
    operation: 'systems.import' | 'systems.confirm'
    after: { status: ImportStatus; [said: string]: unknown }
    reason?: string
  },
): Promise<void> {
  await record(context, tx, [
    {
      operation,
      objectType: 'ledger-import',
      objectId: String(kept.id),
      before: { status: kept.status },
      after: { fileName: kept.fileName, ...after },
      ...(reason === undefined ? {} : { reason }),
    },
  ])
}

/** One import at a time in a jurisdiction; the lock ends with the transaction, however it ends. */
export async function holdImportLock(tx: Transaction, jurisdictionId: string): Promise<void> {
  const rows = await tx.execute<{ held: boolean }>(
    sql`select pg_try_advisory_xact_lock(${locks.ledgerImport}, hashtext(${jurisdictionId})) as held`,
  )
  if (rows[0]?.held !== true)
    throw new AppError(
      'conflict',
      '另一份台账正在导入，或者系统正在判定、核对，请等一会儿再确认。您的预览还在，不用重新上传。',
    )
}

/** Throws conflict: what the ledger would do now is not what was seen. */
export function assertAsPreviewed(outcome: Outcome, preview: LedgerPreview): void {
  if (outcome.digest === preview.digest) return
  throw new AppError(
    'conflict',
    '预览之后系统目录、适用规则或者日期又有变化，照现在导入，结果会与您看到的预览不同，所以没有导入。请重新预览，核对后再确认。',
  )
}
