import { type ServedDemands, serveDemands } from './cover/serve-demands.ts'
import { emptyMatch, type MatchRun } from './match-run.ts'
import { isServed, type Match, type OrderedItem, type Served, type Solution } from './model.ts'
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
  const outcome = served.some(({ substituted }) => substituted) ? 'substituted' : 'served'
  const together = served.length > 1 && served.some(({ isPlain }) => !isPlain)
  const whole = together
    ? serveDemands(
        catalogue,
        served.map(({ part }) => part()),
        budget,
      )
    : null
  const items = whole?.picks ?? mergedItems(served)
  const certain = served.every(({ isOpen }) => isOpen !== true)
  const optimal = whole === null ? served.every((each) => each.optimal) : whole.optimal && certain
  const atLeastFen = whole?.atLeastFen ?? served.reduce((sum, each) => sum + leastFenOf(each), 0)
  return {
    ...emptyMatch(id),
    outcome,
    items,
    monthlyFen: totalOf(items.map(({ monthlyFen }) => monthlyFen)),
    optimal,
    ...(optimal ? {} : { atLeastFen }),
    reason: whole === null ? served.map(({ reason }) => reason).join('') : reasonTogether(served, whole),
  }
}

/** The reason of each need by itself no longer holds, but why another kind or product took the place of one. */
function reasonTogether(served: readonly Served[], { words }: ServedDemands): string {
  return `${served.map(({ instead = '' }) => instead).join('')}各项合计：${words}`
}

function leastFenOf({ optimal, picks, atLeastFen = 0 }: Served): number {
  return optimal ? totalOf(picks.map(({ monthlyFen }) => monthlyFen)) : atLeastFen
}

function mergedItems(served: readonly Served[]): OrderedItem[] {
  const byCode = new Map<string, OrderedItem>()
  for (const pick of served.flatMap(({ picks }) => picks)) {
    const before = byCode.get(pick.code)
    byCode.set(
      pick.code,
      before === undefined
        ? pick
        : {
            code: pick.code,
            quantity: before.quantity + pick.quantity,
            monthlyFen: totalOf([before.monthlyFen, pick.monthlyFen]),
          },
    )
  }
  return [...byCode.values()]
}
