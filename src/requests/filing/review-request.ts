import { z } from 'zod'
import { holdCapacity } from '../../capacity/index.ts'
import { editionInForce, poolsOf } from '../../catalogue/index.ts'
import { assertNotOwn, authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { requireMatch } from './load-match.ts'
import { numberOf, requestMachine } from './model.ts'
import { lockRequest, transition } from './steps.ts'

export const reviewInput = z.strictObject({
  requestId: z.int().positive(),
  comment: z
    .string('请填写会审意见')
    .trim()
    .min(2, '请填写会审意见，至少 2 个字')
    .max(1_000, '意见最多 1000 个字'),
  contentHash: z.string().optional(),
})

/**
 * 会审: the data centre recommends the matched items and holds the capacity for them until the decision.
 * Throws conflict naming the pools that are short, and when nothing of the request can be served.
 */
export async function reviewRequest(context: Context, input: z.infer<typeof reviewInput>): Promise<void> {
  authorize(context, 'requests.review')
  const { requestId, comment, contentHash } = parseInput(reviewInput, input)
  const edition = await editionInForce(context)
  await transact(context, async (tx) => {
    const request = await lockRequest(tx, requestId)
    requireStep(requestMachine, 'review', request)
    assertNotOwn(context, request.filedBy)
    const { items, frozen, row } = await requireMatch(tx, request, contentHash)
    if (items.length === 0)
      throw new AppError('conflict', `${numberOf(request)} 没有一行能由目录满足，请退回部门调整。`)
    await holdCapacity(context, tx, {
      requestId,
      organisationId: request.organisationId,
      startsOn: frozen.request.startsOn,
      endsOn: frozen.request.endsOn,
      takings: items,
      limits: poolsOf(edition?.items ?? []),
      confirmed: false,
    })
    await transition(context, tx, request, 'review', {
      comment,
      audited: { contentHash: row.contentHash },
    })
  })
}
