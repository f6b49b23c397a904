import { z } from 'zod'
import { authorize, type Context, transact } from '../platform/context.ts'
import { parseInput } from '../platform/parse-input.ts'
import { requireStep } from '../platform/state-machine.ts'
import {
  assertAsPreviewed,
  changeImport,
  type ImportResult,
  recordImport,
  withLedger,
} from './apply-import.ts'
import { importMachine } from './model.ts'
import { planImport } from './plan-import.ts'
import { personOf } from './preview-ledger.ts'
import { openPreview, readImport } from './read-import.ts'

const submitInput = z.strictObject({
  document: z
    .string()
    .trim()
    .min(4, '这次导入会放宽资金结论，请写明依据文件的名称和文号')
    .max(200, '依据文件的名称和文号不超过 200 字'),
})

/**
 * Hands a preview to a second person, with the document it rests on; the register stays as it is until they decide.
 * Throws conflict when it is no open preview, or the register has changed since.
 */
export async function submitImport(
  context: Context,
  importId: number,
  input: z.input<typeof submitInput>,
): Promise<ImportResult> {
  authorize(context, 'systems.import')
  const person = personOf(context)
  const kept = await transact(context, (tx) => readImport(tx, importId))
  requireStep(importMachine, 'submit', kept)
  const { document } = parseInput(submitInput, input)
  const preview = await openPreview(context, kept)
  return withLedger(context, kept, preview, (ledger) =>
    transact(context, async (tx) => {
      const outcome = await planImport(context, tx, ledger)
      assertAsPreviewed(outcome, preview)
      const status = await changeImport(tx, await readImport(tx, importId), 'submit', {
        document,
        submittedBy: person.id,
        submittedAt: context.clock.now(),
      })
      const { holdsFrom, counts, lifts } = preview
      await recordImport(context, tx, kept, {
        operation: 'systems.import',
        after: { status, holdsFrom, counts, lifted: lifts.length, liftingDocument: document },
      })
      return { importId, status, counts }
    }),
  )
}
