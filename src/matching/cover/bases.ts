import type { MachineSize } from './cover-machines.ts'

/** A column of the programme: what one unit of it gives, and its price. A slack gives back what is too much, for nothing. */
interface Column {
  vcpu: number
  memoryGiB: number
  fen: number
  /** Place of the size; null for a slack. */
  place: number | null
}

/**
 * Two columns between which the linear programme mixes, with every other column's price above that of the mix that
 * gives the same (its reduced price, times |determinant| to stay whole). `cheapest` and `by` hold, for each element of
 * the group Z² modulo the basis, the lowest sum of reduced prices that reaches it, and the last column used.
 */
export interface Basis {
  first: Column
  second: Column
  determinant: number
  /** Prices of a core and of a GiB in the mix, times the determinant. */
  perVcpu: number
  perGiB: number
  others: readonly (Column & { reduced: number })[]
  group: Group
  tables: { cheapest: Float64Array; by: Int32Array } | undefined
}

/** Z² modulo the lattice of the two columns, numbered 0 to order − 1: Hermite's form (step, shift), (0, height). */
interface Group {
  step: number
  shift: number
  height: number
}

/** The largest table of a basis: elements of its group times columns. */
const maxWork = 200_000

/** In: sizes with prices above 0. Out: the bases of the dual's corners, proven dual feasible in whole numbers. */
export function basesOf(sizes: readonly MachineSize[]): Basis[] {
  if (sizes.some(({ fen }) => fen <= 0)) return []
  const columns: Column[] = sizes.map((size, place) => ({ ...size, place }))
  const slackOfVcpu: Column = { vcpu: -1, memoryGiB: 0, fen: 0, place: null }
  const slackOfMemory: Column = { vcpu: 0, memoryGiB: -1, fen: 0, place: null }
  const corners = outerHull(columns)
  const all = [...columns, slackOfVcpu, slackOfMemory]
  const pairs = corners
    .slice(1)
    .map((corner, before): [Column, Column] => [corners[before] ?? corner, corner])
  const [top, right] = [corners[0], corners.at(-1)]
  if (top !== undefined) pairs.push([top, slackOfVcpu])
  if (right !== undefined) pairs.push([right, slackOfMemory])
  return pairs.flatMap(([first, second]) => basisOf(first, second, all) ?? [])
}

/** The columns that give most for their price, from most memory to most cores: the upper right hull of (cores, GiB) a fen. */
function outerHull(columns: readonly Column[]): Column[] {
  const points = columns
    .map((column) => ({ column, x: column.vcpu / column.fen, y: column.memoryGiB / column.fen }))
    .sort((a, b) => a.x - b.x || a.y - b.y)
  const hull: typeof points = []
  for (const point of points) {
    for (let last = hull.at(-1); last !== undefined; last = hull.at(-1)) {
      const before = hull.at(-2) ?? { x: 0, y: last.y }
      const turn = (last.x - before.x) * (point.y - before.y) - (last.y - before.y) * (point.x - before.x)
      // Below a column with more of both, or on the inner side of the line past it: never part of a cheapest mix.
      if (point.y < last.y && (hull.length === 1 || turn < 0)) break
      hull.pop()
    }
    hull.push(point)
  }
  return hull.map(({ column }) => column)
}

function basisOf(first: Column, second: Column, all: readonly Column[]): Basis | null {
  const signed = first.vcpu * second.memoryGiB - second.vcpu * first.memoryGiB
  if (signed === 0) return null
  const determinant = Math.abs(signed)
  const sign = Math.sign(signed)
  const perVcpu = sign * (first.fen * second.memoryGiB - second.fen * first.memoryGiB)
  const perGiB = sign * (first.vcpu * second.fen - second.vcpu * first.fen)
  const others = all
    .filter((column) => column !== first && column !== second)
    .map((column) => ({
      ...column,
      reduced: column.fen * determinant - perVcpu * column.vcpu - perGiB * column.memoryGiB,
    }))
  if (others.some(({ reduced }) => reduced < 0 || !Number.isSafeInteger(reduced))) return null
  const group = groupOf(first, second, determinant)
  return { first, second, determinant: signed, perVcpu, perGiB, others, group, tables: undefined }
}

function groupOf(first: Column, second: Column, order: number): Group {
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

/** For each column in turn, round every one of its cycles twice: it can be used as often as its order. */
function tablesOf({ group, others, determinant }: Basis): { cheapest: Float64Array; by: Int32Array } {
  const order = Math.abs(determinant)
  const cheapest = new Float64Array(order).fill(Infinity)
  const by = new Int32Array(order).fill(-1)
  cheapest[0] = 0
  const round = new Int32Array(order)
  for (const [index, { vcpu, memoryGiB, reduced }] of others.entries()) {
    for (let element = 0; element < order; element += 1) {
      const [u, v] = [Math.floor(element / group.height), element % group.height]
      round[element] = elementOf(group, u + vcpu, v + memoryGiB)
    }
    const seen = new Uint8Array(order)
    for (let start = 0; start < order; start += 1) {
      if (seen[start] === 1) continue
      let at = start
      for (let turn = 0; turn < 2; turn += 1)
        do {
          seen[at] = 1
          const to = round[at] ?? 0
          const price = (cheapest[at] ?? Infinity) + reduced
          if (price < (cheapest[to] ?? Infinity)) {
            cheapest[to] = price
            by[to] = index
          }
          at = to
        } while (at !== start)
    }
  }
  return { cheapest, by }
}

/** Whether the linear programme itself mixes these two columns for this need. */
export function mixes({ first, second, determinant }: Basis, vcpu: number, memoryGiB: number): boolean {
  const sign = Math.sign(determinant)
  return (
    sign * (vcpu * second.memoryGiB - memoryGiB * second.vcpu) >= 0 &&
    sign * (first.vcpu * memoryGiB - first.memoryGiB * vcpu) >= 0
  )
}

/**
 * In: a basis and a need. Out: counts by place of the sizes, proven cheapest; null when the relaxation's solution would
 * need a negative number of a basis column.
 */
export function solveByBasis(
  basis: Basis,
  sizes: readonly MachineSize[],
  vcpu: number,
  memoryGiB: number,
): Map<number, number> | null {
  if (Math.abs(basis.determinant) * basis.others.length > maxWork) return null
  basis.tables ??= tablesOf(basis)
  const { by } = basis.tables
  const { first, second, determinant, others, group } = basis
  const counts = new Map<number, number>()
  const count = (column: Column, times: number) => {
    if (column.place !== null && times > 0) counts.set(column.place, (counts.get(column.place) ?? 0) + times)
  }
  let [cores, memory] = [vcpu, memoryGiB]
  for (let at = elementOf(group, cores, memory); at !== 0; at = elementOf(group, cores, memory)) {
    const column = others[by[at] ?? -1]
    if (column === undefined) return null
    count(column, 1)
    cores -= column.vcpu
    memory -= column.memoryGiB
  }
  const firsts = (cores * second.memoryGiB - memory * second.vcpu) / determinant
  const seconds = (first.vcpu * memory - first.memoryGiB * cores) / determinant
  if (firsts < 0 || seconds < 0) return null
  count(first, firsts)
  count(second, seconds)
  return covers(counts, sizes, vcpu, memoryGiB) ? counts : null
}

function covers(
  counts: ReadonlyMap<number, number>,
  sizes: readonly MachineSize[],
  vcpu: number,
  memoryGiB: number,
): boolean {
  let [cores, memory] = [0, 0]
  for (const [place, times] of counts) {
    cores += (sizes[place]?.vcpu ?? 0) * times
    memory += (sizes[place]?.memoryGiB ?? 0) * times
  }
  return cores >= vcpu && memory >= memoryGiB
}

/** The prices of a core and of a GiB by each basis, in fen. */
export interface UnitPrices {
  perVcpu: Float64Array
  perGiB: Float64Array
}

export function unitPrices(bases: readonly Basis[]): UnitPrices {
  const of = ({ determinant }: Basis, price: number) => price / Math.abs(determinant)
  return {
    perVcpu: Float64Array.from(bases, (basis) => of(basis, basis.perVcpu)),
    perGiB: Float64Array.from(bases, (basis) => of(basis, basis.perGiB)),
  }
}

/** Far more than division can round: what is proven must not hang on the last binary place. */
const [relative, absolute] = [1e-12, 1e-6]

/** Out: what the need costs at least, in whole fen: the highest price by any basis. No cover costs less. */
export function leastPrice({ perVcpu, perGiB }: UnitPrices, vcpu: number, memoryGiB: number): number {
  let highest = 0
  for (let index = 0; index < perVcpu.length; index += 1) {
    const price = (perVcpu[index] ?? 0) * vcpu + (perGiB[index] ?? 0) * memoryGiB
    if (price > highest) highest = price
  }
  return Math.ceil(highest * (1 - relative) - absolute)
}

/** Out: what a cover of the need costs at least that uses this size, in whole fen. */
export function leastPriceWith(
  { perVcpu, perGiB }: UnitPrices,
  size: MachineSize,
  vcpu: number,
  memoryGiB: number,
): number {
  let highest = 0
  for (let index = 0; index < perVcpu.length; index += 1) {
    const [core, gib] = [perVcpu[index] ?? 0, perGiB[index] ?? 0]
    const price = core * (vcpu - size.vcpu) + gib * (memoryGiB - size.memoryGiB) + size.fen
    if (price > highest) highest = price
  }
  return Math.ceil(highest * (1 - relative) - absolute)
}
