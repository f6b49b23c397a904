import { type Basis, basesOf, leastPrice, mixes, solveByBasis, type UnitPrices, unitPrices } from './bases.ts'
import { CoverTable } from './cover-table.ts'
import { bySearch, type Found, quickCover, type Search, usable } from './search-cover.ts'

/** A size of machine by cores and memory, and its price in fen. */
export interface MachineSize {
  vcpu: number
  memoryGiB: number
  fen: number
}
export interface MachineCoverResult {
  /** How many of which size, by its place in what was given. */
  counts: ReadonlyMap<number, number>
  optimal: boolean
  /** No cover is cheaper than this, in fen; equal to the price where it is proven. */
  atLeastFen: number
}

/** Work that one need may take, in steps (a size tried for a state or a cell); beyond it the cover isn't proven. */
const maxSteps = 3_000_000
/** Cells, and steps to fill them, of the table that is kept for small needs and for what large ones leave. */
const keptCells = 60_000
const keptSteps = 1_000_000
/** How many of the sizes that fit best find a good price before all are tried. */
const fewSizes = 24
/** Needs that a cover remembers. */
const maxKnown = 5_000

type Counts = ReadonlyMap<number, number>

/** Work that may still be done: covers take from it, and prove nothing more that is hard when it is used up. */
export interface WorkBudget {
  steps: number
}

/**
 * Any number of machines that together have the cores and the memory, at the lowest price: an integer programme with two
 * constraints. Small needs stand in a table that is made once. Larger ones are searched down to that table
 * (search-cover.ts), quick for few machines; or solved by Gomory's relaxation over the group of a basis of the linear
 * programme (bases.ts), exact whenever its solution is non-negative, however large the need; or by a table of their own.
 */
export class MachineCover {
  readonly #sizes: readonly (MachineSize & { place: number })[]
  readonly #keptCells: number
  #bases: readonly Basis[] | undefined
  #prices: UnitPrices | undefined
  #small: CoverTable | undefined
  readonly #known = new Map<string, { found: MachineCoverResult | null; steps: number }>()

  constructor(sizes: readonly MachineSize[], cells = keptCells) {
    this.#sizes = undominated(sizes.map((size, place) => ({ ...size, place })))
    this.#keptCells = cells
  }

  /**
   * In: cores and GiB, and the work that may be done, of which this takes its part (the same whether it is remembered or
   * not). Out: the cover, or null when no sizes cover it.
   */
  solve(
    vcpu: number,
    memoryGiB: number,
    budget: WorkBudget = { steps: maxSteps },
  ): MachineCoverResult | null {
    if (this.#sizes.length === 0) return null
    const allowed = Math.min(budget.steps, maxSteps)
    const key = `${vcpu}/${memoryGiB}/${allowed}`
    const known = this.#known.get(key) ?? this.#solve(vcpu, memoryGiB, allowed)
    if (this.#known.size < maxKnown) this.#known.set(key, known)
    budget.steps = Math.max(0, budget.steps - known.steps)
    return known.found
  }

  #solve(
    vcpu: number,
    memoryGiB: number,
    allowed: number,
  ): { found: MachineCoverResult | null; steps: number } {
    this.#bases ??= basesOf(this.#sizes)
    this.#prices ??= unitPrices(this.#bases)
    const effort = { steps: allowed }
    const { counts, proven } = this.#cover(this.#bases, this.#prices, { vcpu, memoryGiB }, effort)
    const bound = leastPrice(this.#prices, vcpu, memoryGiB)
    const found = counts === null ? null : this.#result(counts, proven, bound)
    return { found, steps: allowed - effort.steps }
  }

  #cover(
    bases: readonly Basis[],
    prices: UnitPrices,
    { vcpu, memoryGiB }: { vcpu: number; memoryGiB: number },
    budget: WorkBudget,
  ): { counts: Counts | null; proven: boolean } {
    const sizes = this.#sizes
    this.#small ??= smallTable(sizes, this.#keptCells)
    if (this.#small.holds(vcpu, memoryGiB))
      return { counts: this.#small.countsOf(vcpu, memoryGiB), proven: true }
    const near = bases.filter((basis) => mixes(basis, vcpu, memoryGiB))
    const search = { sizes, prices, small: this.#small, vcpu, memoryGiB }
    const known = cheaper(quickCover(search), rounded(sizes, vcpu, memoryGiB))
    const searched = bases.length === 0 ? { ...known, proven: false } : searchedIn(search, known, budget)
    if (searched.proven) return searched
    const exact =
      byBases(near, sizes, vcpu, memoryGiB) ??
      byTable(sizes, usable(search, searched.price), { vcpu, memoryGiB, budget }) ??
      byBases(bases, sizes, vcpu, memoryGiB)
    return exact === null ? searched : { counts: exact, proven: true }
  }

  #result(byPlace: Counts, optimal: boolean, bound: number): MachineCoverResult {
    const counts = new Map<number, number>()
    let fen = 0
    for (const [place, count] of byPlace) {
      const size = this.#sizes[place]
      if (size === undefined || count === 0) continue
      counts.set(size.place, count)
      fen += size.fen * count
    }
    return { counts, optimal: optimal || bound >= fen, atLeastFen: optimal ? fen : bound }
  }
}

/** As many cores and GiB as the kept table may have, in the proportion of the sizes. */
function smallTable(sizes: readonly MachineSize[], most: number): CoverTable {
  const cells = Math.min(most, keptSteps / sizes.length)
  const cores = sizes.reduce((sum, { vcpu }) => sum + vcpu, 1)
  const memory = sizes.reduce((sum, { memoryGiB }) => sum + memoryGiB, 1)
  const vcpu = Math.max(1, Math.floor(Math.sqrt((cells * cores) / memory)))
  const places = sizes.map((_, place) => place)
  return new CoverTable(sizes, places, vcpu, Math.max(1, Math.floor(cells / (vcpu + 1)) - 1))
}

/** First with the few sizes that fit best, which finds a good price; then with all that can be in a cover at that price. */
function searchedIn(search: Search, known: Found, budget: WorkBudget): Found & { proven: boolean } {
  if (budget.steps === 0) return { ...known, proven: false }
  const first = bySearch(search, usable(search, known.price).slice(0, fewSizes), known)
  budget.steps = Math.max(0, budget.steps - first.steps)
  if (budget.steps === 0) return { ...first, proven: false }
  const all = bySearch(search, usable(search, first.price), first)
  budget.steps = Math.max(0, budget.steps - all.steps)
  return all
}

const cheaper = (one: Found, other: Found): Found => (one.price <= other.price ? one : other)

/** Without sizes that one as large in both undercuts or equals; large ones first, so that few machines win among equals. */
export function undominated<T extends MachineSize>(sizes: readonly T[]): T[] {
  const sorted = [...sizes].sort((a, b) => a.fen - b.fen || b.vcpu - a.vcpu || b.memoryGiB - a.memoryGiB)
  const kept: T[] = []
  for (const each of sorted)
    if (!kept.some(({ vcpu, memoryGiB }) => vcpu >= each.vcpu && memoryGiB >= each.memoryGiB)) kept.push(each)
  return kept.filter(({ vcpu, memoryGiB }) => vcpu > 0 || memoryGiB > 0).reverse()
}

function byBases(
  bases: readonly Basis[],
  sizes: readonly MachineSize[],
  vcpu: number,
  memoryGiB: number,
): Map<number, number> | null {
  for (const basis of bases) {
    const counts = solveByBasis(basis, sizes, vcpu, memoryGiB)
    if (counts !== null) return counts
  }
  return null
}

function byTable(
  sizes: readonly MachineSize[],
  places: readonly number[],
  { vcpu, memoryGiB, budget }: { vcpu: number; memoryGiB: number; budget: WorkBudget },
): Counts | null {
  const steps = (vcpu + 1) * (memoryGiB + 1) * places.length
  if (steps > budget.steps) return null
  budget.steps -= steps
  return new CoverTable(sizes, places, vcpu, memoryGiB).countsOf(vcpu, memoryGiB)
}

/** The cheapest of the covers that use one size only. */
function rounded(sizes: readonly MachineSize[], vcpu: number, memoryGiB: number): Found {
  let best: Found = { counts: null, price: Number.POSITIVE_INFINITY }
  for (const [place, size] of sizes.entries()) {
    const count = Math.max(Math.ceil(vcpu / size.vcpu || 0), Math.ceil(memoryGiB / size.memoryGiB || 0))
    const price = size.fen * count
    if (Number.isFinite(count) && price < best.price) best = { counts: new Map([[place, count]]), price }
  }
  return best
}
