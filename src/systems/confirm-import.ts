import { authorize, type Context, transact } from '../platform/context.ts'
import { requireStep } from '../platform/state-machine.ts'
import {
  assertAsPreviewed,
  changeImport,
  holdImportLock,
  type ImportResult,
  recordImport,
  withLedger,
  writeLedger,
} from './apply-import.ts'
import { importMachine } from './model.ts'
import { personOf } from './preview-ledger.ts'
import { openPreview, readImport } from './read-import.ts'
import { submitImport } from './submit-import.ts'

/**
 * Does what a preview said, as one transaction: all of it or nothing. What would lift a stop is not done but submitted to
 * a second person, with the document it rests on.
 * Throws conflict when another import runs in the jurisdiction, when this one is done or discarded already,
 * and when the register has changed since, so that the outcome would be another one than the preview's;
 * invalid-input when a stop would be lifted and no document is named.
 */
export async function confirmImport(
  context: Context,
  importId: number,
  input: { document?: string | undefined } = {},
): Promise<ImportResult> {
  authorize(context, 'systems.import')
  const person = personOf(context)
  const kept = await transact(context, (tx) => readImport(tx, importId))
  requireStep(importMachine, 'import', kept)
  const preview = await openPreview(context, kept)
  if (preview.lifts.length > 0) return submitImport(context, importId, { document: input.document ?? '' })
  const { holdsFrom } = preview
  return withLedger(context, kept, preview, (ledger) =>
    transact(context, async (tx) => {
      const { jurisdictionId } = person
      await holdImportLock(tx, jurisdictionId)
      const recordedAt = context.clock.now()
      const now = await readImport(tx, importId)
      const status = await changeImport(tx, now, 'import', {
        importedAt: recordedAt,
      })
      const recording = { jurisdictionId, recordedBy: person.id, recordedAt, holdsFrom, importId }
      const outcome = await writeLedger(
        context,
        tx,
        { ...recording, document: null, confirmedBy: null },
        ledger,
      )
      assertAsPreviewed(outcome, preview)
      await recordImport(context, tx, now, {
        operation: 'systems.import',
        after: { status, holdsFrom, counts: outcome.counts },
      })
      return { importId, status, counts: outcome.counts }
    }),
  )
}
