/** Lines that want more of some pools than is left, as demands that share what is left. */
import type { ResourcePool } from '../../catalogue/index.ts'
import type { CatalogueIndex } from '../catalogue-index.ts'
import { bandwidthDemand, machineDemand, storageDemand } from '../cover/build-demands.ts'
import { combinationsOf, type Demand, type Option, type Selection } from '../cover/demand.ts'
import type { OrderLine } from '../cover/order-lines.ts'
import { kindsFor } from '../cover/serve-machines.ts'
import { plainTariff } from '../cover/tariff.ts'
import { flavourOf } from '../items.ts'
import { kindInChinese, type Match, type Need, type StructuredLine } from '../model.ts'

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
  /** The demands of the line; several lists where one of several kinds of machine is to serve it. */
  variants: readonly (readonly Demand[])[]
  /** What it costs by itself at least, in fen. */
  atLeastFen: number
}
/** Lines that share what is left with each other, and nothing with other lines. */
export interface CompetingGroup {
  lines: readonly CompetingLine[]
  capacity: Capacity
}
/** What a line gets: one of its variants, and how often each option of it. */
export interface AllocatedLine {
  demands: readonly Demand[]
  selection: Selection
}
export interface Allocation {
  /** null: not served. */
  lines: readonly (AllocatedLine | null)[]
  /** No allocation serves more lines, and none that serves as many costs less. */
  proven: boolean
  /** What serving as many lines costs at least, in fen. */
  atLeastFen: number
}

/** In: a line and how it is served when nothing is scarce. Out: everything that could serve it, need by need. */
export function competingLine(catalogue: CatalogueIndex, line: StructuredLine, match: Match): CompetingLine {
  const kinds = new Set(match.items.map(({ code }) => kindOf(catalogue, code)))
  const demands = line.needs.map((need) => demandsOf(catalogue, need, line, kinds))
  return { variants: combinationsOf(demands), atLeastFen: match.atLeastFen ?? match.monthlyFen }
}

/** A line that is served by these items or not at all: words have no sizes to choose among. */
export function fixedLine({ items, monthlyFen }: Match): CompetingLine {
  const charges = items.map(({ code, quantity, monthlyFen: fen }) => ({
    charge: { key: code, code, tariff: plainTariff(fen), items: quantity, isPriced: true },
    quantity: 1,
  }))
  const demand: Demand = {
    options: [{ charges, requiredOnce: [], provides: [1] }],
    amounts: [1],
    isExact: true,
    isComplete: true,
    isRepeated: false,
    covers: new Map(),
  }
  return { variants: [[demand]], atLeastFen: monthlyFen }
}

/** Of several kinds that could serve, the one asked for, and the one that serves when nothing is scarce. */
function demandsOf(
  catalogue: CatalogueIndex,
  need: Need,
  line: StructuredLine,
  served: ReadonlySet<string | undefined>,
): Demand[] {
  if (need.what === 'storage') return [storageDemand(catalogue, need, line)]
  if (need.what === 'bandwidth') return [bandwidthDemand(catalogue, need, line)]
  for (const kinds of kindsFor(need.kind)) {
    const able = kinds.flatMap((kind) => {
      const demand = machineDemand(catalogue, need, line, { kind, scarce: true })
      const instead = kind === need.kind ? undefined : `由${kindInChinese[kind]}代替。`
      return demand.options.length === 0 ? [] : [{ kind, demand: { ...demand, instead } }]
    })
    const [first] = able
    if (first === undefined) continue
    return able.filter((each) => each === first || served.has(each.kind)).map(({ demand }) => demand)
  }
  return []
}

function kindOf(catalogue: CatalogueIndex, code: string) {
  const item = catalogue.byCode.get(code)
  return item === undefined ? undefined : flavourOf(item)?.kind
}

/** In: an option. Out: the items that one of it takes. */
export function itemsOfOption({ charges }: Option): { code: string; quantity: number }[] {
  return charges.map(({ charge: { code, items }, quantity }) => ({ code, quantity: items * quantity }))
}

/** In: what a line orders. Out: the items of it. */
export function itemsOfOrder(lines: readonly OrderLine[]): { code: string; quantity: number }[] {
  return lines.map(({ charge: { code, items }, quantity }) => ({ code, quantity: items * quantity }))
}

/** The pools that a line could draw on. */
export function poolsNeeded({ variants }: CompetingLine, capacity: Capacity): Set<string> {
  const options = variants.flat().flatMap((demand) => demand.options)
  const required = options.flatMap(({ requiredOnce }) =>
    requiredOnce.map(({ code }) => ({ code, quantity: 1 })),
  )
  return new Set(drawnBy([...options.flatMap(itemsOfOption), ...required], capacity).keys())
}
