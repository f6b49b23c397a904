import { z } from 'zod'
import { leftOfPools, returnHoldings } from '../../capacity/index.ts'
import { matchingBasis } from '../../matching/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { fenOf } from '../../platform/money.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { freeze } from './freeze-match.ts'
import { requireMatch } from './load-match.ts'
import { compareMatches, type MatchDiff } from './match-diff.ts'
import { requestMachine } from './model.ts'
import { lockRequest, type RequestRow, readRow, transition } from './steps.ts'
import { storeMatch } from './store-match.ts'
import { loadLines } from './stored-lines.ts'

export const againInput = z.strictObject({ requestId: z.int().positive() })

/** Why it is matched again, where it isn't for another edition; said on the timeline. */
type Again = z.infer<typeof againInput> & { because?: string }

/** Out: what matching a request again with the edition in force would change, in items and money. Stores nothing. */
export async function previewMatchAgain(
  context: Context,
  input: z.infer<typeof againInput>,
): Promise<MatchDiff> {
  authorize(context, 'requests.read')
  const { requestId } = parseInput(againInput, input)
  const against = await basisOf(context, requestId)
  return transact(context, async (tx) => {
    const request = await readRow(tx, requestId)
    const match = await requireMatch(tx, request, undefined)
    const { frozen } = await freeze(context, against, periodOf(request), await loadLines(tx, requestId))
    return compareMatches(match.frozen, frozen)
  })
}

/**
 * Matches a request that is in the process again, with the edition in force; the earlier match stays on record, and
 * what was held at a review goes back. Out: the difference. Throws conflict once it is approved.
 */
export async function matchAgain(context: Context, { because, ...input }: Again): Promise<MatchDiff> {
  authorize(context, 'requests.match')
  const { requestId } = parseInput(againInput, input)
  const against = await basisOf(context, requestId)
  return transact(context, async (tx) => {
    const request = await lockRequest(tx, requestId)
    requireStep(requestMachine, 'match-again', request)
    const before = await requireMatch(tx, request, undefined)
    const match = await freeze(context, against, periodOf(request), await loadLines(tx, requestId))
    const { matchId, contentHash } = await storeMatch(context, tx, request, match)
    await returnHoldings(tx, requestId, context.clock.today())
    const diff = compareMatches(before.frozen, match.frozen)
    await transition(context, tx, request, 'match-again', {
      change: { matchId },
      comment:
        because === undefined
          ? `由${before.frozen.edition.number}改按${against.basis.edition.number}匹配`
          : `${because}，按${against.basis.edition.number}重新匹配`,
      audited: {
        contentHash,
        edition: against.basis.edition.number,
        monthlyFen: match.frozen.monthlyFen,
        changeFen: fenOf(diff.changeFen),
      },
    })
    return diff
  })
}

/** The edition in force, and what others leave of its pools. */
async function basisOf(context: Context, requestId: number) {
  const basis = await matchingBasis(context)
  const request = await transact(context, (tx) => readRow(tx, requestId))
  return { basis, left: await leftOfPools(context, basis.edition.items, request) }
}

function periodOf(request: RequestRow) {
  const { project, systemName, purpose, startsOn, endsOn } = request
  if (startsOn === null || endsOn === null) throw new AppError('conflict', '这份申请没有写明起止日期。')
  return { project, systemName, purpose, startsOn, endsOn }
}
