import { type Basis, basesOf, mixes, priceByBasis, solveByBasis } from './bases.ts'

/** A size of machine by cores and memory, and its price in fen. */
export interface Size2 {
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

/** Steps of the table (cells × sizes) that one need may take; beyond them the cover isn't proven cheapest. */
export const mostSteps = 6_000_000

/**
 * Any number of machines that together have the cores and the memory, at the lowest price: an integer programme with two
 * constraints. First by Gomory's relaxation over the group of a basis of the linear programme (bases.ts), which is
 * exact whenever its solution is non-negative, however large the need; otherwise by a table over both needs.
 */
export class MachineCover {
  readonly #sizes: readonly (Size2 & { place: number })[]
  #bases: readonly Basis[] | undefined
  readonly #known = new Map<string, MachineCoverResult>()

  constructor(sizes: readonly Size2[]) {
    this.#sizes = undominated(sizes.map((size, place) => ({ ...size, place })))
  }

  /** In: cores and GiB, and the steps its tables may take. Out: the cover, or null when there are no sizes. */
  solve(vcpu: number, memoryGiB: number, steps = mostSteps): MachineCoverResult | null {
    if (this.#sizes.length === 0) return null
    const key = `${vcpu}/${memoryGiB}/${steps}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const found = this.#solve(vcpu, memoryGiB, steps)
    if (this.#known.size < 5_000) this.#known.set(key, found)
    return found
  }

  #solve(vcpu: number, memoryGiB: number, steps: number): MachineCoverResult {
    const sizes = this.#sizes
    this.#bases ??= basesOf(sizes)
    const near = this.#bases.filter((basis) => mixes(basis, vcpu, memoryGiB))
    const far = this.#bases.filter((basis) => !near.includes(basis))
    const exact =
      byBases(near, sizes, vcpu, memoryGiB) ??
      byTable(sizes, vcpu, memoryGiB, steps) ??
      byBases(far, sizes, vcpu, memoryGiB)
    if (exact !== null) return this.#result(exact, true, 0)
    const bound = Math.max(0, ...this.#bases.map((basis) => priceByBasis(basis, vcpu, memoryGiB)))
    return this.#result(rounded(sizes, vcpu, memoryGiB), false, bound)
  }

  #result(byPlace: ReadonlyMap<number, number>, optimal: boolean, bound: number): MachineCoverResult {
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

/** Without sizes that one as large in both undercuts or equals; large ones first, so that few machines win among equals. */
function undominated<T extends Size2>(sizes: readonly T[]): T[] {
  const sorted = [...sizes].sort((a, b) => a.fen - b.fen || b.vcpu - a.vcpu || b.memoryGiB - a.memoryGiB)
  const kept: T[] = []
  for (const each of sorted)
    if (!kept.some(({ vcpu, memoryGiB }) => vcpu >= each.vcpu && memoryGiB >= each.memoryGiB)) kept.push(each)
  return kept.filter(({ vcpu, memoryGiB }) => vcpu > 0 || memoryGiB > 0).reverse()
}

function byBases(
  bases: readonly Basis[],
  sizes: readonly Size2[],
  vcpu: number,
  memoryGiB: number,
): Map<number, number> | null {
  for (const basis of bases) {
    const counts = solveByBasis(basis, sizes, vcpu, memoryGiB)
    if (counts !== null) return counts
  }
  return null
}

/** The table: cell (c, m) holds the lowest price for c cores and m GiB. Out: counts by place, or null when too large. */
function byTable(
  sizes: readonly Size2[],
  vcpu: number,
  memoryGiB: number,
  steps: number,
): Map<number, number> | null {
  const width = memoryGiB + 1
  const cells = (vcpu + 1) * width
  if (cells * sizes.length > steps) return null
  const fen = new Float64Array(cells)
  const chosen = new Uint16Array(cells)
  for (let c = 0; c <= vcpu; c += 1)
    for (let m = c === 0 ? 1 : 0; m <= memoryGiB; m += 1) {
      let [lowest, by] = [Infinity, 0]
      for (const [place, size] of sizes.entries()) {
        const before = Math.max(0, c - size.vcpu) * width + Math.max(0, m - size.memoryGiB)
        const here = c * width + m
        if (before === here) continue
        const total = size.fen + (fen[before] ?? 0)
        if (total < lowest) [lowest, by] = [total, place]
      }
      fen[c * width + m] = lowest
      chosen[c * width + m] = by
    }
  if (fen[cells - 1] === Infinity) return null
  const counts = new Map<number, number>()
  let [c, m] = [vcpu, memoryGiB]
  while (c > 0 || m > 0) {
    const place = chosen[c * width + m] ?? 0
    counts.set(place, (counts.get(place) ?? 0) + 1)
    c = Math.max(0, c - (sizes[place]?.vcpu ?? 0))
    m = Math.max(0, m - (sizes[place]?.memoryGiB ?? 0))
  }
  return counts
}

/** A cover that is good but not proven: the cheapest of all that use one size only. */
function rounded(sizes: readonly Size2[], vcpu: number, memoryGiB: number): Map<number, number> {
  let best = { place: 0, count: Infinity, fen: Infinity }
  for (const [place, size] of sizes.entries()) {
    const count = Math.max(Math.ceil(vcpu / size.vcpu || 0), Math.ceil(memoryGiB / size.memoryGiB || 0))
    if (Number.isFinite(count) && size.fen * count < best.fen) best = { place, count, fen: size.fen * count }
  }
  return new Map([[best.place, best.count]])
}
