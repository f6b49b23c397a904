import { z } from 'zod'
import { leftOfPools } from '../../capacity/index.ts'
import { matchingBasis } from '../../matching/index.ts'
import { assertNotOwn, authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { autoApprove } from './auto-approve.ts'
import { requireComplete } from './complete.ts'
import { freeze } from './freeze-match.ts'
import { numberOf, requestMachine } from './model.ts'
import { lockRequest, personOf, readRow, transition } from './steps.ts'
import { storeMatch } from './store-match.ts'
import { loadLines } from './stored-lines.ts'

export const submitInput = z.strictObject({
  requestId: z.int().positive(),
  /** The version that was read; another one is refused. */
  version: z.int().positive().optional(),
})

export interface Submitted {
  number: string
  /** Hash of the frozen match. */
  contentHash: string
  /** Whether a rule has approved it already. */
  approved: boolean
}

/**
 * Submits a request for the department: it is matched with the edition in force and the match is frozen; a small
 * increase passes by rule at once. Throws forbidden to whoever filed it, invalid-input when something is missing.
 */
export async function submitRequest(
  context: Context,
  input: z.infer<typeof submitInput>,
): Promise<Submitted> {
  authorize(context, 'requests.submit')
  const { requestId, version } = parseInput(submitInput, input)
  const person = personOf(context)
  const basis = await matchingBasis(context)
  const left = await leftOfPools(
    context,
    basis.edition.items,
    await transact(context, (tx) => readRow(tx, requestId)),
  )
  const submitted = await transact(context, async (tx) => {
    const request = await lockRequest(tx, requestId)
    requireStep(requestMachine, 'submit', request)
    assertNotOwn(context, request.filedBy)
    if (version !== undefined && version !== request.version)
      throw new AppError('conflict', '您打开页面之后，这份申请又改过。请重新看过再提交。')
    const lines = await loadLines(tx, requestId)
    const period = requireComplete(request, lines)
    if (period.endsOn < context.clock.today())
      throw new AppError('invalid-input', '截止日期已经过去，请改好再提交。', {
        errors: [{ path: 'endsOn', message: '截止日期已经过去' }],
      })
    const { project, systemName, purpose } = request
    const match = await freeze(context, { basis, left }, { project, systemName, purpose, ...period }, lines)
    const { matchId, contentHash } = await storeMatch(context, tx, request, match)
    const row = await transition(context, tx, request, 'submit', {
      change: {
        ready: false,
        matchId,
        submittedBy: person.id,
        submittedOn: context.clock.today(),
      },
      audited: { contentHash, edition: basis.edition.number, monthlyFen: match.frozen.monthlyFen },
    })
    return { number: numberOf(row), contentHash }
  })
  return { ...submitted, approved: await autoApprove(context, requestId, basis.edition.byCode) }
}
