/** The lowest price of a line where the number of an item, or what must be ordered with it, decides: branch and bound. */
import type { Taken } from './bill.ts'
import type { WorkBudget } from './cover-machines.ts'
import type { Demand } from './demands.ts'
import { type Bounds, type Relaxed, relaxed, wholeRange } from './line-node.ts'
import { type LineProblem, problemOf } from './line-problem.ts'
import { cornersOf } from './tariff.ts'

export interface LineSolution {
  /** How often each choice of each part is taken. */
  taken: Taken
  fen: number
  /** No way to serve the line costs less, in fen; equal to the price where that is proven. */
  atLeastFen: number
  proven: boolean
}

interface Node {
  bounds: Bounds
  found: Relaxed
}

/** Bounds that one line may look at; beyond it the price isn't proven. */
const maxNodes = 3_000
/** Steps that a look at one choice counts. */
const stepsOfColumn = 60

/**
 * In: the parts of a line, and the work that may be done. Out: what serves all of them at the lowest price: every item
 * priced by its number in the whole line, with all that must be ordered besides; null when nothing serves some part.
 */
export function solveLine(parts: readonly Demand[], budget: WorkBudget): LineSolution | null {
  const problem = problemOf(parts)
  const root = nodeOf(problem, wholeRange(problem), budget)
  if (root === null) return null
  let best = root.found
  let unsolved = Infinity
  const open = [root]
  for (let looked = 0; open.length > 0; looked += 1) {
    const node = takeLowest(open)
    if (node === undefined || node.found.atLeast >= best.fen) break
    const children = looked < maxNodes && budget.steps > 0 ? branches(problem, node) : []
    if (children.length === 0) unsolved = Math.min(unsolved, node.found.atLeast)
    for (const bounds of children) {
      const child = nodeOf(problem, bounds, budget)
      if (child === null) continue
      child.found.atLeast = Math.max(child.found.atLeast, node.found.atLeast)
      if (child.found.fen < best.fen) best = child.found
      if (child.found.atLeast < best.fen) open.push(child)
    }
  }
  const least = problem.countable ? Math.min(unsolved, best.fen) : root.found.atLeast
  const atLeastFen = problem.complete ? Math.min(best.fen, least) : 0
  return { taken: best.taken, fen: best.fen, atLeastFen, proven: atLeastFen >= best.fen }
}

function nodeOf(problem: LineProblem, bounds: Bounds, budget: WorkBudget): Node | null {
  budget.steps = Math.max(0, budget.steps - problem.columns.length * stepsOfColumn)
  const found = relaxed(problem, bounds, budget)
  return found === null ? null : { bounds, found }
}

function takeLowest(open: Node[]): Node | undefined {
  let lowest = 0
  for (const [place, { found }] of open.entries())
    if (found.atLeast < (open[lowest]?.found.atLeast ?? Infinity)) lowest = place
  const [node] = open.splice(lowest, 1)
  return node
}

/** Out: bounds that together hold everything that the node's hold; none where nothing is left to be told apart. */
function branches(problem: LineProblem, node: Node): Bounds[] {
  if (node.found.isCoverOnly) return []
  return byCompany(problem, node) ?? byNumber(problem, node) ?? byColumn(problem, node) ?? []
}

/** With or without something that must be ordered besides, where the relaxation took what needs it. */
function byCompany({ brought, columns }: LineProblem, { bounds, found }: Node): Bounds[] | null {
  const used = new Set(
    columns.flatMap(({ brings, part, place }) => ((found.taken[part]?.[place] ?? 0) > 0 ? brings : [])),
  )
  const undecided = [...used].filter((at) => bounds.brought[at] === undefined)
  const dearest = undecided.sort((a, b) => (brought[b]?.fen ?? 0) - (brought[a]?.fen ?? 0))[0]
  if (dearest === undefined) return null
  return [true, false].map((decided) => ({
    ...bounds,
    brought: bounds.brought.map((each, at) => (at === dearest ? decided : each)),
  }))
}

/** Fewer of an item or as many, where its price by number is above the line that stood for it. */
function byNumber(problem: LineProblem, { bounds, found }: Node): Bounds[] | null {
  const gaps = found.curved
    .map(({ quantity, atLeast }, at) => {
      const tariff = problem.volumePriced[at]?.billed.tariff
      return { at, quantity, gap: tariff === undefined ? 0 : tariff.of(quantity) - atLeast }
    })
    .filter(({ gap }) => gap > 0)
    .sort((a, b) => b.gap - a.gap)
  for (const { at, quantity } of gaps) {
    const [only, ...others] = problem.volumePriced[at]?.takers ?? []
    if (only !== undefined && others.length === 0) {
      const split = splitColumn(problem, { bounds, found }, only.column)
      if (split !== null) return split
      continue
    }
    const [low = 0, high = 0] = bounds.curved[at] ?? []
    if (low >= high) continue
    const cut = cutAt(problem, at, { low, high, quantity, meets: found.curved[at]?.meets ?? 0 })
    return [
      [low, cut - 1],
      [cut, high],
    ].map((range) => ({
      ...bounds,
      curved: bounds.curved.map((each, place) =>
        place === at ? ([range[0] ?? 0, range[1] ?? 0] as const) : each,
      ),
    }))
  }
  return null
}

/** Where to cut a range in two: above what its line meets, from where more costs less, at what was taken, or in the middle. */
function cutAt(
  { volumePriced }: LineProblem,
  at: number,
  { low, high, quantity, meets }: { low: number; high: number; quantity: number; meets: number },
): number {
  const tariff = volumePriced[at]?.billed.tariff
  if (quantity > meets && meets >= low && meets < high) return meets + 1
  if (tariff !== undefined && !tariff.rises) {
    const corners = cornersOf(tariff, Math.max(low, Math.min(quantity, high)), high)
    const cheapest = corners.reduce(
      (best, each) => (tariff.of(each) < tariff.of(best) ? each : best),
      corners[0] ?? low,
    )
    if (cheapest > low && cheapest > quantity) return cheapest
  }
  if (quantity > low && quantity <= high) return quantity
  return low + Math.ceil((high - low) / 2)
}

/** Fewer of one choice or as many: the last resort, after which nothing is left but single numbers. */
function byColumn(problem: LineProblem, node: Node): Bounds[] | null {
  const { columns } = problem
  const candidates = columns
    .flatMap(({ part, place, curved, brings }, index) =>
      curved.length > 0 || brings.length > 0 || isTakenToo(problem, part, place)
        ? [{ index, count: node.found.taken[part]?.[place] ?? 0 }]
        : [],
    )
    .sort((a, b) => b.count - a.count)
  for (const { index } of candidates) {
    const split = splitColumn(problem, node, index)
    if (split !== null) return split
  }
  return null
}

function isTakenToo({ parts, brought }: LineProblem, part: number, place: number): boolean {
  const takes = parts[part]?.choices[place]?.takes ?? []
  return brought.some(
    ({ billed, takenToo }) => takenToo && takes.some((take) => take.billed.key === billed.key),
  )
}

function splitColumn(problem: LineProblem, { bounds, found }: Node, index: number): Bounds[] | null {
  const column = problem.columns[index]
  const [low, high] = [bounds.low[index] ?? 0, bounds.high[index] ?? 0]
  if (column === undefined || low >= high) return null
  const count = found.taken[column.part]?.[column.place] ?? 0
  const [first] = column.curved
  const [only, ...more] = column.curved
  const cut =
    first !== undefined && only?.quantity === 1 && more.length === 0
      ? cutAt(problem, first.at, {
          low,
          high,
          quantity: count,
          meets: found.curved[first.at]?.meets ?? 0,
        })
      : cutPlainly(low, high, count)
  return [
    { ...bounds, high: withValue(bounds.high, index, cut - 1) },
    { ...bounds, low: withValue(bounds.low, index, cut) },
  ]
}

const cutPlainly = (low: number, high: number, count: number) =>
  count > low && count <= high ? count : low + Math.ceil((high - low) / 2)

function withValue(values: Float64Array, index: number, value: number): Float64Array {
  const changed = values.slice()
  changed[index] = value
  return changed
}
