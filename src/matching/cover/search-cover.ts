import { leastPrice, leastPriceWith, type UnitPrices } from './bases.ts'
import type { MachineSize } from './cover-machines.ts'
import type { CoverTable } from './cover-table.ts'

/** Machines that may be tried before other ways are. */
const maxTried = 12_000
/** Machines that a quick cover takes; large needs have other ways. */
const maxSteps = 40

interface State {
  vcpu: number
  memoryGiB: number
  /** Price of the machines taken so far. */
  fen: number
  /** That, and at least this for the rest. */
  atLeast: number
  taken: number
  before: State | null
}

/** What is searched: a need larger than the table that is there for what remains. */
export interface Search {
  sizes: readonly MachineSize[]
  prices: UnitPrices
  small: CoverTable
  vcpu: number
  memoryGiB: number
}

/** Out: what the rest costs: exactly where the table has it, else at least, the highest price of it by any basis. */
function least({ prices, small }: Search, vcpu: number, memoryGiB: number): number {
  return small.holds(vcpu, memoryGiB) ? small.priceOf(vcpu, memoryGiB) : leastPrice(prices, vcpu, memoryGiB)
}

/** A cover and its price; no counts where only the price of none is known. */
export interface Found {
  counts: ReadonlyMap<number, number> | null
  price: number
}

/** A good cover at once: always the machine after which price and bound for the rest are lowest. */
export function quickCover(search: Search): Found {
  const { small, sizes } = search
  const taken = new Map<number, number>()
  let [c, m, fen] = [search.vcpu, search.memoryGiB, 0]
  for (let step = 0; step < maxSteps && !small.holds(c, m); step += 1) {
    let best = { place: -1, atLeast: Number.POSITIVE_INFINITY }
    for (const [place, size] of sizes.entries()) {
      const atLeast = size.fen + least(search, Math.max(0, c - size.vcpu), Math.max(0, m - size.memoryGiB))
      if (atLeast < best.atLeast) best = { place, atLeast }
    }
    const size = sizes[best.place]
    if (size === undefined) break
    taken.set(best.place, (taken.get(best.place) ?? 0) + 1)
    fen += size.fen
    c = Math.max(0, c - size.vcpu)
    m = Math.max(0, m - size.memoryGiB)
  }
  const rest = small.holds(c, m) ? small.countsOf(c, m) : null
  if (rest === null) return { counts: null, price: Number.POSITIVE_INFINITY }
  for (const [place, count] of taken) rest.set(place, (rest.get(place) ?? 0) + count)
  return { counts: rest, price: fen + small.priceOf(c, m) }
}

/**
 * Out: the places of sizes that a cover at `price` or below can use, those that fit the need best first; with any other
 * the bound is above that price.
 */
export function usable({ sizes, prices, vcpu, memoryGiB }: Search, price: number): number[] {
  return sizes
    .map((size, place) => ({ place, atLeast: leastPriceWith(prices, size, vcpu, memoryGiB) }))
    .filter(({ atLeast }) => atLeast <= price)
    .sort((a, b) => a.atLeast - b.atLeast)
    .map(({ place }) => place)
}

/**
 * A* over what remains to be covered: every step takes one machine; what the table holds is finished by it. In: the places
 * of the sizes to be tried, none of them free, and a known cover. Out: the cheapest cover met, the known one if none is
 * cheaper; `proven` when no cover by these sizes costs less.
 */
export function bySearch(
  search: Search,
  places: readonly number[],
  known: Found,
): Found & { proven: boolean; steps: number } {
  const { vcpu, memoryGiB, small } = search
  const cheapest = new Map<number, number>()
  const keyOf = (c: number, m: number) => c * (memoryGiB + 1) + m
  const tried = places.flatMap((place) => {
    const size = search.sizes[place]
    return size === undefined ? [] : [{ place, size }]
  })
  const open = new Heap()
  open.push({ vcpu, memoryGiB, fen: 0, atLeast: least(search, vcpu, memoryGiB), taken: -1, before: null })
  let finished = known.price
  let found: State | null = null
  let steps = 0
  for (; steps < maxTried; steps += tried.length + 1) {
    const state = open.pop()
    if (state === null || state.atLeast >= finished) {
      const counts = found === null ? known.counts : countsOf(found, small)
      return { counts, price: finished, proven: true, steps }
    }
    if (state.fen > (cheapest.get(keyOf(state.vcpu, state.memoryGiB)) ?? state.fen)) continue
    for (const { place, size } of tried) {
      const fen = state.fen + size.fen
      if (fen >= finished) continue
      const c = Math.max(0, state.vcpu - size.vcpu)
      const m = Math.max(0, state.memoryGiB - size.memoryGiB)
      const atLeast = Math.max(state.atLeast, fen + least(search, c, m))
      if (atLeast >= finished) continue
      const key = keyOf(c, m)
      if (fen >= (cheapest.get(key) ?? Number.POSITIVE_INFINITY)) continue
      cheapest.set(key, fen)
      const next = { vcpu: c, memoryGiB: m, fen, atLeast, taken: place, before: state }
      if (small.holds(c, m)) {
        // What the table has needs no search: it is finished, at this price.
        found = next
        finished = atLeast
      } else open.push(next)
    }
  }
  return {
    counts: found === null ? known.counts : countsOf(found, small),
    price: finished,
    proven: false,
    steps,
  }
}

function countsOf(last: State, small: CoverTable): Map<number, number> {
  const counts = small.countsOf(last.vcpu, last.memoryGiB) ?? new Map<number, number>()
  for (let state: State | null = last; state !== null; state = state.before)
    if (state.taken >= 0) counts.set(state.taken, (counts.get(state.taken) ?? 0) + 1)
  return counts
}

/** The state with the lowest bound first; of equals the one that is furthest. */
class Heap {
  readonly #states: State[] = []

  push(state: State): void {
    const states = this.#states
    let at = states.length
    states.push(state)
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = states[above]
      if (parent === undefined || !isBefore(state, parent)) break
      states[at] = parent
      at = above
    }
    states[at] = state
  }

  pop(): State | null {
    const states = this.#states
    const [first] = states
    const last = states.pop()
    if (first === undefined || last === undefined) return null
    if (states.length === 0) return first
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const [one, other] = [states[left], states[left + 1]]
      if (one === undefined) break
      const below = other !== undefined && isBefore(other, one) ? left + 1 : left
      const child = states[below]
      if (child === undefined || !isBefore(child, last)) break
      states[at] = child
      at = below
    }
    states[at] = last
    return first
  }
}

function isBefore(one: State, other: State): boolean {
  return one.atLeast < other.atLeast || (one.atLeast === other.atLeast && one.fen > other.fen)
}
