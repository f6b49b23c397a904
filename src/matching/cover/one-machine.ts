import type { Flavour } from '../items.ts'

/** The cheapest flavour for every need, once and for all: answers in two binary searches. */
export interface CheapestFlavour {
  /** In: cores and GiB of one machine. Out: the cheapest flavour that has both, or null. */
  find(vcpu: number, memoryGiB: number): Flavour | null
}

/**
 * In: flavours. Out: their suffix-minimum table: cell (i, j) holds the cheapest flavour with at least the i-th of all
 * core counts and the j-th of all memory sizes. Of equals the earlier one wins.
 */
export function cheapestFlavours(flavours: readonly Flavour[]): CheapestFlavour {
  const cores = distinct(flavours.map(({ vcpu }) => vcpu))
  const sizes = distinct(flavours.map(({ memoryGiB }) => memoryGiB))
  const width = sizes.length
  const none = flavours.length
  const cheapest = new Uint32Array((cores.length + 1) * (width + 1)).fill(none)
  const at = (i: number, j: number) => i * (width + 1) + j
  const better = (a: number, b: number) => {
    const [left, right] = [flavours[a]?.fen ?? Infinity, flavours[b]?.fen ?? Infinity]
    return left < right || (left === right && a < b) ? a : b
  }
  for (const [index, { vcpu, memoryGiB }] of flavours.entries()) {
    const cell = at(placeOf(cores, vcpu), placeOf(sizes, memoryGiB))
    cheapest[cell] = better(cheapest[cell] ?? none, index)
  }
  for (let i = cores.length - 1; i >= 0; i -= 1)
    for (let j = width - 1; j >= 0; j -= 1) {
      const beyond = better(cheapest[at(i + 1, j)] ?? none, cheapest[at(i, j + 1)] ?? none)
      cheapest[at(i, j)] = better(cheapest[at(i, j)] ?? none, beyond)
    }
  return {
    find: (vcpu, memoryGiB) =>
      flavours[cheapest[at(placeOf(cores, vcpu), placeOf(sizes, memoryGiB))] ?? none] ?? null,
  }
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b)
}

/** Out: the place of the first of the ascending values that is at least `value`; their number when none is. */
function placeOf(values: readonly number[], value: number): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[middle] ?? Infinity) < value) low = middle + 1
    else high = middle
  }
  return low
}
