/** The lowest price of a line where the number of an item, or what must be ordered with it, decides: branch and bound. */
import type { Demand, Selection } from './demand.ts'
import { type LineProblem, problemOf } from './line-problem.ts'
import type { WorkBudget } from './machine-cover.ts'
import { type Ranges, type RelaxedLine, relaxLine, wholeRanges } from './relax-line.ts'
import type { Tariff } from './tariff.ts'
import { cornersOf } from './tariff-bound.ts'

export interface LineSolution {
  selection: Selection
  fen: number
  /** No way to serve the line costs less, in fen; equal to the price where that is proven. */
  atLeastFen: number
  proven: boolean
}

interface Node {
  ranges: Ranges
  relaxed: RelaxedLine
}
/** A number of the problem, by its place in the ranges, and where to cut its range: below, or from there on. */
interface Cut {
  at: number
  value: number
}

/** Ranges that one line may look at; beyond it the price isn't proven. */
const maxNodes = 3_000
/** Steps that a look at one option counts. */
const stepsOfColumn = 60

/**
 * In: the demands of a line, and the work that may be done. Out: what serves all of them at the lowest price: every item
 * priced by its number in the whole line, with all that must be ordered besides; null when nothing serves some demand.
 */
export function solveLine(demands: readonly Demand[], budget: WorkBudget): LineSolution | null {
  const problem = problemOf(demands)
  const root = nodeOf(problem, wholeRanges(problem), budget)
  if (root === null) return null
  let best = root.relaxed
  let unsolved = Infinity
  const open = [root]
  for (let looked = 0; open.length > 0; looked += 1) {
    const node = takeLowest(open)
    if (node === undefined || node.relaxed.atLeastFen >= best.fen) break
    const cut = looked < maxNodes && budget.steps > 0 ? cutOf(problem, node) : null
    if (cut === null) unsolved = Math.min(unsolved, node.relaxed.atLeastFen)
    for (const ranges of cut === null ? [] : halvesOf(node.ranges, cut)) {
      const child = nodeOf(problem, ranges, budget)
      if (child === null) continue
      child.relaxed.atLeastFen = Math.max(child.relaxed.atLeastFen, node.relaxed.atLeastFen)
      if (child.relaxed.fen < best.fen) best = child.relaxed
      if (child.relaxed.atLeastFen < best.fen) open.push(child)
    }
  }
  const least = problem.isCountable ? Math.min(unsolved, best.fen) : root.relaxed.atLeastFen
  const atLeastFen = problem.isComplete ? Math.min(best.fen, least) : 0
  return { selection: best.selection, fen: best.fen, atLeastFen, proven: atLeastFen >= best.fen }
}

function nodeOf(problem: LineProblem, ranges: Ranges, budget: WorkBudget): Node | null {
  budget.steps = Math.max(0, budget.steps - problem.columns.length * stepsOfColumn)
  const relaxed = relaxLine(problem, ranges, budget)
  return relaxed === null ? null : { ranges, relaxed }
}

function takeLowest(open: Node[]): Node | undefined {
  let lowest = 0
  for (const [place, { relaxed }] of open.entries())
    if (relaxed.atLeastFen < (open[lowest]?.relaxed.atLeastFen ?? Infinity)) lowest = place
  const [node] = open.splice(lowest, 1)
  return node
}

function halvesOf({ low, high }: Ranges, { at, value }: Cut): Ranges[] {
  return [
    { low, high: high.with(at, value - 1) },
    { low: low.with(at, value), high },
  ]
}

/** Out: the range to cut, so that the relaxation comes nearer to the price; null where nothing is left to be told apart. */
function cutOf(problem: LineProblem, node: Node): Cut | null {
  return node.relaxed.isCoverOnly ? null : (cutOfCounter(problem, node) ?? cutOfColumn(problem, node))
}

/** Fewer of what is counted or as many, where its price is above the line that stood for it: the furthest first. */
function cutOfCounter(
  { columns, counters }: LineProblem,
  { ranges: { low, high }, relaxed }: Node,
): Cut | null {
  const gaps = relaxed.counters
    .map((counter, at) => ({ ...counter, at }))
    .filter(({ gap }) => gap > 0)
    .sort((a, b) => b.gap - a.gap)
  for (const { at, quantity, meets } of gaps) {
    const { tariff, users = [] } = counters[at] ?? {}
    // What only one column counts for is that column's number.
    const only = users.length === 1 ? users[0] : undefined
    const [place, times] = [only?.column ?? columns.length + at, only?.quantity ?? 1]
    const [from = 0, to = 0] = [low[place], high[place]]
    if (from >= to) continue
    const by = times === 1 ? { tariff, meets } : {}
    return { at: place, value: cutWithin({ from, to, quantity: quantity / times, ...by }) }
  }
  return null
}

/** Fewer of one option or as many: the last resort, after which nothing is left but single numbers. */
function cutOfColumn({ columns }: LineProblem, { ranges: { low, high }, relaxed }: Node): Cut | null {
  const counts = columns.map(({ demand, option }) => relaxed.selection[demand]?.[option] ?? 0)
  const [at] = [...columns.keys()]
    .filter((index) => (low[index] ?? 0) < (high[index] ?? 0) && (columns[index]?.uses.length ?? 0) > 0)
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
  if (at === undefined) return null
  const [from = 0, to = 0] = [low[at], high[at]]
  return { at, value: cutWithin({ from, to, quantity: counts[at] ?? 0 }) }
}

/**
 * Where to cut a range in two: between none and some, above what its line meets, from where more costs less, at what was
 * chosen, or in the middle.
 */
function cutWithin({
  from,
  to,
  quantity,
  meets = Infinity,
  tariff,
}: {
  from: number
  to: number
  quantity: number
  meets?: number
  tariff?: Tariff | undefined
}): number {
  if (from === 0 && tariff?.segments?.[0]?.rate === 0) return 1
  if (quantity > meets && meets >= from && meets < to) return meets + 1
  if (tariff !== undefined && !tariff.rises) {
    const corners = cornersOf(tariff, Math.max(from, Math.min(quantity, to)), to)
    const cheapest = corners.reduce((best, each) => (tariff.of(each) < tariff.of(best) ? each : best))
    if (cheapest > from && cheapest > quantity) return cheapest
  }
  if (quantity > from && quantity <= to) return quantity
  return from + Math.ceil((to - from) / 2)
}
