/** Gomory's corner relaxation of a programme with two constraints: exact for nearly all large needs, however large. */
import type { Amount, MachineSize } from './cover-table.ts'

/** What one unit gives, and its price; `place` of the size, or null: what is too much is given back, for nothing. */
interface Column extends MachineSize {
  place: number | null
}
/** With what it costs above the mix that gives the same, times |determinant| to stay whole. */
interface ReducedColumn extends Column {
  reduced: number
}
interface Mix {
  first: Column
  second: Column
  determinant: number
  /** Prices of a core and of a GiB in the mix, times |determinant|. */
  perVcpu: number
  perGiB: number
}
/** Z² modulo the lattice of two columns, numbered 0 to order − 1: Hermite's form (step, shift), (0, height). */
interface Group {
  step: number
  shift: number
  height: number
}

export interface Relaxed {
  /** By place; what would be negative is left out. */
  counts: Map<number, number>
  /** Whether nothing is negative: then this is the cheapest cover. */
  isCover: boolean
  /** No cover is cheaper, in fen. */
  atLeastFen: number
}

/** The largest table of a corner: elements of its group times columns. */
const maxWork = 1_000_000
/** Far more than division can round: what is proven must not hang on the last binary place. */
const [relative, absolute] = [1e-12, 1e-6]

/**
 * Two columns between which the linear programme mixes: no other column is cheaper than the mix that gives the same.
 * The others are taken so that the two can make up the rest in whole numbers, though perhaps negative ones: a shortest
 * path by reduced prices in the group Z² modulo the two, from nothing to the need.
 */
export class Corner {
  readonly #mix: Mix
  readonly #others: readonly ReducedColumn[]
  readonly #group: Group
  #paths: Paths | undefined

  constructor(mix: Mix, others: readonly ReducedColumn[]) {
    this.#mix = mix
    this.#others = others
    this.#group = groupOf(mix, this.order)
  }

  /** Elements of the group: the work that its table takes grows with them. */
  get order(): number {
    return Math.abs(this.#mix.determinant)
  }

  /** Out: how many of which size the linear programme takes, in parts of one; of none where it mixes others for this need. */
  mixOf(need: Amount): Map<number, number> {
    const [firsts, seconds] = this.#timesOf(need.vcpu, need.memoryGiB)
    const mix = new Map<number, number>()
    if (firsts < 0 || seconds < 0) return mix
    if (this.#mix.first.place !== null) mix.set(this.#mix.first.place, firsts)
    if (this.#mix.second.place !== null) mix.set(this.#mix.second.place, seconds)
    return mix
  }

  /** Out: what the linear programme says a need costs at least, in whole fen. */
  leastFen({ vcpu, memoryGiB }: Amount, reduced = 0): number {
    const price = this.#mix.perVcpu * vcpu + this.#mix.perGiB * memoryGiB + reduced
    return Math.ceil((price / this.order) * (1 - relative) - absolute)
  }

  /** In: a need. Out: the relaxation's solution; null where its table would be too large. */
  solve(need: Amount): Relaxed | null {
    const group = this.#group
    if (this.order * this.#others.length > maxWork) return null
    this.#paths ??= cheapestPaths(group, this.order, this.#others)
    const { cheapest, by } = this.#paths
    const counts = new Map<number, number>()
    const add = ({ place }: Column, times: number) => {
      if (place !== null && times > 0) counts.set(place, (counts.get(place) ?? 0) + times)
    }
    const element = elementOf(group, need.vcpu, need.memoryGiB)
    let [cores, memory] = [need.vcpu, need.memoryGiB]
    for (let at = element; at !== 0; at = elementOf(group, cores, memory)) {
      const column = this.#others[by[at] ?? -1]
      if (column === undefined) return null
      add(column, 1)
      cores -= column.vcpu
      memory -= column.memoryGiB
    }
    const [firsts, seconds] = this.#timesOf(cores, memory)
    add(this.#mix.first, firsts)
    add(this.#mix.second, seconds)
    const atLeastFen = this.leastFen(need, cheapest[element])
    return { counts, isCover: firsts >= 0 && seconds >= 0, atLeastFen }
  }

  #timesOf(vcpu: number, memoryGiB: number): [number, number] {
    const { first, second, determinant } = this.#mix
    return [
      (vcpu * second.memoryGiB - memoryGiB * second.vcpu) / determinant,
      (first.vcpu * memoryGiB - first.memoryGiB * vcpu) / determinant,
    ]
  }
}

/** In: sizes with prices above 0. Out: their corners. */
export function cornersOf(sizes: readonly MachineSize[]): Corner[] {
  if (sizes.some(({ fen }) => fen <= 0)) return []
  const columns: Column[] = [
    ...sizes.map((size, place) => ({ ...size, place })),
    { vcpu: -1, memoryGiB: 0, fen: 0, place: null },
    { vcpu: 0, memoryGiB: -1, fen: 0, place: null },
  ]
  return columns
    .flatMap((first, at) => columns.slice(at + 1).flatMap((second) => cornerOf(first, second, columns) ?? []))
    .sort((a, b) => a.order - b.order)
}

function cornerOf(first: Column, second: Column, columns: readonly Column[]): Corner | null {
  const determinant = first.vcpu * second.memoryGiB - second.vcpu * first.memoryGiB
  if (determinant === 0) return null
  const sign = Math.sign(determinant)
  const perVcpu = sign * (first.fen * second.memoryGiB - second.fen * first.memoryGiB)
  const perGiB = sign * (first.vcpu * second.fen - second.vcpu * first.fen)
  const others: ReducedColumn[] = []
  for (const column of columns) {
    if (column === first || column === second) continue
    const reduced = column.fen * sign * determinant - perVcpu * column.vcpu - perGiB * column.memoryGiB
    if (reduced < 0 || !Number.isSafeInteger(reduced)) return null
    others.push({ ...column, reduced })
  }
  others.sort((a, b) => a.reduced - b.reduced)
  return new Corner({ first, second, determinant, perVcpu, perGiB }, others)
}

function groupOf({ first, second }: Mix, order: number): Group {
  const [step, a, b] = extendedGcd(first.vcpu, second.vcpu)
  return { step, shift: a * first.memoryGiB + b * second.memoryGiB, height: order / step }
}

/** Out: g > 0, a and b with g = a·x + b·y. */
function extendedGcd(x: number, y: number): [number, number, number] {
  let [r, nextR, a, nextA, b, nextB] = [x, y, 1, 0, 0, 1]
  while (nextR !== 0) {
    const quotient = Math.trunc(r / nextR)
    ;[r, nextR] = [nextR, r - quotient * nextR]
    ;[a, nextA] = [nextA, a - quotient * nextA]
    ;[b, nextB] = [nextB, b - quotient * nextB]
  }
  return r < 0 ? [-r, -a, -b] : [r, a, b]
}

function elementOf({ step, shift, height }: Group, vcpu: number, memoryGiB: number): number {
  const along = Math.floor(vcpu / step)
  const up = (memoryGiB - along * shift) % height
  return (vcpu - along * step) * height + (up < 0 ? up + height : up)
}

interface Paths {
  /** For each element the lowest sum of reduced prices that reaches it, and the last column used. */
  cheapest: Float64Array
  by: Int32Array
}

/**
 * Each column in turn goes round every one of its cycles twice: it can be used as often as its order. The cheapest first, and
 * none that those before it replace at no higher price.
 */
function cheapestPaths(group: Group, order: number, columns: readonly ReducedColumn[]): Paths {
  const { step, height } = group
  const shift = elementOf(group, step, 0)
  const cheapest = new Float64Array(order).fill(Infinity)
  const by = new Int32Array(order).fill(-1)
  cheapest[0] = 0
  const seen = new Int32Array(order).fill(-1)
  for (const [index, { vcpu, memoryGiB, reduced }] of columns.entries()) {
    const own = elementOf(group, vcpu, memoryGiB)
    if ((cheapest[own] ?? Infinity) <= reduced) continue
    const [along, up] = [Math.floor(own / height), own % height]
    for (let start = 0; start < order; start += 1) {
      if (seen[start] === index) continue
      let [u, v, at, turns] = [Math.floor(start / height), start % height, start, 0]
      while (turns < 2) {
        seen[at] = index
        u += along
        v += up
        if (u >= step) {
          u -= step
          v += shift
        }
        v -= v >= 2 * height ? 2 * height : v >= height ? height : 0
        const to = u * height + v
        const price = (cheapest[at] ?? Infinity) + reduced
        if (price < (cheapest[to] ?? Infinity)) {
          cheapest[to] = price
          by[to] = index
        }
        at = to
        if (at === start) turns += 1
      }
    }
  }
  return { cheapest, by }
}
