import { z } from 'zod'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireComplete } from './complete.ts'
import { editable } from './model.ts'
import { lockRequest, requireStatus, transition } from './steps.ts'
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
    requireStatus(request, editable, '送审')
    requireComplete(request, await loadLines(tx, requestId))
    await transition(context, tx, request, {
      operation: 'requests.file',
      action: 'hand-over',
      change: { ready: true },
      audited: { ready: true },
    })
  })
}
