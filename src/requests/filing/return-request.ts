import { z } from 'zod'
import { returnHoldings } from '../../capacity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { requestMachine } from './model.ts'
import { lockRequest, transition } from './steps.ts'

export const returnInput = z.strictObject({
  requestId: z.int().positive(),
  reason: z
    .string('请写明退回的理由')
    .trim()
    .min(2, '请写明退回的理由，至少 2 个字')
    .max(1_000, '理由最多 1000 个字'),
})

/** 退回: the department changes it and submits it anew; held capacity goes back. Throws conflict once it is approved. */
export async function returnRequest(context: Context, input: z.infer<typeof returnInput>): Promise<void> {
  authorize(context, 'requests.return')
  const { requestId, reason } = parseInput(returnInput, input)
  await transact(context, async (tx) => {
    const request = await lockRequest(tx, requestId)
    requireStep(requestMachine, 'return', request)
    await returnHoldings(tx, requestId, context.clock.today())
    await transition(context, tx, request, 'return', {
      comment: reason,
    })
  })
}
