import type { Charge, Demand } from './demands.ts'
import { type Tariff, turnsOf, unitsOfOneFen } from './tariff.ts'

/** One choice of one part, by its place in the list of all. */
export interface Column {
  part: number
  place: number
  /** What one of it costs in those items whose number doesn't matter, in the problem's unit. */
  plain: number
  /** Those whose number decides: by their place among the problem's `curved`. */
  curved: readonly { at: number; quantity: number }[]
  /** By their place among the problem's `brought`. */
  brings: readonly number[]
  /** More of it is never of use. */
  most: number
}

/** A column that takes a curved item, so many for each one. */
export interface Taker {
  column: number
  quantity: number
}

/** A line made ready to be solved. */
export interface LineProblem {
  parts: readonly Demand[]
  columns: readonly Column[]
  /** Items whose number decides what they cost; more of one than `most` is never of use. */
  volumePriced: readonly { billed: Charge; most: number; takers: readonly Taker[] }[]
  /** What is ordered once where a choice needs it, and costs something. */
  brought: readonly { billed: Charge; fen: number; at: number | null; takenToo: boolean }[]
  /** Prices inside are fen times this: 1 unless a price has fractions of a fen. */
  scale: number
  /** Whether branching on numbers proves anything: not where a part stands for several. */
  countable: boolean
  /** Whether every way to serve it is there, and every price bounded. */
  complete: boolean
}

/** In: the parts of a line. Out: it made ready to be solved. */
export function problemOf(parts: readonly Demand[]): LineProblem {
  const all = parts.flatMap(({ choices }) => choices)
  const taken = new Set(all.flatMap(({ takes }) => takes.map(({ billed }) => billed.key)))
  const kinds = new Map<string, Charge>()
  for (const { takes, brings } of all) {
    for (const { billed } of takes) if (billed.tariff.each === null) kinds.set(billed.key, billed)
    // What is needed once and taken as well costs the larger of both numbers.
    for (const billed of brings)
      if (billed.tariff.each === null || taken.has(billed.key)) kinds.set(billed.key, billed)
  }
  const placeOf = new Map([...kinds.keys()].map((key, at) => [key, at]))
  const scale = [...kinds.values()].every(({ tariff }) => isWhole(tariff)) ? 1 : unitsOfOneFen
  const once = new Map(all.flatMap(({ brings }) => brings.map((billed) => [billed.key, billed] as const)))
  const brought = [...once.values()]
    .map((billed) => ({
      billed,
      fen: billed.tariff.of(1),
      at: placeOf.get(billed.key) ?? null,
      takenToo: taken.has(billed.key),
    }))
    .filter(({ fen }) => fen > 0)
  const columns = parts.flatMap((part, index) =>
    part.choices.map(({ takes, brings }, place): Column => {
      const curved = takes.flatMap(({ billed, quantity }) => {
        const at = placeOf.get(billed.key)
        return at === undefined ? [] : [{ at, quantity }]
      })
      const plain = takes.reduce(
        (sum, { billed, quantity }) =>
          sum + (kinds.has(billed.key) ? 0 : (billed.tariff.each ?? 0) * quantity),
        0,
      )
      return {
        part: index,
        place,
        plain: plain * scale,
        curved,
        brings: brings.flatMap(({ key }) => {
          const at = brought.findIndex(({ billed }) => billed.key === key)
          return at < 0 ? [] : [at]
        }),
        most: maxOf(part, place),
      }
    }),
  )
  const falls = [...kinds.values()].some(({ tariff }) => !tariff.rises)
  const takers = [...kinds].map((): Taker[] => [])
  for (const [column, { curved }] of columns.entries())
    for (const { at, quantity } of curved) takers[at]?.push({ column, quantity })
  const useful = parts.map((part) => (falls ? Infinity : usefulOf(part)))
  return {
    parts,
    columns,
    volumePriced: [...kinds.values()].map((billed, at) => ({
      billed,
      most: maxTaken(columns, takers[at] ?? [], useful),
      takers: takers[at] ?? [],
    })),
    brought,
    scale,
    countable: parts.every(({ repeated }) => !repeated),
    complete:
      parts.every((part) => part.complete) &&
      [...kinds.values()].every(({ tariff }) => tariff.segments !== null || tariff.rises),
  }
}

/** Whether no price has fractions of a fen. */
export function isWhole({ segments }: Tariff): boolean {
  return (
    segments === null ||
    segments.every(({ base, rate }) => base % unitsOfOneFen === 0 && rate % unitsOfOneFen === 0)
  )
}

/** How often a choice can be of use: for what is needed, or up to the last number from which its items cost less. */
function maxOf({ choices, demands, exactly }: Demand, place: number): number {
  const { gives = [], takes = [] } = choices[place] ?? {}
  const needed = Math.max(
    ...demands.map((demand, at) => ((gives[at] ?? 0) > 0 ? Math.ceil(demand / (gives[at] ?? 1)) : 0)),
  )
  if (exactly) return needed
  const turns = takes.flatMap(({ billed, quantity }) =>
    turnsOf(billed.tariff).map((turn) => Math.ceil(turn / quantity)),
  )
  return Math.max(needed, ...turns)
}

/** So many serve a part, if none of them is of no use: each gives at least the least of something still needed. */
function usefulOf({ choices, demands, exactly }: Demand): number {
  if (exactly) return demands[0] ?? 0
  return demands.reduce((sum, demand, dimension) => {
    const least = choices.reduce((low, { gives }) => Math.min(low, gives[dimension] || Infinity), Infinity)
    return sum + (least === Infinity ? 0 : Math.ceil(demand / least))
  }, 0)
}

function maxTaken(columns: readonly Column[], takers: readonly Taker[], useful: readonly number[]): number {
  const byPart = new Map<number, { all: number; largest: number }>()
  for (const { column, quantity } of takers) {
    const { part = 0, most = 0 } = columns[column] ?? {}
    const { all, largest } = byPart.get(part) ?? { all: 0, largest: 0 }
    byPart.set(part, { all: all + most * quantity, largest: Math.max(largest, quantity) })
  }
  let sum = 0
  for (const [part, { all, largest }] of byPart) sum += Math.min(all, largest * (useful[part] ?? Infinity))
  return Math.max(1, sum)
}
