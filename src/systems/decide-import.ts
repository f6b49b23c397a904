import { z } from 'zod'
import { assertNotOwn, authorize, type Context, type Person, transact } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { parseInput } from '../platform/parse-input.ts'
import { requireStep } from '../platform/state-machine.ts'
import {
  changeImport,
  holdImportLock,
  type ImportResult,
  recordImport,
  withLedger,
  writeLedger,
} from './apply-import.ts'
import { importMachine } from './model.ts'
import type { Outcome } from './plan-import.ts'
import type { LedgerPreview } from './preview.ts'
import { putPreview } from './preview-ledger.ts'
import { type KeptImport, openPreview, readImport } from './read-import.ts'
import type { Ledger } from './read-ledger.ts'

/** Out: the person who decides, with their own hands. Throws forbidden for keys, and for whoever prepared it. */
function secondPerson(context: Context, { uploadedBy, submittedBy }: KeptImport): Person {
  const { actor } = context
  if (actor.kind !== 'person' || actor.key !== undefined)
    throw new AppError('forbidden', '放宽资金结论的导入要由本人登录后复核，接口密钥不能代办。')
  assertNotOwn(context, uploadedBy)
  assertNotOwn(context, submittedBy)
  return actor
}

const acceptInput = z.strictObject({
  /** The digest of what the second person has read. */
  seen: z.string(),
})

/** Ends the transaction in which it came out, so that nothing of it stays. */
class OtherOutcome extends Error {
  readonly outcome: Outcome

  constructor(outcome: Outcome) {
    super('the import comes to something else now')
    this.outcome = outcome
  }
}

/**
 * Lets an import that waits come into the register, as one transaction. Throws forbidden to whoever prepared it, conflict
 * when it doesn't wait or isn't what was read. When the register, the rules or the day have changed what it comes to,
 * nothing is written: it waits with what it comes to now, to be looked at again, and that is said as a conflict.
 */
export async function acceptImport(
  context: Context,
  importId: number,
  input: z.input<typeof acceptInput>,
): Promise<ImportResult> {
  authorize(context, 'systems.confirm')
  const { seen } = parseInput(acceptInput, input)
  const kept = await transact(context, (tx) => readImport(tx, importId))
  requireStep(importMachine, 'accept', kept)
  const person = secondPerson(context, kept)
  const preview = await openPreview(context, kept)
  if (preview.digest !== seen)
    throw new AppError('conflict', '您打开页面之后，这次导入的清单已经重新核对过。请看过现在的清单再决定。')
  return withLedger(context, kept, preview, async (ledger) => {
    try {
      return await writeAccepted(context, { person, kept, preview, ledger })
    } catch (error) {
      if (!(error instanceof OtherOutcome)) throw error
      await keepRecheck(context, { kept, ledger, outcome: error.outcome })
      throw new AppError(
        'conflict',
        '提交复核之后，系统目录、适用规则或者日期又有变化，这次导入的结果与清单不同了，所以没有导入。已按现在的情况重新核对，请看过新的清单再决定。',
      )
    }
  })
}

function writeAccepted(
  context: Context,
  {
    person,
    kept,
    preview,
    ledger,
  }: { person: Person; kept: KeptImport; preview: LedgerPreview; ledger: Ledger },
): Promise<ImportResult> {
  const { jurisdictionId } = person
  const { importId, holdsFrom } = preview
  return transact(context, async (tx) => {
    await holdImportLock(tx, jurisdictionId)
    const recordedAt = context.clock.now()
    const status = await changeImport(tx, kept, 'accept', {
      importedAt: recordedAt,
      decidedBy: person.id,
      decidedAt: recordedAt,
    })
    const { document } = kept
    const recordedBy = kept.submittedBy ?? kept.uploadedBy
    const recording = {
      jurisdictionId,
      recordedBy,
      recordedAt,
      holdsFrom,
      importId,
      document,
      confirmedBy: person.id,
    }
    const outcome = await writeLedger(context, tx, recording, ledger)
    if (outcome.digest !== preview.digest) throw new OtherOutcome(outcome)
    await recordImport(context, tx, kept, {
      operation: 'systems.confirm',
      after: {
        status,
        holdsFrom,
        counts: outcome.counts,
        lifted: outcome.lifts.length,
        liftingDocument: document,
        submittedBy: kept.submittedBy,
      },
    })
    return { importId, status, counts: outcome.counts }
  })
}

/** Keeps what an import that waits comes to now. */
async function keepRecheck(
  context: Context,
  { kept, ledger, outcome }: { kept: KeptImport; ledger: Ledger; outcome: Outcome },
): Promise<void> {
  const { previewKey } = await putPreview(context, { fileName: kept.fileName, ledger, outcome })
  await transact(context, async (tx) => {
    const status = await changeImport(tx, kept, 'recheck', {
      previewKey,
      counts: outcome.counts,
      lifted: outcome.lifts.length,
    })
    await recordImport(context, tx, kept, {
      operation: 'systems.confirm',
      after: { status, counts: outcome.counts, lifted: outcome.lifts.length },
      reason: '系统目录、适用规则或者日期有变化，重新核对',
    })
  })
}

const returnInput = z.strictObject({
  reason: z.string().trim().min(2, '请写明退回的理由，至少 2 个字').max(500, '理由不超过 500 字'),
})

/** Refuses an import that waits, with the reason; the register stays as it is. Throws as `acceptImport` does. */
export async function returnImport(
  context: Context,
  importId: number,
  input: z.input<typeof returnInput>,
): Promise<void> {
  authorize(context, 'systems.confirm')
  const { reason } = parseInput(returnInput, input)
  await transact(context, async (tx) => {
    const kept = await readImport(tx, importId)
    requireStep(importMachine, 'return', kept)
    const person = secondPerson(context, kept)
    const status = await changeImport(tx, kept, 'return', {
      decidedBy: person.id,
      decidedAt: context.clock.now(),
      comment: reason,
    })
    await recordImport(context, tx, kept, { operation: 'systems.confirm', after: { status }, reason })
  })
}
