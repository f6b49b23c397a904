/** Allocations: whether one holds, what it costs, and a quick one that needs no solver. */
import { billOf, fenOfBill, type Taken } from '../cover/bill.ts'
import type { Demand, Option } from '../cover/demands.ts'
import {
  type Allocation,
  type Capacity,
  type CompetingGroup,
  type CompetingLine,
  drawnBy,
  itemsOf,
  itemsOfBill,
} from './competing-lines.ts'

/** What is left of the pools while lines take from them. */
class Stock {
  readonly #capacity: Capacity
  readonly #left: Map<string, number>

  constructor(capacity: Capacity) {
    this.#capacity = capacity
    this.#left = new Map(capacity.left)
  }

  /** Out: how often a choice can still be taken. */
  timesLeft(choice: Option): number {
    let least = Number.POSITIVE_INFINITY
    for (const [pool, units] of drawnBy(itemsOf(choice), this.#capacity))
      least = Math.min(least, Math.floor((this.#left.get(pool) ?? 0) / units))
    return least
  }

  take(choice: Option, times: number): void {
    if (times === 0) return
    for (const [pool, units] of drawnBy(itemsOf(choice), this.#capacity))
      this.#left.set(pool, (this.#left.get(pool) ?? 0) - units * times)
  }

  /** Takes everything that a line orders, with what goes with it. */
  takeAll(parts: readonly Demand[], taken: Taken): void {
    for (const [pool, units] of drawnBy(itemsOfBill(billOf(parts, taken)), this.#capacity))
      this.#left.set(pool, (this.#left.get(pool) ?? 0) - units)
  }

  isOverdrawn(): boolean {
    return [...this.#left.values()].some((left) => left < 0)
  }

  get capacity(): Capacity {
    return { ...this.#capacity, left: this.#left }
  }
}

/** Each line in turn takes what gives most for its price of what is left: quick, and never more than is there. */
export function allocateGreedily({ lines, capacity }: CompetingGroup): Allocation {
  let stock = new Stock(capacity)
  const taken = lines.map((line) => {
    const after = new Stock(stock.capacity)
    const parts = takeParts(line, stock)
    if (parts === null) return null
    after.takeAll(line.parts, parts)
    if (after.isOverdrawn()) return null
    stock = after
    return parts
  })
  const atLeastFen = leastOf(lines, taken.filter((parts) => parts !== null).length)
  const all = taken.every((parts) => parts !== null)
  return { taken, atLeastFen, proven: all && priceOfAll(lines, taken) <= atLeastFen }
}

/** So many lines cost at least what so many of the cheapest of them cost when nothing is scarce. */
function leastOf(lines: readonly CompetingLine[], served: number): number {
  const prices = lines.map(({ atLeastFen }) => atLeastFen).sort((a, b) => a - b)
  return prices.slice(0, served).reduce((sum, fen) => sum + fen, 0)
}

/** In: a line and what is left. Out: what it takes of it, or null: not found to be enough. */
export function allocateLine(line: CompetingLine, left: Capacity): number[][] | null {
  const taken = takeParts(line, new Stock(left))
  if (taken === null) return null
  const after = new Stock(left)
  after.takeAll(line.parts, taken)
  return after.isOverdrawn() ? null : taken
}

/** In: a line and what is left. Out: whether it certainly wants more: of a pool that all choices take from, or of all together. */
export function exceeds({ parts }: CompetingLine, left: Capacity): boolean {
  const stock = new Stock(left)
  return parts.some(({ choices, demands }) => {
    const most = choices.map((choice) => stock.timesLeft(choice))
    const given = (at: number) => choices.map(({ gives }) => gives[at] ?? 0)
    const isShort = demands.some(
      (demand, at) =>
        given(at).reduce((sum, each, place) => sum + (each === 0 ? 0 : each * (most[place] ?? 0)), 0) <
        demand,
    )
    const times = Math.max(...demands.map((demand, at) => Math.ceil(demand / Math.max(1, ...given(at)))))
    const draws = choices.map((choice) => drawnBy(itemsOf(choice), left))
    const shared = [...(draws[0]?.keys() ?? [])].some((pool) => {
      const least = Math.min(...draws.map((draw) => draw.get(pool) ?? 0))
      return least * times > (left.left.get(pool) ?? 0)
    })
    return isShort || shared
  })
}

/** What goes with the choices isn't looked at yet. */
function takeParts({ parts }: CompetingLine, left: Stock): number[][] | null {
  const stock = new Stock(left.capacity)
  const taken: number[][] = []
  for (const part of parts) {
    const times = takePart(part, stock)
    if (times === null) return null
    taken.push(times)
  }
  return taken
}

function takePart(part: Demand, stock: Stock): number[] | null {
  const counts = part.choices.map(() => 0)
  const needed = [...part.demands]
  for (const place of byValue(part)) {
    const choice = part.choices[place]
    if (choice === undefined) continue
    const wanted = Math.max(...needed.map((need, index) => timesFor(need, choice.gives[index] ?? 0)))
    const times = Math.min(wanted, stock.timesLeft(choice))
    if (times <= 0) continue
    stock.take(choice, times)
    counts[place] = times
    for (const [index, need] of needed.entries()) needed[index] = need - (choice.gives[index] ?? 0) * times
    if (needed.every((need) => need <= 0)) return counts
  }
  return needed.every((need) => need <= 0) ? counts : null
}

const timesFor = (need: number, gives: number) => (need <= 0 || gives === 0 ? 0 : Math.ceil(need / gives))

/** Places of the choices, those that cost least for what they give of the demands first. */
function byValue({ choices, demands }: Demand): number[] {
  const price = choices.map(({ takes, brings, gives }) => {
    const company = brings.reduce((sum, { tariff }) => sum + tariff.of(1), 0)
    const fen = takes.reduce((sum, { billed, quantity }) => sum + billed.tariff.of(quantity), company)
    const share = demands.map((demand, index) =>
      demand === 0 ? 0 : Math.min(1, (gives[index] ?? 0) / demand),
    )
    return (
      fen /
      Math.max(
        1e-9,
        share.reduce((sum, each) => sum + each, 0),
      )
    )
  })
  return choices.map((_, place) => place).sort((a, b) => (price[a] ?? 0) - (price[b] ?? 0))
}

/** In: lines and what they take. Out: what that costs, in fen. */
export function priceOfAll(lines: readonly CompetingLine[], taken: readonly (Taken | null)[]): number {
  return lines.reduce((sum, { parts }, index) => {
    const counts = taken[index]
    return counts === null || counts === undefined ? sum : sum + priceOfLine(parts, counts)
  }, 0)
}

function priceOfLine(parts: readonly Demand[], taken: Taken): number {
  return fenOfBill(billOf(parts, taken))
}

/** Whether an allocation gives every served line what it demands, in whole numbers, and takes no more than is left. */
export function isFeasible({ lines, capacity }: CompetingGroup, taken: readonly (Taken | null)[]): boolean {
  const stock = new Stock(capacity)
  const served = lines.every(({ parts }, index) => {
    const counts = taken[index]
    if (counts === null || counts === undefined) return true
    if (!parts.every((part, place) => partHolds(part, counts[place] ?? []))) return false
    stock.takeAll(parts, counts)
    return true
  })
  return served && !stock.isOverdrawn()
}

function partHolds({ choices, demands, exactly }: Demand, counts: readonly number[]): boolean {
  const given = demands.map(() => 0)
  for (const [place, { gives }] of choices.entries()) {
    const times = counts[place] ?? 0
    if (!Number.isSafeInteger(times) || times < 0) return false
    for (const index of given.keys()) given[index] = (given[index] ?? 0) + (gives[index] ?? 0) * times
  }
  return demands.every((demand, index) => (exactly ? given[index] === demand : (given[index] ?? 0) >= demand))
}

/** What an allocation leaves. */
export function leftAfter({ lines, capacity }: CompetingGroup, { taken }: Allocation): Capacity {
  const stock = new Stock(capacity)
  for (const [index, { parts }] of lines.entries()) {
    const counts = taken[index]
    if (counts !== null && counts !== undefined) stock.takeAll(parts, counts)
  }
  return stock.capacity
}
