import type { MachineSize } from './cover-machines.ts'

/** The lowest price for every number of cores and GiB up to a bound, by any number of machines of some sizes. */
export class CoverTable {
  readonly vcpu: number
  readonly memoryGiB: number
  readonly #sizes: readonly MachineSize[]
  readonly #fen: Float64Array
  readonly #chosen: Uint16Array

  /** In: all sizes, the places of those that may be used, and the largest need. */
  constructor(sizes: readonly MachineSize[], places: readonly number[], vcpu: number, memoryGiB: number) {
    this.vcpu = vcpu
    this.memoryGiB = memoryGiB
    this.#sizes = sizes
    const width = memoryGiB + 1
    const fen = new Float64Array((vcpu + 1) * width).fill(Number.POSITIVE_INFINITY)
    const chosen = new Uint16Array(fen.length)
    const use = Uint16Array.from(places)
    const cores = Uint32Array.from(places, (place) => sizes[place]?.vcpu ?? 0)
    const memory = Uint32Array.from(places, (place) => sizes[place]?.memoryGiB ?? 0)
    const price = Float64Array.from(places, (place) => sizes[place]?.fen ?? 0)
    fen[0] = 0
    for (let c = 0; c <= vcpu; c += 1)
      for (let m = c === 0 ? 1 : 0; m <= memoryGiB; m += 1) {
        const here = c * width + m
        let lowest = Number.POSITIVE_INFINITY
        let by = 0
        for (let index = 0; index < use.length; index += 1) {
          const restCores = c - (cores[index] ?? 0)
          const restMemory = m - (memory[index] ?? 0)
          // What gives nothing that is still needed leads back here, at no finite price.
          const before = Math.max(restCores, 0) * width + Math.max(restMemory, 0)
          const total = (price[index] ?? 0) + (fen[before] ?? 0)
          if (total < lowest) {
            lowest = total
            by = index
          }
        }
        fen[here] = lowest
        chosen[here] = use[by] ?? 0
      }
    this.#fen = fen
    this.#chosen = chosen
  }

  holds(vcpu: number, memoryGiB: number): boolean {
    return vcpu <= this.vcpu && memoryGiB <= this.memoryGiB
  }

  /** In: a need within the bound. Out: its lowest price. */
  priceOf(vcpu: number, memoryGiB: number): number {
    return this.#fen[vcpu * (this.memoryGiB + 1) + memoryGiB] ?? Number.POSITIVE_INFINITY
  }

  /** In: a need within the bound. Out: how many of which place; null when these sizes can't cover it. */
  countsOf(vcpu: number, memoryGiB: number): Map<number, number> | null {
    if (this.priceOf(vcpu, memoryGiB) === Number.POSITIVE_INFINITY) return null
    const counts = new Map<number, number>()
    let [c, m] = [vcpu, memoryGiB]
    while (c > 0 || m > 0) {
      const place = this.#chosen[c * (this.memoryGiB + 1) + m] ?? 0
      counts.set(place, (counts.get(place) ?? 0) + 1)
      c = Math.max(0, c - (this.#sizes[place]?.vcpu ?? 0))
      m = Math.max(0, m - (this.#sizes[place]?.memoryGiB ?? 0))
    }
    return counts
  }
}
