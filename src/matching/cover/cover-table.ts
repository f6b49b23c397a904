/** So many cores and so much memory. */
export interface Amount {
  vcpu: number
  memoryGiB: number
}
/** A size of machine, and its price in fen. */
export interface MachineSize extends Amount {
  fen: number
}

/** The lowest price for every number of cores and GiB up to a bound, by any number of machines; it grows with what is asked. */
export class CoverTable {
  readonly #sizes: readonly MachineSize[]
  readonly #most: Amount
  #rows = 0
  #width = 0
  #fen = new Float64Array()
  #chosen = new Uint16Array()

  /** In: the sizes and the largest need. */
  constructor(sizes: readonly MachineSize[], most: Amount) {
    this.#sizes = sizes
    this.#most = most
  }

  holds({ vcpu, memoryGiB }: Amount): boolean {
    return vcpu <= this.#most.vcpu && memoryGiB <= this.#most.memoryGiB
  }

  /** In: a need within the bound. Out: how many of which place, at the lowest price; null when these sizes can't cover it. */
  countsOf({ vcpu, memoryGiB }: Amount): Map<number, number> | null {
    this.#grow(vcpu, memoryGiB)
    if (this.#fen[vcpu * this.#width + memoryGiB] === Number.POSITIVE_INFINITY) return null
    const counts = new Map<number, number>()
    let [c, m] = [vcpu, memoryGiB]
    while (c > 0 || m > 0) {
      const place = this.#chosen[c * this.#width + m] ?? 0
      counts.set(place, (counts.get(place) ?? 0) + 1)
      c = Math.max(0, c - (this.#sizes[place]?.vcpu ?? 0))
      m = Math.max(0, m - (this.#sizes[place]?.memoryGiB ?? 0))
    }
    return counts
  }

  #grow(vcpu: number, memoryGiB: number): void {
    if (vcpu < this.#rows && memoryGiB < this.#width) return
    const doubled = (most: number, asked: number) => Math.min(most + 1, 2 ** Math.ceil(Math.log2(asked + 1)))
    this.#rows = Math.max(this.#rows, doubled(this.#most.vcpu, vcpu))
    this.#width = Math.max(this.#width, doubled(this.#most.memoryGiB, memoryGiB))
    this.#fill(this.#rows, this.#width)
  }

  #fill(rows: number, width: number): void {
    const cores = Uint32Array.from(this.#sizes, ({ vcpu }) => vcpu)
    const memory = Uint32Array.from(this.#sizes, ({ memoryGiB }) => memoryGiB)
    const price = Float64Array.from(this.#sizes, ({ fen }) => fen)
    const fen = new Float64Array(rows * width).fill(Number.POSITIVE_INFINITY)
    const chosen = new Uint16Array(fen.length)
    fen[0] = 0
    for (let c = 0; c < rows; c += 1)
      for (let m = c === 0 ? 1 : 0; m < width; m += 1) {
        let [lowest, by] = [Number.POSITIVE_INFINITY, 0]
        for (let place = 0; place < price.length; place += 1) {
          const restCores = c - (cores[place] ?? 0)
          const restMemory = m - (memory[place] ?? 0)
          // What gives nothing that is still needed leads back here, at no finite price.
          const before = Math.max(restCores, 0) * width + Math.max(restMemory, 0)
          const total = (price[place] ?? 0) + (fen[before] ?? 0)
          if (total < lowest) {
            lowest = total
            by = place
          }
        }
        fen[c * width + m] = lowest
        chosen[c * width + m] = by
      }
    this.#fen = fen
    this.#chosen = chosen
  }
}
