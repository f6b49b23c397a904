import { takenFrom } from './allot.ts'
import { billOf, picksOfBill } from './bill.ts'
import { type Capacity, type CompetingLine, competingLine, drawnBy } from './competing.ts'
import { type Matching, matchLines, nothing } from './match.ts'
import type { Line, Match, Need, Pick, StructuredLine } from './model.ts'
import { alternativesOf, changedDemands, namesOf } from './near-misses.ts'
import type { Pools } from './pools.ts'

interface Stock {
  /** Before anybody took from it. */
  capacity: Capacity
  /** After those that are served took from it. */
  left: Capacity
}
interface Way {
  words: string
  picks: readonly Pick[]
}

/**
 * In: a line for which nothing is left, and how it would have been served. Out: its match: what is short, and the
 * smallest changes after which what is left serves it: fewer of them, or items with less demanded.
 */
export function withoutCapacity(matching: Matching, line: Line, match: Match, stock: Stock): Match {
  const { pools } = matching
  const drawn = [...drawnBy(match.items, stock.left)]
  const short = drawn.filter(([pool, units]) => units > (stock.left.left.get(pool) ?? 0))
  const named = (short.length > 0 ? short : drawn)
    .map(([pool, units]) => {
      const [whole, left] = [stock.capacity.left.get(pool) ?? 0, stock.left.left.get(pool) ?? 0]
      return `${pool} 需要${units}，共余${whole}，分配后余${left}`
    })
    .join('；')
  const ways = 'text' in line ? [] : waysOf(matching, line, match, stock.left)
  const advice =
    ways.length === 0
      ? '请等扩容后再申请，或联系大数据中心协调余量。'
      : `${ways.map(({ words, picks }) => `${words}即可由${namesOf(picks)}提供`).join('；或')}。`
  return {
    ...nothing(line.id),
    outcome: 'no-capacity',
    reason: `能满足的规格余量不足（${named}）；${advice}`,
    alternatives: ways.flatMap(({ words, picks }) => alternativesOf(pools, words, picks)),
  }
}

function waysOf(matching: Matching, line: StructuredLine, match: Match, left: Capacity): Way[] {
  const { pools } = matching
  const fitting = (changed: StructuredLine): readonly Pick[] | null => {
    // With other demands it can be another kind of machine that serves it.
    const [free] = matchLines(matching, [changed]).lines
    if (free === undefined || (free.outcome !== 'served' && free.outcome !== 'substituted')) return null
    const competing = competingLine(pools, changed, free)
    const taken = takenFrom(competing, left)
    return taken === null ? null : picksOfBill(billOf(competing.parts, taken))
  }
  const others = changedDemands(pools, line).flatMap(({ words, changed }) => {
    const picks = fitting({ ...changed, id: line.id, needs: line.needs })
    return picks === null ? [] : [{ words, picks }]
  })
  const fewer = fewerOf(pools, line, match, left)
  return [...(fewer === null ? [] : [fewer]), ...others].slice(0, 3)
}

/** The line with each need cut down to what is left; null when one of them can't be had at all. */
function fewerOf(pools: Pools, line: StructuredLine, match: Match, left: Capacity): Way | null {
  const words: string[] = []
  let needs: readonly Need[] = []
  let competing: CompetingLine = { parts: [], atLeastFen: 0 }
  let taken: readonly (readonly number[])[] | null = []
  for (const need of line.needs) {
    const tried = (amount: number) => {
      const next = competingLine(pools, { ...line, needs: [...needs, withAmount(need, amount)] }, match)
      const counts = takenFrom(next, left)
      return counts === null ? null : { next, counts }
    }
    const whole = amountOf(need)
    const amount = largest(whole, (some) => tried(some) !== null)
    const found = amount === 0 ? null : tried(amount)
    if (found === null) return null
    if (amount < whole) words.push(need.what === 'storage' ? `存储减到${amount}GB` : `数量减到${amount}`)
    needs = [...needs, withAmount(need, amount)]
    competing = found.next
    taken = found.counts
  }
  return taken === null || words.length === 0
    ? null
    : { words: words.join('、'), picks: picksOfBill(billOf(competing.parts, taken)) }
}

const amountOf = (need: Need) => (need.what === 'storage' ? need.storageGiB : need.quantity)

function withAmount(need: Need, amount: number): Need {
  return need.what === 'storage' ? { ...need, storageGiB: amount } : { ...need, quantity: amount }
}

/** The largest number up to `most` that passes, where every smaller one passes as well; 0 when none does. */
function largest(most: number, passes: (amount: number) => boolean): number {
  let [low, high] = [0, most]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (passes(middle)) low = middle
    else high = middle - 1
  }
  return low
}
