import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { supplementMachine } from './model.ts'
import { changeSupplement, lockSupplement } from './store.ts'

const returnInput = z.strictObject({
  id: z.int().positive(),
  reason: z.string().trim().min(2, '请写明退回的理由，至少 2 个字').max(1_000, '理由最多 1000 个字'),
})

/** Sends a submitted rule back for correction, with the reason. Throws conflict when it isn't submitted. */
export async function returnSupplement(context: Context, input: z.infer<typeof returnInput>): Promise<void> {
  authorize(context, 'regulations.approve')
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '补充规则要由主管部门的人员退回。')
  const { id, reason } = parseInput(returnInput, input)
  await transact(context, async (tx) => {
    const row = await lockSupplement(tx, id)
    requireStep(supplementMachine, 'return', row)
    const status = await changeSupplement(tx, row, 'return', {
      rule: null,
      hash: null,
      submittedBy: null,
      submittedAt: null,
      returnedReason: reason,
      returnedBy: actor.id,
      returnedAt: context.clock.now(),
    })
    await record(context, tx, [
      {
        operation: 'regulations.approve',
        objectType: 'supplementary-rule',
        objectId: String(id),
        before: { status: row.status },
        after: { status, clause: row.clause },
        reason,
      },
    ])
  })
}
