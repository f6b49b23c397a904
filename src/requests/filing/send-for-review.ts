import { z } from 'zod'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { requireComplete } from './complete.ts'
import { requestMachine } from './model.ts'
import { lockRequest, transition } from './steps.ts'
import { loadLines } from './stored-lines.ts'

export const sendForReviewInput = z.strictObject({ requestId: z.int().positive() })

/** Says that a draft is complete and waits for the department to submit it (送部门审核). Throws invalid-input when something is missing. */
export async function sendForReview(
  context: Context,
  input: z.infer<typeof sendForReviewInput>,
): Promise<void> {
  authorize(context, 'requests.file')
  const { requestId } = parseInput(sendForReviewInput, input)
  await transact(context, async (tx) => {
    const request = await lockRequest(tx, requestId)
    requireStep(requestMachine, 'hand-over', request)
    // Said already: a second time writes nothing.
    if (request.ready) return
    requireComplete(request, await loadLines(tx, requestId))
    await transition(context, tx, request, 'hand-over', {
      change: { ready: true },
      audited: { ready: true },
    })
  })
}
