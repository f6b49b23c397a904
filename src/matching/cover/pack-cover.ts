/** So many of one size for so much. */
export interface Size {
  size: number
  fen: number
}
/** How many of which size (by its place in what was given), and whether proven to be the cheapest cover. */
export interface Cover {
  counts: ReadonlyMap<number, number>
  optimal: boolean
  /** No cover is cheaper than this, in fen; equal to the price where it is proven. */
  atLeastFen: number
}

/** Cells that a table may have; beyond it the cover is still found, but not proven cheapest. */
const maxCells = 2_000_000

/**
 * Any number of packs whose sizes together are at least the need, at the lowest price: an integer programme, solved by a
 * table over the need in units of the sizes' common divisor. The table grows with the largest need asked.
 */
export class PackCover {
  readonly #sizes: readonly (Size & { place: number })[]
  readonly #unit: number
  /** Place in #sizes of the pack with the lowest price by size. */
  readonly #best: number
  #fen = new Float64Array(1)
  #chosen = new Uint16Array(1)

  constructor(sizes: readonly Size[]) {
    this.#unit = sizes.reduce((common, { size }) => gcd(common, size), 0)
    this.#sizes = undominated(sizes.map(({ size, fen }, place) => ({ size: size / this.#unit, fen, place })))
    this.#best = this.#sizes.reduce((best, each, place, all) => {
      const holder = all[best] ?? each
      return BigInt(each.fen) * BigInt(holder.size) < BigInt(holder.fen) * BigInt(each.size) ? place : best
    }, 0)
  }

  /** In: a need. Out: how many steps its cover takes (a pack tried for a cell), besides what is known already. */
  stepsFor(need: number): number {
    const { left } = this.#split(need)
    return Math.max(0, left + 1 - this.#fen.length) * this.#sizes.length
  }

  /** In: a need in the unit of the sizes, more than 0. Out: the cover, or null when there are no packs. */
  solve(need: number): Cover | null {
    const best = this.#sizes[this.#best]
    if (best === undefined) return null
    const { units, fixed, isWhole } = this.#split(need)
    const counts = new Map<number, number>()
    const count = (size: Size & { place: number }, by: number) =>
      counts.set(size.place, (counts.get(size.place) ?? 0) + by)
    if (fixed > 0) count(best, fixed)
    let left = units - fixed * best.size
    let fen = fixed * best.fen
    this.#grow(left)
    while (left > 0) {
      const chosen = this.#sizes[this.#chosen[left] ?? 0] ?? best
      count(chosen, 1)
      fen += chosen.fen
      left -= chosen.size
    }
    const optimal = fixed === 0 || isWhole
    return { counts, optimal, atLeastFen: optimal ? fen : atBestPrice(best, units) }
  }

  /** How many of the best packs are sure, what is left for the table, and whether that holds all that others can be used for. */
  #split(need: number): { units: number; fixed: number; left: number; isWhole: boolean } {
    const units = Math.ceil(need / this.#unit)
    const best = this.#sizes[this.#best]?.size ?? 1
    // Among best.size other packs some have sizes that sum to a multiple of best.size (pigeonhole on partial sums), and
    // best packs replace them at no higher price. So fewer than best.size others are needed; the rest are best packs.
    const largest = Math.max(...this.#sizes.map(({ size }) => size))
    const byOthers = (best - 1) * largest
    const rest = Math.min(byOthers, maxCells - best)
    const fixed = Math.max(0, Math.floor((units - rest) / best))
    return { units, fixed, left: units - fixed * best, isWhole: rest === byOthers }
  }

  #grow(units: number): void {
    const known = this.#fen.length
    if (units < known) return
    const length = Math.max(units + 1, Math.min(known * 2, maxCells))
    const fen = new Float64Array(length)
    const chosen = new Uint16Array(length)
    fen.set(this.#fen)
    chosen.set(this.#chosen)
    for (let need = known; need < length; need += 1) {
      let [lowest, by] = [Infinity, 0]
      for (const [place, { size, fen: price }] of this.#sizes.entries()) {
        const total = price + (need > size ? (fen[need - size] ?? 0) : 0)
        if (total < lowest) [lowest, by] = [total, place]
      }
      fen[need] = lowest
      chosen[need] = by
    }
    this.#fen = fen
    this.#chosen = chosen
  }
}

/** By the pack with the lowest price by size alone, in parts of a pack. */
function atBestPrice({ size, fen }: Size, units: number): number {
  return Number((BigInt(units) * BigInt(fen) + BigInt(size) - 1n) / BigInt(size))
}

/** Without packs that a larger or equal one undercuts; large ones first, so that of equal covers the one of few packs wins. */
function undominated<T extends Size>(sizes: readonly T[]): T[] {
  const sorted = [...sizes].sort((a, b) => b.size - a.size || a.fen - b.fen)
  const kept: T[] = []
  for (const each of sorted) {
    const last = kept.at(-1)
    if (last === undefined || each.fen < last.fen) kept.push(each)
  }
  return kept
}

export function gcd(a: number, b: number): number {
  let [larger, smaller] = [a, b]
  while (smaller !== 0) [larger, smaller] = [smaller, larger % smaller]
  return larger
}
