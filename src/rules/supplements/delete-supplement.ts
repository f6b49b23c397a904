import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { supplementaryRules } from '../schema.ts'
import { supplementMachine } from './model.ts'
import { lockSupplement } from './store.ts'

const deleteInput = z.strictObject({ id: z.int().positive() })

/** Deletes a draft. Throws conflict when it is none any more: what was approved stays for ever. */
export async function deleteSupplement(context: Context, input: z.infer<typeof deleteInput>): Promise<void> {
  authorize(context, 'regulations.draft')
  const { id } = parseInput(deleteInput, input)
  await transact(context, async (tx) => {
    const row = await lockSupplement(tx, id)
    requireStep(supplementMachine, 'delete', row)
    await tx.delete(supplementaryRules).where(stillAs(supplementaryRules, row))
    const { title, documentNumber } = row.definition
    await record(context, tx, [
      {
        operation: 'regulations.draft',
        objectType: 'supplementary-rule',
        objectId: String(id),
        before: { status: row.status, clause: row.clause, title, documentNumber },
        after: { deleted: true },
      },
    ])
  })
}
