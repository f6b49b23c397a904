import { type Corner, cornersOf } from './corner.ts'
import { type Amount, CoverTable, type MachineSize } from './cover-table.ts'
import type { Cover } from './pack-cover.ts'

/** Work that may still be done: covers take from it, and prove nothing more that is hard when it is used up. */
export interface WorkBudget {
  steps: number
}

/** Work that one need may take, in steps (a size tried for a cell); beyond it the cover isn't proven. */
const maxSteps = 10_000_000
/** Cells, and steps to fill them, of the table that is kept. */
const keptCells = 60_000
const keptSteps = 1_000_000
/** Corners that are tried for one need. */
const maxCorners = 6
/** How many fewer of each size than the linear programme takes are tried, with the rest from the table. */
const maxFewer = 8
/** So many machines of one size at most are compared with those that replace them. */
const maxReplaced = 64

type PlacedSize = MachineSize & { place: number }
/** How many of which size, by their order. */
type Counts = ReadonlyMap<number, number>

/**
 * Any number of machines that together have the cores and the memory, at the lowest price: an integer programme with two
 * constraints. Small needs stand in a table that is kept. Larger ones are solved by the corner relaxation, exact whenever
 * its solution is non-negative; near the edge of a corner it need not be, and then a table of their own decides.
 */
export class MachineCover {
  readonly #sizes: readonly PlacedSize[]
  readonly #table: CoverTable
  #corners: readonly Corner[] | undefined

  constructor(sizes: readonly MachineSize[], cells = keptCells) {
    this.#sizes = undominated(sizes.map((size, place) => ({ ...size, place })))
    this.#table = keptTable(this.#sizes, cells)
  }

  /** In: cores and GiB, and the work that may be done, of which this takes its part. Out: the cover, or null: there is none. */
  solve(vcpu: number, memoryGiB: number, budget: WorkBudget = { steps: maxSteps }): Cover | null {
    const [sizes, need] = [this.#sizes, { vcpu, memoryGiB }]
    if (this.#table.holds(need)) return result(sizes, this.#table.countsOf(need))
    this.#corners ??= cornersOf(sizes)
    const corners = nearestFirst(this.#corners, need)
    let atLeastFen = leastFen(this.#corners, need)
    for (const corner of corners) {
      const relaxed = corner.solve(need)
      if (relaxed?.isCover) return result(sizes, relaxed.counts)
      atLeastFen = Math.max(atLeastFen, relaxed?.atLeastFen ?? 0)
    }
    const mixes = [new Map(), ...corners.map((corner) => corner.mixOf(need))]
    const best = mixes.reduce<Counts | null>(
      (lowest, mix) => cheaper(sizes, lowest, this.#wholeOf(mix, need)),
      null,
    )
    if (best === null || priceOf(sizes, best) <= atLeastFen) return result(sizes, best)
    const proven = this.#byOwnTable(need, best, budget)
    return proven === null ? result(sizes, best, atLeastFen) : result(sizes, proven)
  }

  /** In: a mix in parts of machines. Out: the cheapest cover of whole ones of it and, for the rest, the table's or one size. */
  #wholeOf(mix: Counts, need: Amount): Counts | null {
    let best: Counts | null = null
    for (let fewer = 0; fewer < maxFewer; fewer += 1) {
      const counts = new Map([...mix].map(([at, times]) => [at, Math.max(0, Math.floor(times) - fewer)]))
      const rest = restOf(need, this.#sizes, counts)
      const last = this.#table.holds(rest) ? this.#table.countsOf(rest) : byOneSize(this.#sizes, rest)
      best = cheaper(this.#sizes, best, plus(counts, last))
    }
    return best
  }

  /** A table of what is left of the need without machines that every cheaper cover has; null: it would be too much work. */
  #byOwnTable(need: Amount, best: Counts, budget: WorkBudget): Counts | null {
    const sizes = this.#sizes
    const [at] = [...best.keys()].sort((a, b) => (best.get(b) ?? 0) - (best.get(a) ?? 0))
    const sure = new Map(at === undefined ? [] : [[at, this.#sureCount(at, need, priceOf(sizes, best))]])
    const rest = restOf(need, sizes, sure)
    const steps = (rest.vcpu + 1) * (rest.memoryGiB + 1) * sizes.length
    if (steps > Math.min(budget.steps, maxSteps)) return null
    budget.steps -= steps
    return cheaper(sizes, best, plus(sure, new CoverTable(sizes, rest).countsOf(rest)))
  }

  /**
   * Out: how many of one size some cheapest cover has, if there is one for less than `fen`: with what the others can give at
   * most, the rest must come of it. More of another either cost too much by the linear programme, or are replaced by it.
   */
  #sureCount(at: number, need: Amount, fen: number): number {
    const size = this.#sizes[at]
    if (size === undefined) return 0
    let { vcpu, memoryGiB } = need
    for (const [place, other] of this.#sizes.entries()) {
      if (place === at) continue
      const most = (this.#corners ?? []).reduce(
        (least, corner) =>
          Math.min(least, Math.floor((fen - corner.leastFen(need)) / (other.fen - corner.leastFen(other)))),
        replacedFrom(other, size) - 1,
      )
      vcpu -= most * other.vcpu
      memoryGiB -= most * other.memoryGiB
    }
    return Math.max(0, Math.ceil(vcpu / size.vcpu) || 0, Math.ceil(memoryGiB / size.memoryGiB) || 0)
  }
}

/** Out: from how many of one size on another gives as much in whole machines at no higher price; Infinity: not soon. */
function replacedFrom(one: MachineSize, other: MachineSize): number {
  for (let times = 1; times <= maxReplaced; times += 1) {
    const count = Math.max(
      Math.ceil((one.vcpu * times) / other.vcpu),
      Math.ceil((one.memoryGiB * times) / other.memoryGiB),
    )
    if (other.fen * count <= one.fen * times) return times
  }
  return Infinity
}

/** As many cores and GiB as the kept table may have, in the proportion of the sizes. */
function keptTable(sizes: readonly MachineSize[], most: number): CoverTable {
  const cells = Math.min(most, keptSteps / sizes.length)
  const cores = sizes.reduce((sum, { vcpu }) => sum + vcpu, 1)
  const memory = sizes.reduce((sum, { memoryGiB }) => sum + memoryGiB, 1)
  const vcpu = Math.max(1, Math.floor(Math.sqrt((cells * cores) / memory)))
  return new CoverTable(sizes, { vcpu, memoryGiB: Math.max(1, Math.floor(cells / (vcpu + 1)) - 1) })
}

/** Without sizes that one as large in both undercuts or equals; large ones first, so that few machines win among equals. */
export function undominated<T extends MachineSize>(sizes: readonly T[]): T[] {
  const sorted = [...sizes].sort((a, b) => a.fen - b.fen || b.vcpu - a.vcpu || b.memoryGiB - a.memoryGiB)
  const kept: T[] = []
  for (const each of sorted)
    if (!kept.some(({ vcpu, memoryGiB }) => vcpu >= each.vcpu && memoryGiB >= each.memoryGiB)) kept.push(each)
  return kept.filter(({ vcpu, memoryGiB }) => vcpu > 0 || memoryGiB > 0).reverse()
}

/** Those between whose columns the linear programme mixes for this need, then the others. */
function nearestFirst(corners: readonly Corner[], need: Amount): Corner[] {
  const isNear = (corner: Corner) => corner.mixOf(need).size > 0
  return [...corners.filter(isNear), ...corners.filter((corner) => !isNear(corner))].slice(0, maxCorners)
}

/** What the linear programme says the need costs at least, whichever its corner. */
const leastFen = (corners: readonly Corner[], need: Amount) =>
  corners.reduce((most, corner) => Math.max(most, corner.leastFen(need)), 0)

function restOf({ vcpu, memoryGiB }: Amount, sizes: readonly MachineSize[], counts: Counts): Amount {
  let [cores, memory] = [vcpu, memoryGiB]
  for (const [at, times] of counts) {
    cores -= (sizes[at]?.vcpu ?? 0) * times
    memory -= (sizes[at]?.memoryGiB ?? 0) * times
  }
  return { vcpu: Math.max(0, cores), memoryGiB: Math.max(0, memory) }
}

/** The cheapest of the covers that use one size only. */
function byOneSize(sizes: readonly MachineSize[], { vcpu, memoryGiB }: Amount): Counts | null {
  let best: Counts | null = null
  for (const [at, size] of sizes.entries()) {
    const times = Math.max(Math.ceil(vcpu / size.vcpu || 0), Math.ceil(memoryGiB / size.memoryGiB || 0))
    if (Number.isFinite(times)) best = cheaper(sizes, best, new Map([[at, times]]))
  }
  return best
}

function plus(counts: Counts, others: Counts | null): Counts | null {
  if (others === null) return null
  const sum = new Map(counts)
  for (const [at, times] of others) sum.set(at, (sum.get(at) ?? 0) + times)
  return sum
}

const priceOf = (sizes: readonly MachineSize[], counts: Counts) =>
  [...counts].reduce((sum, [at, times]) => sum + (sizes[at]?.fen ?? 0) * times, 0)

function cheaper(sizes: readonly MachineSize[], one: Counts | null, other: Counts | null): Counts | null {
  if (one === null || other === null) return one ?? other
  return priceOf(sizes, one) <= priceOf(sizes, other) ? one : other
}

/** In: counts, null where there are none, and the bound where they aren't proven cheapest. */
function result(sizes: readonly PlacedSize[], counts: Counts | null, atLeastFen?: number): Cover | null {
  if (counts === null) return null
  const ordered = [...counts].filter(([, times]) => times > 0)
  return {
    counts: new Map(ordered.map(([at, times]) => [sizes[at]?.place ?? at, times])),
    optimal: atLeastFen === undefined,
    atLeastFen: atLeastFen ?? priceOf(sizes, counts),
  }
}
