/** What a line costs at least while numbers stay within ranges: the relaxation that solve-line.ts branches on. */
import { coverDemand } from './cover-demand.ts'
import type { Selection } from './demand.ts'
import type { LineProblem } from './line-problem.ts'
import type { WorkBudget } from './machine-cover.ts'
import { priceOfSelection } from './order-lines.ts'
import { type LowerLine, lowerLine } from './tariff-bound.ts'

/** Of each column of a problem, then of each counter. */
export interface Ranges {
  low: Float64Array
  high: Float64Array
}

export interface RelaxedLine {
  selection: Selection
  /** Nothing within the ranges costs less, in fen. */
  atLeastFen: number
  /** What was selected costs so much. */
  fen: number
  /** Whether both are apart only because a cover isn't proven: narrower ranges don't help then. */
  isCoverOnly: boolean
  /** Of each counter: its number, how far its price is above the line that stood for it, in fen, and where both meet last. */
  counters: readonly { quantity: number; gap: number; meets: number }[]
}

export function wholeRanges({ columns, counters }: LineProblem): Ranges {
  const high = Float64Array.from([...columns, ...counters], ({ max }) => max)
  return { low: new Float64Array(high.length), high }
}

/** In: a problem and ranges. Out: its relaxation, or null when nothing within the ranges serves the line. */
export function relaxLine(problem: LineProblem, ranges: Ranges, budget: WorkBudget): RelaxedLine | null {
  const { demands, columns, scale } = problem
  const fixed = fixedBy(problem, ranges)
  const lines = linesOf(problem, ranges, fixed)
  if (lines === null) return null
  // What is fixed is counted by the lines at its number; what is chosen besides, by their slopes.
  let sum = fixed.flat
  for (const [at, { base, slope, from }] of lines.entries())
    sum += base + slope * ((fixed.counts[at] ?? 0) - from)
  const selection: number[][] = []
  let [unproven, first] = [0, 0]
  for (const [index, demand] of demands.entries()) {
    const own = Array.from(demand.options, (_, option) => first + option)
    first += own.length
    const room = own.map((at) => fixed.room[at] ?? 0)
    const prices = own.map((at) => priceWith(columns[at], lines))
    const cover = coverDemand(demand, { prices, needed: fixed.needed[index] ?? [], room }, budget)
    if (cover === null) return null
    sum += cover.atLeast
    unproven += cover.unproven
    selection.push(own.map((at, option) => (ranges.low[at] ?? 0) + (cover.counts[option] ?? 0)))
  }
  const fen = priceOfSelection(demands, selection)
  return {
    selection,
    atLeastFen: Math.max(0, Math.ceil(sum / scale)),
    fen,
    isCoverOnly: unproven > 0 && Math.abs(fen - (sum + unproven) / scale) < 1,
    counters: gapsOf(problem, lines, selection),
  }
}

const priceWith = (column: LineProblem['columns'][number] | undefined, lines: readonly LowerLine[]) =>
  (column?.uses ?? []).reduce(
    (sum, { at, quantity }) => sum + (lines[at]?.slope ?? 0) * quantity,
    column?.flat ?? 0,
  )

/** What the lower ends of the ranges fix, and what is left to choose. */
interface Fixed {
  needed: number[][]
  flat: number
  /** Of each counter. */
  counts: number[]
  /** How many more there may be of each column. */
  room: number[]
}

function fixedBy({ demands, columns, counters }: LineProblem, { low, high }: Ranges): Fixed {
  const needed = demands.map(({ amounts }) => [...amounts])
  const counts = counters.map(() => 0)
  let flat = 0
  for (const [index, column] of columns.entries()) {
    const times = low[index] ?? 0
    if (times === 0) continue
    flat += column.flat * times
    for (const { at, quantity } of column.uses) counts[at] = (counts[at] ?? 0) + quantity * times
    const provides = demands[column.demand]?.options[column.option]?.provides ?? []
    const left = needed[column.demand] ?? []
    for (const [at, each] of provides.entries()) left[at] = (left[at] ?? 0) - each * times
  }
  const room = columns.map(({ uses }, index) =>
    uses.reduce(
      (least, { at, quantity }) =>
        Math.min(least, Math.floor(((high[columns.length + at] ?? 0) - (counts[at] ?? 0)) / quantity)),
      (high[index] ?? 0) - (low[index] ?? 0),
    ),
  )
  return { needed, flat, counts, room }
}

/** Of each counter the line that stands for its price, over the numbers that there can be of it; null: there are none. */
function linesOf(problem: LineProblem, { low, high }: Ranges, fixed: Fixed): LowerLine[] | null {
  const { columns, counters } = problem
  const least = leastCounts(problem, fixed).map((count, at) => Math.max(count, low[columns.length + at] ?? 0))
  const raised = new Set(counters.flatMap(({ raises }, at) => ((least[at] ?? 0) > 0 ? (raises ?? []) : [])))
  const lines: LowerLine[] = []
  for (const [at, { tariff, max, users }] of counters.entries()) {
    const most = high[columns.length + at] ?? 0
    const from = Math.max(least[at] ?? 0, raised.has(at) ? 1 : 0)
    if (from > most) return null
    const reach = users.reduce(
      (sum, { column, quantity }) => sum + quantity * Math.max(0, fixed.room[column] ?? 0),
      fixed.counts[at] ?? 0,
    )
    lines.push(
      lowerLine(tariff, { from, to: Math.max(from, Math.min(reach, most, max)), scale: problem.scale }),
    )
  }
  return lines
}

/** Of each counter how many there are at least, as each demand needs so many of options that all count for it. */
function leastCounts({ demands, columns }: LineProblem, { needed, counts, room }: Fixed): number[] {
  const least = [...counts]
  for (const [index, { options, isExact }] of demands.entries()) {
    const left = needed[index] ?? []
    const open = columns.filter(({ demand }, at) => demand === index && (room[at] ?? 0) > 0)
    const times = left.map((each, at) => {
      const most = Math.max(0, ...open.map(({ option }) => options[option]?.provides[at] ?? 0))
      return isExact ? each : most === 0 || each <= 0 ? 0 : Math.ceil(each / most)
    })
    for (const { at } of open[0]?.uses ?? []) {
      const each = open.map(({ uses }) => uses.find((use) => use.at === at)?.quantity ?? 0)
      least[at] = (least[at] ?? 0) + Math.max(0, ...times) * Math.min(...each)
    }
  }
  return least
}

function gapsOf(
  { columns, counters, scale }: LineProblem,
  lines: readonly LowerLine[],
  selection: Selection,
) {
  const quantities = counters.map(() => 0)
  for (const { demand, option, uses } of columns) {
    const times = selection[demand]?.[option] ?? 0
    for (const { at, quantity } of uses) quantities[at] = (quantities[at] ?? 0) + quantity * times
  }
  return counters.map(({ tariff, raises }, at) => {
    const { base, slope, from, meets } = lines[at] ?? { base: 0, slope: 0, from: 0, meets: 0 }
    const quantity = quantities[at] ?? 0
    const isRaised = raises !== null && quantity > 0 && quantities[raises] === 0
    const raise = isRaised ? (counters[raises]?.tariff.of(1) ?? 0) : 0
    return { quantity, gap: tariff.of(quantity) + raise - (base + slope * (quantity - from)) / scale, meets }
  })
}
