/** What a line costs at least, within bounds on what is taken: the relaxation that solve-line.ts branches on. */
import { billOf, fenOfBill, type Taken } from './bill.ts'
import { coverDemand } from './cover-demand.ts'
import type { WorkBudget } from './cover-machines.ts'
import { type Column, isWhole, type LineProblem } from './line-problem.ts'
import { cornersOf, type Tariff, unitsOfOneFen, valueAt } from './tariff.ts'

/** Bounds on what is taken: by column, by curved item, by what is brought (undefined: open). */
export interface Bounds {
  low: Float64Array
  high: Float64Array
  curved: readonly (readonly [number, number])[]
  brought: readonly (boolean | undefined)[]
}

export interface Relaxed {
  taken: Taken
  /** Nothing within the bounds costs less, in fen. */
  atLeast: number
  /** What was taken costs so much. */
  fen: number
  /** Whether both are apart only because a cover wasn't proven: bounds on what is taken don't help then. */
  isCoverOnly: boolean
  /**
   * Of each curved item: how many were taken, what their price was taken to be at least, in fen, and the largest number
   * for which that is its price.
   */
  curved: readonly { quantity: number; atLeast: number; meets: number }[]
}

export function wholeRange({ columns, volumePriced, brought }: LineProblem): Bounds {
  return {
    low: new Float64Array(columns.length),
    high: Float64Array.from(columns, ({ most }) => most),
    curved: volumePriced.map(({ most }) => [0, most]),
    brought: brought.map(() => undefined),
  }
}

/** In: a problem and bounds. Out: its relaxation, or null when nothing within the bounds serves the line. */
export function relaxed(problem: LineProblem, bounds: Bounds, budget: WorkBudget): Relaxed | null {
  const { parts, columns, volumePriced, brought, scale } = problem
  const isOut = ({ brings }: Column) => brings.some((at) => bounds.brought[at] === false)
  const open = columns.map(
    (column, index) => !isOut(column) && (bounds.high[index] ?? 0) > (bounds.low[index] ?? 0),
  )
  const fixed = columns
    .map((column, index) => ({ column, times: bounds.low[index] ?? 0 }))
    .filter(({ times }) => times > 0)
  if (fixed.some(({ column }) => isOut(column))) return null

  const needed = parts.map(({ demands }) => [...demands])
  let constant = 0
  const least = volumePriced.map((_, at) => bounds.curved[at]?.[0] ?? 0)
  const fixedNumber = volumePriced.map(() => 0)
  for (const { column, times } of fixed) {
    constant += column.plain * times
    for (const { at, quantity } of column.curved) fixedNumber[at] = (fixedNumber[at] ?? 0) + quantity * times
    const gives = parts[column.part]?.choices[column.place]?.gives ?? []
    const left = needed[column.part]
    if (left !== undefined)
      for (const [at, each] of gives.entries()) left[at] = (left[at] ?? 0) - each * times
  }
  const sure = surelyBrought(problem, { open, fixed: fixed.map(({ column }) => column), needed }, bounds)
  const surely = new Set([...sure].map((at) => brought[at]?.at))
  const lines = volumePriced.map(({ billed }, at) => {
    const from = Math.max(least[at] ?? 0, fixedNumber[at] ?? 0, surely.has(at) ? 1 : 0)
    const to = Math.max(from, reach(problem, bounds, { open, fixed: fixedNumber[at] ?? 0, at }))
    return lineBelow(billed.tariff, from, Math.min(to, Math.max(from, bounds.curved[at]?.[1] ?? to)), scale)
  })
  for (const at of sure) {
    const each = brought[at]
    if (each !== undefined && each.at === null) constant += each.fen * scale
  }

  const taken: number[][] = []
  let [sum, unproven] = [constant, 0]
  for (const [index, part] of parts.entries()) {
    const own = columns.flatMap((column, at) => (column.part === index ? [{ column, at }] : []))
    const prices = own.map(({ column, at }) =>
      open[at] === true
        ? column.plain +
          column.curved.reduce((all, each) => all + (lines[each.at]?.slope ?? 0) * each.quantity, 0)
        : Infinity,
    )
    const cover = coverDemand(part, {
      prices,
      needed: needed[index] ?? [],
      room: own.map(({ at }) => (bounds.high[at] ?? 0) - (bounds.low[at] ?? 0)),
      covers: part.covers,
      budget,
    })
    if (cover === null) return null
    sum += cover.atLeast
    unproven += cover.unproven
    taken.push(own.map(({ at }, place) => (bounds.low[at] ?? 0) + (cover.counts[place] ?? 0)))
  }
  // What is fixed is counted by the lines at its number; what is taken besides, by their slopes.
  for (const [at, { base, slope, from }] of lines.entries())
    sum += base + slope * ((fixedNumber[at] ?? 0) - from)
  const numbers = volumePriced.map(() => 0)
  for (const { curved: items, part, place } of columns) {
    const times = taken[part]?.[place] ?? 0
    for (const { at, quantity } of items) numbers[at] = (numbers[at] ?? 0) + quantity * times
  }
  const fen = fenOfBill(billOf(parts, taken))
  return {
    taken,
    atLeast: Math.max(0, Math.ceil(sum / scale)),
    fen,
    isCoverOnly: unproven > 0 && Math.abs(fen - (sum + unproven) / scale) < 1,
    curved: lines.map(({ base, slope, from, meets }, at) => {
      const quantity = numbers[at] ?? 0
      return { quantity, atLeast: (base + slope * (quantity - from)) / scale, meets }
    }),
  }
}

/** How many of a curved item there can be: what is fixed, and what the open columns can add. */
function reach(
  { volumePriced }: LineProblem,
  { low, high }: Bounds,
  { open, fixed, at }: { open: readonly boolean[]; fixed: number; at: number },
): number {
  const { takers = [], most = 0 } = volumePriced[at] ?? {}
  let sum = fixed
  for (const { column, quantity } of takers)
    if (open[column] === true) sum += quantity * ((high[column] ?? 0) - (low[column] ?? 0))
  return Math.min(sum, Math.max(most, fixed))
}

/** What must be ordered whatever is chosen within the bounds. */
function surelyBrought(
  { parts, columns }: LineProblem,
  {
    open,
    fixed,
    needed,
  }: { open: readonly boolean[]; fixed: readonly Column[]; needed: readonly (readonly number[])[] },
  bounds: Bounds,
): Set<number> {
  const sure = new Set(fixed.flatMap(({ brings }) => brings))
  for (const [at, decided] of bounds.brought.entries()) if (decided === true) sure.add(at)
  for (const index of parts.keys()) {
    if ((needed[index] ?? []).every((each) => each <= 0)) continue
    const choosable = columns.filter(({ part }, at) => part === index && open[at] === true)
    for (const at of choosable[0]?.brings ?? [])
      if (choosable.every(({ brings }) => brings.includes(at))) sure.add(at)
  }
  return sure
}

/** Numbers next to the lower end whose price is taken exactly, with its rounding. */
const exactly = 64

/**
 * A straight line that is nowhere above the tariff from `from` to `to`, and meets it as well as whole numbers can:
 * base + slope × (quantity − from), in the problem's unit.
 */
function lineBelow(
  tariff: Tariff,
  from: number,
  to: number,
  scale: number,
): { base: number; slope: number; from: number; meets: number } {
  const points = pointsBelow(tariff, from, to).map(({ quantity, fen }) => ({ quantity, value: fen * scale }))
  const base = Math.min(...points.map(({ value }) => value))
  let [slope, meets] = [Infinity, from]
  for (const { quantity, value } of points) {
    if (quantity === from) continue
    const rise = wholeQuotient(value - base, quantity - from)
    if (rise <= slope) [slope, meets] = [rise, quantity]
  }
  return { base, slope: slope === Infinity ? 0 : slope, from, meets }
}

/** Points of which no line between them is above the tariff. */
function pointsBelow(tariff: Tariff, from: number, to: number): { quantity: number; fen: number }[] {
  const isRounded = !isWhole(tariff)
  const next = isRounded ? Math.min(to, from + exactly) : from
  const near = Array.from({ length: next - from + 1 }, (_, step) => from + step)
  const points = near.map((quantity) => ({ quantity, fen: tariff.of(quantity) }))
  if (next === to) return points
  for (const quantity of cornersOf(tariff, next, to)) {
    const segment = quantity === 0 ? undefined : tariff.segments?.find((each) => quantity <= each.to)
    // Half a fen at most is rounded down.
    const fen =
      segment === undefined || !isRounded
        ? tariff.of(quantity)
        : (valueAt(segment, quantity) - unitsOfOneFen / 2 + 1) / unitsOfOneFen
    points.push({ quantity, fen })
  }
  return points
}

/** ⌊over ÷ under⌋, right also where the division rounds up to a whole number. */
function wholeQuotient(over: number, under: number): number {
  if (over === Infinity) return Infinity
  const quotient = Math.floor(over / under)
  return quotient * under > over ? quotient - 1 : quotient
}
