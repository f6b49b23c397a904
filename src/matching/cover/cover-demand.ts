import { getOrInsert } from '../../platform/get-or-insert.ts'
import type { Demand } from './demand.ts'
import { MachineCover, type WorkBudget } from './machine-cover.ts'
import { PackCover } from './pack-cover.ts'

/** The cheapest way to give a demand what it still needs, at given prices for each of its options. */
export interface DemandCover {
  counts: number[]
  /** No way costs less; the price of this one where it is the cheapest. */
  atLeast: number
  /** What this one costs above that only because the search for a cheaper one was given up. */
  unproven: number
}
export interface Asked {
  /** A whole price for each option. */
  prices: readonly number[]
  needed: readonly number[]
  /** How often each may be chosen; above 0 kept to where one figure is needed, else only by what is asked next. */
  room: readonly number[]
}
/** Covers that are kept: lines of one request ask them again and again with the same prices. */
const maxCovers = 32
/** Cells of the table of a cover that is made for one line. */
const maxCells = 1_000
/** Far more than division can round. */
const [relative, absolute] = [1e-12, 1e-6]

/** In: a demand, what is asked of it, and the work that may be done. Out: null when that can't be had. */
export function coverDemand(demand: Demand, asked: Asked, budget: WorkBudget): DemandCover | null {
  const [first = 0, second] = asked.needed
  if (demand.isExact) return cheapestFirst(asked, first)
  if (Math.max(...asked.needed) <= 0) return { counts: asked.prices.map(() => 0), atLeast: 0, unproven: 0 }
  const places = [...asked.room.keys()].filter((place) => (asked.room[place] ?? 0) > 0)
  if (places.length === 0) return null
  const [vcpu, memoryGiB] = [Math.max(0, first), Math.max(0, second ?? 0)]
  return second === undefined
    ? coverOne(demand, asked, { places, needed: first }, budget)
    : coverTwo(demand, asked, { places, vcpu, memoryGiB }, budget)
}

/** Exactly so many: the cheapest as often as it may be chosen, then the next. */
function cheapestFirst({ prices, room }: Asked, needed: number): DemandCover | null {
  const counts = prices.map(() => 0)
  let [left, atLeast] = [needed, 0]
  for (const place of [...prices.keys()].sort((a, b) => (prices[a] ?? 0) - (prices[b] ?? 0))) {
    const times = Math.max(0, Math.min(left, room[place] ?? 0))
    counts[place] = times
    atLeast += times * (prices[place] ?? 0)
    left -= times
  }
  return left === 0 ? { counts, atLeast, unproven: 0 } : null
}

function coverTwo(
  demand: Demand,
  { prices }: Asked,
  { places, vcpu, memoryGiB }: { places: readonly number[]; vcpu: number; memoryGiB: number },
  budget: WorkBudget,
): DemandCover | null {
  const steps = Math.min((vcpu + 1) * (memoryGiB + 1), maxCells) * places.length
  budget.steps = Math.max(0, budget.steps - steps)
  const cover = keptCover(demand, places, prices, () => {
    const sizes = places.map((place) => {
      const [cores = 0, memory = 0] = demand.options[place]?.provides ?? []
      return { vcpu: cores, memoryGiB: memory, fen: prices[place] ?? 0 }
    })
    return new MachineCover(sizes, maxCells)
  })
  const found = cover instanceof MachineCover ? cover.solve(vcpu, memoryGiB, budget) : null
  if (found === null) return null
  const counts = spread(found.counts, places, demand)
  const price = places.reduce((sum, place) => sum + (counts[place] ?? 0) * (prices[place] ?? 0), 0)
  return { counts, atLeast: found.atLeastFen, unproven: found.optimal ? 0 : price - found.atLeastFen }
}

/** By the table, as often as wanted; and by what provides most for its price, no more often than allowed. */
function coverOne(
  demand: Demand,
  { prices, room }: Asked,
  { places, needed }: { places: readonly number[]; needed: number },
  budget: WorkBudget,
): DemandCover | null {
  const packs = places.map((place) => ({
    size: demand.options[place]?.provides[0] ?? 0,
    fen: prices[place] ?? 0,
    room: room[place] ?? 0,
  }))
  const filled = mostForItsPrice(packs, needed)
  if (filled === null) return null
  const within = { counts: spread(filled.counts, places, demand), atLeast: filled.atLeastFen, unproven: 0 }
  const cover = keptCover(demand, places, prices, () => new PackCover(packs))
  if (!(cover instanceof PackCover)) return within
  const steps = Math.ceil(cover.stepsFor(needed) / 4)
  if (steps > budget.steps) return within
  budget.steps -= steps
  const found = cover.solve(needed)
  if (found === null) return within
  const counts = spread(found.counts, places, demand)
  const isAllowed = counts.every((count, place) => count <= (room[place] ?? 0))
  return {
    counts: isAllowed ? counts : within.counts,
    atLeast: Math.max(found.atLeastFen, within.atLeast),
    unproven: 0,
  }
}

/** As often as allowed, the best value first; the last one in part where the bound is asked, else whole. */
function mostForItsPrice(
  packs: readonly { size: number; fen: number; room: number }[],
  needed: number,
): { counts: Map<number, number>; atLeastFen: number } | null {
  const counts = new Map<number, number>()
  const value = ({ fen, size }: { fen: number; size: number }) => fen / (size || 1e-9)
  let [left, sum] = [needed, 0]
  for (const [at, { fen, size, room }] of [...packs.entries()].sort(([, a], [, b]) => value(a) - value(b))) {
    if (left <= 0) break
    if (size === 0) continue
    const times = Math.min(room, left / size)
    counts.set(at, Math.ceil(times))
    sum += times * fen
    left -= times * size
  }
  if (left > absolute) return null
  return { counts, atLeastFen: Math.max(0, Math.ceil(sum - Math.abs(sum) * relative - absolute)) }
}

/** Covers hang on prices and sizes alone: lines with other options share those of their offers. */
function keptCover(
  { options, covers }: Demand,
  places: readonly number[],
  prices: readonly number[],
  make: () => MachineCover | PackCover,
): MachineCover | PackCover {
  const key = places
    .map((place) => `${prices[place] ?? 0}:${options[place]?.provides.join('x') ?? ''}`)
    .join()
  if (covers.size >= maxCovers && !covers.has(key)) covers.clear()
  return getOrInsert(covers, key, make)
}

function spread(
  found: ReadonlyMap<number, number>,
  places: readonly number[],
  { options }: Demand,
): number[] {
  const counts = options.map(() => 0)
  for (const [at, count] of found) counts[places[at] ?? 0] = count
  return counts
}
