import { z } from 'zod'
import { assertNotOwn, authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { approve } from './approve-step.ts'
import { type MatchItemRow, requireMatch } from './load-match.ts'
import { requestMachine } from './model.ts'
import { lockRequest, personOf } from './steps.ts'

const approvedItem = z.strictObject({
  line: z.string(),
  code: z.string(),
  quantity: z.int().positive(),
})
export const approveInput = z.strictObject({
  requestId: z.int().positive(),
  comment: z.string().trim().max(1_000, '意见最多 1000 个字').optional(),
  /** Hash of the match that was read; approving another one is refused. */
  contentHash: z.string().optional(),
  /** The items approved, as frozen; all of them when left out. */
  items: z.array(approvedItem).min(1, '至少批复一项').optional(),
})

/**
 * 批复: the competent bureau approves the reviewed items of the frozen match, or some of them; never anything else.
 * Throws forbidden to whoever filed or submitted it, invalid-input for an item outside the frozen match.
 */
export async function approveRequest(
  context: Context,
  input: z.infer<typeof approveInput>,
): Promise<{ dueOn: string | null; provisional: boolean }> {
  authorize(context, 'requests.approve')
  const { requestId, comment, contentHash, items } = parseInput(approveInput, input)
  const person = personOf(context)
  return transact(context, async (tx) => {
    const request = await lockRequest(tx, requestId)
    assertNotOwn(context, request.filedBy)
    assertNotOwn(context, request.submittedBy)
    requireStep(requestMachine, 'approve', request)
    const match = await requireMatch(tx, request, contentHash)
    const chosen = items === undefined ? match.items : frozenOnly(match.items, items)
    const row = await approve(context, tx, request, chosen, { person: person.id, comment })
    return { dueOn: row.dueOn, provisional: row.dueProvisional }
  })
}

function frozenOnly(
  frozen: readonly MatchItemRow[],
  wanted: readonly z.infer<typeof approvedItem>[],
): MatchItemRow[] {
  const chosen = new Set<MatchItemRow>()
  const errors = wanted.flatMap(({ line, code, quantity }, place) => {
    const item = frozen.find((each) => each.lineId === line && each.code === code)
    if (item?.quantity === quantity) {
      chosen.add(item)
      return []
    }
    const message =
      item === undefined
        ? `第 ${line} 行提交时没有匹配到 ${code}`
        : `第 ${line} 行的 ${code} 提交时匹配的是 ${item.quantity}${item.unit}，不是 ${quantity}`
    return [{ path: `items.${place}`, message }]
  })
  if (errors.length > 0)
    throw new AppError(
      'invalid-input',
      `只能批复提交时匹配的服务项：${errors[0]?.message ?? ''}。要改，请退回后重新提交。`,
      { errors },
    )
  return [...chosen]
}
