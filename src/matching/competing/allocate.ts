/** Allocations: whether one is feasible, what it costs, and a quick one that needs no solver. */
import type { Demand, Option } from '../cover/demand.ts'
import { orderLinesOf, priceOfSelection } from '../cover/order-lines.ts'
import {
  type AllocatedLine,
  type Allocation,
  type Capacity,
  type CompetingGroup,
  type CompetingLine,
  drawnBy,
  itemsOfOption,
  itemsOfOrder,
} from './competing-lines.ts'

/** What is left of the pools while lines draw on them. */
class Stock {
  readonly #capacity: Capacity
  readonly #left: Map<string, number>

  constructor(capacity: Capacity) {
    this.#capacity = capacity
    this.#left = new Map(capacity.left)
  }

  /** Out: how often an option can still be chosen. */
  timesLeft(option: Option): number {
    let least = Number.POSITIVE_INFINITY
    for (const [pool, units] of drawnBy(itemsOfOption(option), this.#capacity))
      least = Math.min(least, Math.floor((this.#left.get(pool) ?? 0) / units))
    return least
  }

  draw(items: Iterable<{ code: string; quantity: number }>, times = 1): void {
    for (const [pool, units] of drawnBy(items, this.#capacity))
      this.#left.set(pool, (this.#left.get(pool) ?? 0) - units * times)
  }

  /** Draws everything that a line orders, with what goes with it. */
  drawLine({ demands, selection }: AllocatedLine): void {
    this.draw(itemsOfOrder(orderLinesOf(demands, selection)))
  }

  isOverdrawn(): boolean {
    return [...this.#left.values()].some((left) => left < 0)
  }

  get capacity(): Capacity {
    return { ...this.#capacity, left: this.#left }
  }
}

/** Each line in turn chooses what gives most for its price of what is left: quick, and never more than is there. */
export function allocateGreedily({ lines, capacity }: CompetingGroup): Allocation {
  let left = capacity
  const allocated = lines.map((line) => {
    const found = allocateLine(line, left)
    if (found !== null) left = leftAfter(left, [found])
    return found
  })
  const served = allocated.filter((each) => each !== null)
  const atLeastFen = leastFenOfSome(lines, served.length)
  const proven = served.length === lines.length && priceOfAll(allocated) <= atLeastFen
  return { lines: allocated, atLeastFen, proven }
}

/** So many lines cost at least what so many of the cheapest of them cost when nothing is scarce. */
function leastFenOfSome(lines: readonly CompetingLine[], served: number): number {
  const prices = lines.map(({ atLeastFen }) => atLeastFen).sort((a, b) => a - b)
  return prices.slice(0, served).reduce((sum, fen) => sum + fen, 0)
}

/** In: a line and what is left. Out: what it gets of it, or null: not found to be enough. */
function allocateLine({ variants }: CompetingLine, left: Capacity): AllocatedLine | null {
  const found = variants.flatMap((demands) => {
    const selection = selectFor(demands, left)
    if (selection === null) return []
    const after = new Stock(left)
    after.drawLine({ demands, selection })
    return after.isOverdrawn() ? [] : [{ demands, selection }]
  })
  const [cheapest] = [...found].sort((a, b) => priceOfAll([a]) - priceOfAll([b]))
  return cheapest ?? null
}

/** In: a line and what is left. Out: whether it certainly wants more, whichever kind serves it. */
export function exceeds({ variants }: CompetingLine, left: Capacity): boolean {
  return variants.every((demands) => demands.some((demand) => exceedsAlone(demand, left)))
}

/** Whether more is wanted than all options together have, or than a pool has that every option draws on. */
function exceedsAlone({ options, amounts }: Demand, left: Capacity): boolean {
  const stock = new Stock(left)
  const most = options.map((option) => stock.timesLeft(option))
  const provided = (at: number) => options.map(({ provides }) => provides[at] ?? 0)
  const isShort = amounts.some(
    (amount, at) =>
      provided(at).reduce((sum, each, place) => sum + (each === 0 ? 0 : each * (most[place] ?? 0)), 0) <
      amount,
  )
  const times = Math.max(...amounts.map((amount, at) => Math.ceil(amount / Math.max(1, ...provided(at)))))
  const draws = options.map((option) => drawnBy(itemsOfOption(option), left))
  const isShared = [...(draws[0]?.keys() ?? [])].some((pool) => {
    const least = Math.min(...draws.map((draw) => draw.get(pool) ?? 0))
    return least * times > (left.left.get(pool) ?? 0)
  })
  return isShort || isShared
}

/** What is required besides isn't looked at yet. */
function selectFor(demands: readonly Demand[], left: Capacity): number[][] | null {
  const stock = new Stock(left)
  const selection: number[][] = []
  for (const demand of demands) {
    const counts = selectForOne(demand, stock)
    if (counts === null) return null
    selection.push(counts)
  }
  return selection
}

function selectForOne(demand: Demand, stock: Stock): number[] | null {
  const counts = demand.options.map(() => 0)
  const needed = [...demand.amounts]
  for (const place of byValue(demand)) {
    const option = demand.options[place]
    if (option === undefined) continue
    const wanted = Math.max(...needed.map((need, at) => timesFor(need, option.provides[at] ?? 0)))
    const times = Math.min(wanted, stock.timesLeft(option))
    if (times <= 0) continue
    stock.draw(itemsOfOption(option), times)
    counts[place] = times
    for (const [at, need] of needed.entries()) needed[at] = need - (option.provides[at] ?? 0) * times
    if (needed.every((need) => need <= 0)) return counts
  }
  return needed.every((need) => need <= 0) ? counts : null
}

const timesFor = (need: number, each: number) => (need <= 0 || each === 0 ? 0 : Math.ceil(need / each))

/** Places of the options, those that cost least for what they provide of the amounts first. */
function byValue({ options, amounts }: Demand): number[] {
  const price = options.map(({ charges, requiredOnce, provides }) => {
    const required = requiredOnce.reduce((sum, { tariff }) => sum + tariff.of(1), 0)
    const fen = charges.reduce((sum, { charge, quantity }) => sum + charge.tariff.of(quantity), required)
    const share = amounts.reduce(
      (sum, amount, at) => sum + (amount === 0 ? 0 : Math.min(1, (provides[at] ?? 0) / amount)),
      0,
    )
    return fen / Math.max(1e-9, share)
  })
  return [...options.keys()].sort((a, b) => (price[a] ?? 0) - (price[b] ?? 0))
}

/** In: what lines get. Out: what that costs, in fen. */
export function priceOfAll(allocated: readonly (AllocatedLine | null)[]): number {
  return allocated.reduce(
    (sum, line) => (line === null ? sum : sum + priceOfSelection(line.demands, line.selection)),
    0,
  )
}

/** Whether an allocation gives every served line what it demands, in whole numbers, and draws no more than is left. */
export function isFeasible(capacity: Capacity, allocated: readonly (AllocatedLine | null)[]): boolean {
  const served = allocated.filter((each) => each !== null)
  const isServed = ({ demands, selection }: AllocatedLine) =>
    demands.every((demand, place) => isMet(demand, selection[place] ?? []))
  const stock = new Stock(capacity)
  for (const line of served) stock.drawLine(line)
  return served.every(isServed) && !stock.isOverdrawn()
}

function isMet({ options, amounts, isExact }: Demand, counts: readonly number[]): boolean {
  const provided = amounts.map(() => 0)
  for (const [place, { provides }] of options.entries()) {
    const times = counts[place] ?? 0
    if (!Number.isSafeInteger(times) || times < 0) return false
    for (const at of provided.keys()) provided[at] = (provided[at] ?? 0) + (provides[at] ?? 0) * times
  }
  return amounts.every((amount, at) => (isExact ? provided[at] === amount : (provided[at] ?? 0) >= amount))
}

/** In: what is left, and what lines get. Out: what is left after them. */
export function leftAfter(capacity: Capacity, allocated: readonly (AllocatedLine | null)[]): Capacity {
  const stock = new Stock(capacity)
  for (const line of allocated) if (line !== null) stock.drawLine(line)
  return stock.capacity
}
