/** Lines that want more of some pools than is left, as choices that share what is left. */
import type { ResourcePool } from '../../catalogue/index.ts'
import type { CatalogueIndex } from '../catalogue-index.ts'
import type { Entry } from '../cover/bill.ts'
import { bandwidthDemand, type Demand, machineDemand, type Option, storageDemand } from '../cover/demands.ts'
import { plainTariff } from '../cover/tariff.ts'
import { flavourOf } from '../items.ts'
import type { Match, Need, Requirements, StructuredLine } from '../model.ts'

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

export interface CompetingLine {
  parts: readonly Demand[]
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
export function competingLine(catalogue: CatalogueIndex, line: StructuredLine, match: Match): CompetingLine {
  const parts = line.needs.map((need) => partOf(catalogue, need, line, match))
  return { parts, atLeastFen: match.atLeastFen ?? match.monthlyFen }
}

/** A line that is served by these items or not at all: words have no sizes to choose among. */
export function fixedLine({ items, monthlyFen }: Match): CompetingLine {
  const takes = items.map(({ code, quantity, monthlyFen: fen }) => ({
    billed: { key: code, code, tariff: plainTariff(fen), items: quantity, isPriced: true },
    quantity: 1,
  }))
  const part: Demand = {
    choices: [{ takes, brings: [], gives: [1] }],
    demands: [1],
    exactly: true,
    complete: true,
    repeated: false,
    covers: new Map(),
  }
  return { parts: [part], atLeastFen: monthlyFen }
}

function partOf(catalogue: CatalogueIndex, need: Need, demands: Requirements, match: Match): Demand {
  if (need.what === 'storage') return storageDemand(catalogue, need, demands)
  if (need.what === 'bandwidth') return bandwidthDemand(catalogue, need, demands)
  // Where no machine of its own kind is large enough, the line was given another kind, and stays with it.
  const kind = match.items.flatMap(({ code }) => kindOf(catalogue, code) ?? [])[0] ?? need.kind
  return machineDemand(catalogue, need, demands, { kind, scarce: true })
}

function kindOf(catalogue: CatalogueIndex, code: string) {
  const item = catalogue.byCode.get(code)
  return item === undefined ? undefined : flavourOf(item)?.kind
}

/** In: a choice. Out: the items that one of it takes. */
export function itemsOf({ takes }: Option): { code: string; quantity: number }[] {
  return takes.map(({ billed: { code, items }, quantity }) => ({ code, quantity: items * quantity }))
}

/** In: what a line orders. Out: the items of it. */
export function itemsOfBill(bill: readonly Entry[]): { code: string; quantity: number }[] {
  return bill.map(({ billed: { code, items }, quantity }) => ({ code, quantity: items * quantity }))
}

/** The pools that a line could take from. */
export function poolsNeeded({ parts }: CompetingLine, capacity: Capacity): Set<string> {
  const choices = parts.flatMap((part) => part.choices)
  const brought = choices.flatMap(({ brings }) => brings.map(({ code }) => ({ code, quantity: 1 })))
  return new Set(drawnBy([...choices.flatMap(itemsOf), ...brought], capacity).keys())
}
