/** A line as an integer programme: how often each option is chosen, under prices that hang on numbers. */
import type { Charge, Demand } from './demand.ts'
import { isWholeFen, onceTariff, type Tariff, turnsOf, unitsOfOneFen } from './tariff.ts'

/** How often one option of one demand is chosen. */
export interface Column {
  demand: number
  option: number
  /** What one of it costs in charges whose number doesn't matter, in the problem's unit. */
  flat: number
  /** What it counts for: by its place among the problem's counters, and for how many each time. */
  uses: readonly { at: number; quantity: number }[]
  /** More of it is never of use. */
  max: number
}

/** A number that decides a price: of a charge, or of options that require one once. */
export interface Counter {
  tariff: Tariff
  users: readonly { column: number; quantity: number }[]
  /** More of it is never of use. */
  max: number
  /** The counter of the same charge that is one at least if this is: what is required once may be chosen as well. */
  raises: number | null
}

export interface LineProblem {
  demands: readonly Demand[]
  /** All options of the first demand, then of the next one. */
  columns: readonly Column[]
  /** Charges that are counted: those of the first counters. */
  counted: readonly Charge[]
  counters: readonly Counter[]
  /** Prices inside are fen times this: 1 unless a price has fractions of a fen. */
  scale: number
  /** Whether branching on numbers proves anything: not where a demand stands for several. */
  isCountable: boolean
  /** Whether every way to serve it is there, and every price bounded. */
  isComplete: boolean
}

/** In: the demands of a line. Out: it made ready to be solved. */
export function problemOf(demands: readonly Demand[]): LineProblem {
  const options = demands.flatMap((demand) => demand.options)
  const once = byKey(options.flatMap(({ requiredOnce }) => requiredOnce))
  const chosen = byKey(options.flatMap(({ charges }) => charges.map(({ charge }) => charge)))
  const counted = [...chosen.values()].filter(({ key, tariff }) => tariff.each === null || once.has(key))
  const required = [...once.values()].filter(({ tariff }) => tariff.of(1) > 0)
  const placeOf = new Map(counted.map(({ key }, at) => [key, at]))
  const scale = counted.every(({ tariff }) => isWholeFen(tariff)) ? 1 : unitsOfOneFen
  const columns = demands.flatMap((demand, index) =>
    demand.options.map(({ charges, requiredOnce }, option): Column => {
      const flat = charges.filter(({ charge }) => !placeOf.has(charge.key))
      const own = charges.flatMap(({ charge, quantity }) => {
        const at = placeOf.get(charge.key)
        return at === undefined ? [] : [{ at, quantity }]
      })
      const needing = required.flatMap(({ key }, at) =>
        requiredOnce.some((charge) => charge.key === key) ? [{ at: counted.length + at, quantity: 1 }] : [],
      )
      return {
        demand: index,
        option,
        flat:
          flat.reduce((sum, { charge, quantity }) => sum + (charge.tariff.each ?? 0) * quantity, 0) * scale,
        uses: [...own, ...needing],
        max: maxOf(demand, option),
      }
    }),
  )
  const tariffs = [
    ...counted.map(({ tariff }) => ({ tariff, raises: null })),
    ...required.map(({ key, tariff }) => {
      const raises = placeOf.get(key) ?? null
      return { tariff: onceTariff(raises === null ? tariff.of(1) : 0), raises }
    }),
  ]
  const users = tariffs.map((): { column: number; quantity: number }[] => [])
  for (const [column, { uses }] of columns.entries())
    for (const { at, quantity } of uses) users[at]?.push({ column, quantity })
  const isRising = tariffs.every(({ tariff }) => tariff.rises)
  const useful = demands.map((demand) => (isRising ? usefulOf(demand) : Infinity))
  return {
    demands,
    columns,
    counted,
    counters: tariffs.map((counter, at) => {
      const own = users[at] ?? []
      return { ...counter, users: own, max: maxUsed(columns, own, useful) }
    }),
    scale,
    isCountable: demands.every(({ isRepeated }) => !isRepeated),
    isComplete:
      demands.every(({ isComplete }) => isComplete) &&
      tariffs.every(({ tariff: { segments, rises } }) => segments !== null || rises),
  }
}

const byKey = (charges: readonly Charge[]) => new Map(charges.map((charge) => [charge.key, charge]))

/** How often an option can be of use: for what is needed, or up to the last number from which its items cost less. */
function maxOf({ options, amounts, isExact }: Demand, option: number): number {
  const { provides = [], charges = [] } = options[option] ?? {}
  const needed = Math.max(
    ...amounts.map((amount, at) => ((provides[at] ?? 0) > 0 ? Math.ceil(amount / (provides[at] ?? 1)) : 0)),
  )
  if (isExact) return needed
  const turns = charges.flatMap(({ charge, quantity }) =>
    turnsOf(charge.tariff).map((turn) => Math.ceil(turn / quantity)),
  )
  return Math.max(needed, ...turns)
}

/** So many serve a demand, if none of them is of no use: each provides at least the least of something still needed. */
function usefulOf({ options, amounts, isExact }: Demand): number {
  if (isExact) return amounts[0] ?? 0
  return amounts.reduce((sum, amount, at) => {
    const least = options.reduce((low, { provides }) => Math.min(low, provides[at] || Infinity), Infinity)
    return sum + (least === Infinity ? 0 : Math.ceil(amount / least))
  }, 0)
}

function maxUsed(columns: readonly Column[], users: Counter['users'], useful: readonly number[]): number {
  const byDemand = new Map<number, { all: number; largest: number }>()
  for (const { column, quantity } of users) {
    const { demand = 0, max = 0 } = columns[column] ?? {}
    const { all, largest } = byDemand.get(demand) ?? { all: 0, largest: 0 }
    byDemand.set(demand, { all: all + max * quantity, largest: Math.max(largest, quantity) })
  }
  let sum = 0
  for (const [demand, { all, largest }] of byDemand)
    sum += Math.min(all, largest * (useful[demand] ?? Infinity))
  return Math.max(1, sum)
}
