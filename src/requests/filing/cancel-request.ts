import { z } from 'zod'
import { returnHoldings } from '../../capacity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { requestMachine } from './model.ts'
import { lockRequest, transition } from './steps.ts'

export const cancelInput = z.strictObject({
  requestId: z.int().positive(),
  reason: z
    .string('请写明撤销的理由')
    .trim()
    .min(2, '请写明撤销的理由，至少 2 个字')
    .max(1_000, '理由最多 1000 个字'),
})

/**
 * 撤销: an approved request that nobody opened ends, and what was confirmed for it is free from today. It ends as
 * `released` without ever having been opened. Throws conflict in any other state.
 */
export async function cancelRequest(context: Context, input: z.infer<typeof cancelInput>): Promise<void> {
  authorize(context, 'requests.cancel')
  const { requestId, reason } = parseInput(cancelInput, input)
  const today = context.clock.today()
  await transact(context, async (tx) => {
    const request = await lockRequest(tx, requestId)
    requireStep(requestMachine, 'cancel', request)
    await returnHoldings(tx, requestId, today)
    await transition(context, tx, request, 'cancel', {
      change: { endedOn: today },
      comment: reason,
      audited: { cancelled: true },
    })
  })
}
