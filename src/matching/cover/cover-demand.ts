import { MachineCover, type WorkBudget } from './cover-machines.ts'
import { PackCover } from './cover-packs.ts'
import type { Demand } from './demands.ts'

/** The cheapest way to give a part what it still needs, at given prices for each of its choices. */
export interface DemandCover {
  counts: number[]
  /** No way costs less; the price of this one where it is the cheapest. */
  atLeast: number
  /** What this one costs above that only because the search for a cheaper one was given up. */
  unproven: number
}
/** Covers that are kept: lines of one request ask them again and again with the same prices. */
export type Covers = Map<string, MachineCover | PackCover>
const maxCovers = 32
const freeCovers = 4
/** From so many sizes on a large table, made once, is worth more than small ones. */
const manySizes = 16
/** Cells of the table once all work that may be done is done: a bound, and a cover that is good. */
const fewCells = 64

interface Asked {
  prices: readonly number[]
  needed: readonly number[]
  room: readonly number[]
  covers: Covers
  budget: WorkBudget
}

/**
 * In: a part, a whole price for each of its choices (Infinity: not to be taken), what is still needed, and how often each
 * may be taken: kept to where one figure is demanded, else only by what is asked next. Out: null when that can't be had.
 */
export function coverDemand(
  part: Demand,
  { prices, needed, room, covers, budget }: Asked,
): DemandCover | null {
  const none = { counts: part.choices.map(() => 0), atLeast: 0, unproven: 0 }
  if (part.exactly) return fewestFirst(prices, needed[0] ?? 0, room)
  if (needed.every((each) => each <= 0)) return none
  const places = prices.flatMap((price, place) => (price < Infinity ? [place] : []))
  if (places.length === 0) return null
  const [first = 0, second] = needed.map((each) => Math.max(0, each))
  budget.steps = Math.max(0, budget.steps - places.length * 4)
  if (second === undefined) return coverOne(part, { prices, places, needed: first, room, covers, budget })
  const whole = places.length >= manySizes ? 60_000 : tableFor(first, second)
  const cells = budget.steps === 0 ? Math.min(whole, fewCells) : whole
  const cover = keptCover(covers, `${cells}/${keyOf(part, places, prices)}`, () => {
    // The first ones are made once for an edition, not for a line.
    const steps = covers.size < freeCovers ? 0 : Math.min(cells * places.length, 1_000_000)
    budget.steps = Math.max(0, budget.steps - steps)
    return new MachineCover(
      places.map((place) => {
        const [vcpu = 0, memoryGiB = 0] = part.choices[place]?.gives ?? []
        return { vcpu, memoryGiB, fen: prices[place] ?? 0 }
      }),
      cells,
    )
  })
  const found = cover instanceof MachineCover ? cover.solve(first, second, budget) : null
  if (found === null) return null
  const counts = spread(found.counts, places, part)
  const price = counts.reduce(
    (sum, count, place) => (count === 0 ? sum : sum + count * (prices[place] ?? 0)),
    0,
  )
  return { counts, atLeast: found.atLeastFen, unproven: found.optimal ? 0 : price - found.atLeastFen }
}

/** One demand: by the table, as often as wanted; and by what gives most for its price, no more often than allowed. */
function coverOne(
  part: Demand,
  {
    prices,
    places,
    needed,
    room,
    covers,
    budget,
  }: Omit<Asked, 'needed'> & { places: readonly number[]; needed: number },
): DemandCover | null {
  const filled = mostForItsPrice(part, { prices, places, needed, room })
  if (filled === null) return null
  const sizes = places.map((place) => ({ size: part.choices[place]?.gives[0] ?? 0, fen: prices[place] ?? 0 }))
  const cover = keptCover(covers, `1/${keyOf(part, places, prices)}`, () => new PackCover(sizes))
  if (!(cover instanceof PackCover)) return filled
  const steps = Math.ceil(cover.stepsFor(needed) / 4)
  if (steps > budget.steps) return filled
  budget.steps -= steps
  const found = cover.solve(needed)
  if (found === null) return filled
  const counts = spread(found.counts, places, part)
  const isAllowed = counts.every((count, place) => count <= (room[place] ?? 0))
  return {
    counts: isAllowed ? counts : filled.counts,
    atLeast: Math.max(found.atLeastFen, filled.atLeast),
    unproven: 0,
  }
}

/** Far more than division can round. */
const [relative, absolute] = [1e-12, 1e-6]

/** As often as allowed, the best value first; the last one in part where the bound is asked, else whole. */
function mostForItsPrice(
  { choices }: Demand,
  {
    prices,
    places,
    needed,
    room,
  }: Pick<Asked, 'prices' | 'room'> & { places: readonly number[]; needed: number },
): DemandCover | null {
  const counts = choices.map(() => 0)
  const value = (place: number) => (prices[place] ?? 0) / (choices[place]?.gives[0] || 1e-9)
  let [left, fen] = [needed, 0]
  for (const place of [...places].sort((a, b) => value(a) - value(b))) {
    if (left <= 0) break
    const gives = choices[place]?.gives[0] ?? 0
    if (gives === 0) continue
    const times = Math.min(room[place] ?? 0, left / gives)
    counts[place] = Math.ceil(times)
    fen += times * (prices[place] ?? 0)
    left -= times * gives
  }
  if (left > absolute) return null
  return { counts, atLeast: Math.max(0, Math.ceil(fen - Math.abs(fen) * relative - absolute)), unproven: 0 }
}

/** A table that holds a need, in steps of four so that needs share it. */
function tableFor(vcpu: number, memoryGiB: number): number {
  const cells = 2 * (vcpu + 1) * (memoryGiB + 1)
  return Math.min(60_000, 4 ** Math.ceil(Math.log(cells) / Math.log(4)))
}

/** What a cover hangs on: lines with other choices share the covers of their pool. */
function keyOf({ choices }: Demand, places: readonly number[], prices: readonly number[]): string {
  return places.map((place) => `${prices[place] ?? 0}:${choices[place]?.gives.join('x') ?? ''}`).join()
}

function keptCover(
  covers: Covers,
  key: string,
  make: () => MachineCover | PackCover,
): MachineCover | PackCover {
  let cover = covers.get(key)
  if (cover === undefined) {
    if (covers.size >= maxCovers) covers.clear()
    cover = make()
    covers.set(key, cover)
  }
  return cover
}

/** Exactly so many: the cheapest as often as it may be taken, then the next. */
function fewestFirst(prices: readonly number[], needed: number, room: readonly number[]): DemandCover | null {
  const counts = prices.map(() => 0)
  let [left, atLeast] = [needed, 0]
  if (left < 0) return null
  while (left > 0) {
    let best = -1
    for (const [place, price] of prices.entries())
      if (price < (prices[best] ?? Infinity) && (counts[place] ?? 0) < (room[place] ?? 0)) best = place
    if (best < 0) return null
    const times = Math.min(left, room[best] ?? 0)
    counts[best] = times
    atLeast += times * (prices[best] ?? 0)
    left -= times
  }
  return { counts, atLeast, unproven: 0 }
}

function spread(found: ReadonlyMap<number, number>, places: readonly number[], part: Demand): number[] {
  const counts = part.choices.map(() => 0)
  for (const [at, count] of found) counts[places[at] ?? 0] = count
  return counts
}
