import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { overtaken, statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { ruleAdoptions } from '../schema.ts'
import { adoptionMachine } from './model.ts'
import { lockAdoption, signerOf } from './sign-adoption.ts'

const withdrawInput = z.strictObject({
  adoptionId: z.int().positive(),
  reason: z.string().trim().min(2, '请写明撤回的理由，至少 2 个字').max(1_000, '理由最多 1000 个字'),
})

/** Takes a proposal off the table: the rules stay as they are. Throws conflict when it isn't a proposal any more. */
export async function withdrawAdoption(
  context: Context,
  input: z.infer<typeof withdrawInput>,
): Promise<void> {
  authorize(context, 'regulations.sign')
  const { person } = signerOf(context)
  const { adoptionId, reason } = parseInput(withdrawInput, input)
  await transact(context, async (tx) => {
    const adoption = await lockAdoption(tx, adoptionId)
    const [row] = await tx
      .update(ruleAdoptions)
      .set({
        status: statusAfter(adoptionMachine, 'withdraw', adoption),
        withdrawnBy: person.id,
        withdrawnAt: context.clock.now(),
        withdrawnReason: reason,
      })
      .where(stillAs(ruleAdoptions, adoption))
      .returning({ status: ruleAdoptions.status })
    if (row === undefined) return overtaken(adoptionMachine, adoption)
    await record(context, tx, [
      {
        operation: 'regulations.sign',
        objectType: 'rule-adoption',
        objectId: String(adoptionId),
        before: { status: adoption.status },
        after: { status: row.status },
        reason,
      },
    ])
  })
}
