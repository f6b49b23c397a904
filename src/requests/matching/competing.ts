/** Lines that want more of some pools than is left, as choices that share what is left. */
import type { ResourcePool } from '../../catalogue/index.ts'
import { type Bandwidth, bandwidthPrice, type Flavour, flavourOf } from './items.ts'
import type { BandwidthNeed, Demands, MachineNeed, Match, Need, Pick, StructuredLine } from './model.ts'
import { priceOf } from './money.ts'
import type { Pools } from './pools.ts'

/** What is left of the city's pools, in their units, and what one of an item takes; other items are not limited. */
export interface Capacity {
  left: ReadonlyMap<string, number>
  draws: ReadonlyMap<string, { pool: string; units: number }>
}

/** In: pools, with what is left of each as its capacity. Out: the same, by item. */
export function capacityOf(pools: Iterable<ResourcePool>): Capacity {
  const left = new Map<string, number>()
  const draws = new Map<string, { pool: string; units: number }>()
  for (const { name, capacity, takes } of pools) {
    left.set(name, capacity)
    for (const [code, units] of takes) draws.set(code, { pool: name, units })
  }
  return { left, draws }
}

/** In: items with their number. Out: what they take of each pool. */
export function drawnBy(
  items: Iterable<{ code: string; quantity: number }>,
  { draws }: Capacity,
): Map<string, number> {
  const drawn = new Map<string, number>()
  for (const { code, quantity } of items) {
    const draw = draws.get(code)
    if (draw !== undefined && quantity > 0)
      drawn.set(draw.pool, (drawn.get(draw.pool) ?? 0) + draw.units * quantity)
  }
  return drawn
}

/** One unit of a way to serve a part of a line: what it costs, which items it takes, what it gives. */
export interface Choice {
  fen: number
  takes: readonly { code: string; quantity: number; fen: number }[]
  /** One figure per demand of its part. */
  gives: readonly number[]
}
/** One need of a line: any number of any of its choices that together give what is demanded. */
export interface Part {
  choices: readonly Choice[]
  /** Cores and GiB, GiB, Mbps, or just how many. */
  demands: readonly number[]
  /** Exactly as many: machines that may not be split. */
  exactly: boolean
}
export interface CompetingLine {
  parts: readonly Part[]
  /** What it costs by itself at least, in fen. */
  atLeastFen: number
}
/** Lines that share what is left with each other, and nothing with other lines. */
export interface CompetingGroup {
  lines: readonly CompetingLine[]
  capacity: Capacity
}
/** For each line how many of each choice of each part, or null: not served. */
export interface Allocation {
  taken: readonly (readonly (readonly number[])[] | null)[]
  /** No allocation serves more lines, and none that serves as many costs less. */
  proven: boolean
  /** What serving as many lines costs at least, in fen. */
  atLeastFen: number
}

/** In: a line and how it is served when nothing is scarce. Out: everything that could serve it, need by need. */
export function competingLine(pools: Pools, line: StructuredLine, match: Match): CompetingLine {
  const parts = line.needs.map((need) => partOf(pools, need, line, match))
  return { parts, atLeastFen: match.atLeastFen ?? match.monthlyFen }
}

/** A line that is served by these items or not at all: words have no sizes to choose among. */
export function fixedLine({ items, monthlyFen }: Match): CompetingLine {
  const takes = items.map(({ code, quantity, monthlyFen: fen }) => ({ code, quantity, fen }))
  const choice = { fen: monthlyFen, takes, gives: [1] }
  return { parts: [{ choices: [choice], demands: [1], exactly: true }], atLeastFen: monthlyFen }
}

function partOf(pools: Pools, need: Need, demands: Demands, match: Match): Part {
  const pool = pools.with(demands)
  if (need.what === 'machine') {
    // Where no machine of its own kind is large enough, the line was given another kind, and stays with it.
    const kind = match.items.flatMap(({ code }) => kindOf(pools, code) ?? [])[0] ?? need.kind
    return machinePart(need, pool.machines(kind).flavours)
  }
  if (need.what === 'storage')
    return {
      choices: pool.storage(need.kind).packs.map(({ item, sizeGiB, fen }) => ({
        fen,
        takes: [{ code: item.code, quantity: 1, fen }],
        gives: [sizeGiB],
      })),
      demands: [need.storageGiB],
      exactly: false,
    }
  return bandwidthPart(need, pool.bandwidths())
}

function kindOf(pools: Pools, code: string) {
  const item = pools.items.find((each) => each.code === code)
  return item === undefined ? undefined : flavourOf(item)?.kind
}

function machinePart(need: MachineNeed, flavours: readonly Flavour[]): Part {
  const attached = need.attached.map(({ code, monthlyFen }) => ({ code, quantity: 1, fen: monthlyFen ?? 0 }))
  const attachedFen = attached.reduce((sum, { fen }) => sum + fen, 0)
  const fitting = need.splittable
    ? flavours
    : flavours.filter(({ vcpu, memoryGiB }) => vcpu >= need.vcpu && memoryGiB >= need.memoryGiB)
  return {
    choices: fitting.map(({ item, vcpu, memoryGiB, fen }) => ({
      fen: fen + attachedFen,
      takes: [{ code: item.code, quantity: 1, fen }, ...attached],
      gives: need.splittable ? [vcpu, memoryGiB] : [1],
    })),
    demands: need.splittable ? [need.vcpu * need.quantity, need.memoryGiB * need.quantity] : [need.quantity],
    exactly: !need.splittable,
  }
}

/** Every size of a formula up to the need: what is larger gives no more of use. */
function bandwidthPart(need: BandwidthNeed, bandwidths: readonly Bandwidth[]): Part {
  const times = need.splittable ? need.quantity : 1
  const sizes = bandwidths.flatMap((bandwidth) => {
    const from = need.splittable ? bandwidth.mbps : Math.max(need.mbps, bandwidth.mbps)
    const to = bandwidth.formula === null ? from : Math.max(need.mbps, bandwidth.mbps)
    return Array.from({ length: to - from + 1 }, (_, step) => from + step).flatMap((size) => {
      const fen = bandwidthPrice(bandwidth, size)
      return fen === null ? [] : [{ code: bandwidth.item.code, size, fen }]
    })
  })
  return {
    choices: sizes.map(({ code, size, fen }) => ({
      fen: priceOf(fen, times),
      takes: [{ code, quantity: times, fen: priceOf(fen, times) }],
      gives: [need.splittable ? size : 1],
    })),
    demands: [need.splittable ? need.mbps : need.quantity],
    exactly: !need.splittable,
  }
}

/** In: a line and how many of each choice it takes. Out: its items with their prices. */
export function picksOf({ parts }: CompetingLine, taken: readonly (readonly number[])[]): Pick[] {
  const picks = new Map<string, { quantity: number; fen: number }>()
  for (const [index, part] of parts.entries())
    for (const [place, { takes }] of part.choices.entries()) {
      const times = taken[index]?.[place] ?? 0
      if (times === 0) continue
      for (const { code, quantity, fen } of takes) {
        const before = picks.get(code) ?? { quantity: 0, fen: 0 }
        picks.set(code, { quantity: before.quantity + quantity * times, fen: before.fen + fen * times })
      }
    }
  return [...picks].map(([code, { quantity, fen }]) => ({ code, quantity, monthlyFen: priceOf(fen, 1) }))
}

/** The pools that a line could take from. */
export function poolsNeeded({ parts }: CompetingLine, capacity: Capacity): Set<string> {
  const takes = parts.flatMap(({ choices }) => choices.flatMap((choice) => choice.takes))
  return new Set(drawnBy(takes, capacity).keys())
}
