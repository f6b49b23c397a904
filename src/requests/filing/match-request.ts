import { z } from 'zod'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { requireMatch } from './load-match.ts'
import { requestMachine } from './model.ts'
import { lockRequest, transition } from './steps.ts'

export const matchInput = z.strictObject({
  requestId: z.int().positive(),
  comment: z.string().trim().max(1_000, '意见最多 1000 个字').optional(),
  /** Hash of the match that was read; another one is refused. */
  contentHash: z.string().optional(),
})

/** The data centre has looked at the frozen match and takes it as it is (核对匹配). Throws conflict in another state. */
export async function confirmMatch(context: Context, input: z.infer<typeof matchInput>): Promise<void> {
  authorize(context, 'requests.match')
  const { requestId, comment, contentHash } = parseInput(matchInput, input)
  await transact(context, async (tx) => {
    const request = await lockRequest(tx, requestId)
    requireStep(requestMachine, 'match', request)
    const match = await requireMatch(tx, request, contentHash)
    await transition(context, tx, request, 'match', {
      comment,
      audited: { contentHash: match.row.contentHash },
    })
  })
}
