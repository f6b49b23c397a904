/** Pure. */

import { type ServedDemands, serveDemands } from './cover/serve-demands.ts'
import { emptyMatch, type MatchRun } from './match-run.ts'
import { isServed, leastFenOf, type Match, type OrderedItem, type Served, type Solution } from './model.ts'
import { totalOf } from './money.ts'

/**
 * In: what became of each need of one line. Out: the line's match: served only if every need is; where the number of an
 * item in the whole line decides its price, or something goes with it, all needs are solved once more together.
 */
export function combineNeeds(
  { catalogue, budget }: MatchRun,
  id: string,
  solutions: readonly Solution[],
): Match {
  const unserved = solutions.flatMap((solution) => (isServed(solution) ? [] : [solution]))
  if (unserved.length > 0)
    return {
      ...emptyMatch(id),
      outcome: 'not-in-catalogue',
      reason: unserved.map(({ reason }) => reason).join(''),
      alternatives: unserved.flatMap(({ alternatives }) => alternatives),
    }
  const served = solutions.filter(isServed)
  const together = served.length > 1 && served.some(({ isSeparable }) => !isSeparable)
  const whole = together
    ? serveDemands(
        catalogue,
        served.map(({ demands }) => demands()),
        budget,
      )
    : null
  const items = whole?.items ?? mergedItems(served)
  const substituted = whole === null ? served.some((each) => each.substituted) : insteadOf(whole) !== ''
  const certain = served.every(({ isOpen }) => isOpen !== true)
  const optimal = whole === null ? served.every((each) => each.optimal) : whole.optimal && certain
  const atLeastFen = whole?.atLeastFen ?? served.reduce((sum, each) => sum + leastFenOf(each), 0)
  return {
    ...emptyMatch(id),
    outcome: substituted ? 'substituted' : 'served',
    items,
    monthlyFen: totalOf(items.map(({ monthlyFen }) => monthlyFen)),
    optimal,
    ...(optimal ? {} : { atLeastFen }),
    reason:
      whole === null
        ? served.map(({ reason }) => reason).join('')
        : `${insteadOf(whole)}各项合计：${whole.words}`,
  }
}

/** The reason of each need by itself no longer holds, but why another kind took the place of one. */
const insteadOf = ({ chosen }: ServedDemands) => chosen.map(({ instead = '' }) => instead).join('')

function mergedItems(served: readonly Served[]): OrderedItem[] {
  const byCode = new Map<string, OrderedItem>()
  for (const { code, quantity, monthlyFen } of served.flatMap(({ items }) => items)) {
    const before = byCode.get(code)
    byCode.set(code, {
      code,
      quantity: (before?.quantity ?? 0) + quantity,
      monthlyFen: totalOf([before?.monthlyFen ?? 0, monthlyFen]),
    })
  }
  return [...byCode.values()]
}
