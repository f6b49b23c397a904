/** A line as demands, each to be served by a choice of options: what the prices, the proofs and the pools look at. */
import type { MachineCover } from './machine-cover.ts'
import type { PackCover } from './pack-cover.ts'
import type { Tariff } from './tariff.ts'

/** What is priced by its number in the line: an item, one size of an item, or what is used of it beyond packs. */
export interface Charge {
  key: string
  code: string
  tariff: Tariff
  /** How many items one of it is; what is used beyond packs is none, and draws on no pool. */
  items: number
  /** Whether it has a price at all: a formula that goes by a size has none of its own. */
  isPriced: boolean
}

/** One unit of a way to serve a demand. */
export interface Option {
  /** First what was chosen, then what goes with each one of it. */
  charges: readonly { charge: Charge; quantity: number }[]
  /** One figure per amount of its demand. */
  provides: readonly number[]
  /** Ordered once for the line, however often this is chosen. */
  requiredOnce: readonly Charge[]
}

/** One need of a line: any number of any of its options that together provide the amounts. */
export interface Demand {
  options: readonly Option[]
  /** Cores and GiB, GiB, Mbps, or just how many. */
  amounts: readonly number[]
  /** Exactly as many: machines that may not be split. */
  isExact: boolean
  /** Whether every way to serve it is among the options. */
  isComplete: boolean
  /** Whether it stands for several that might be served differently where the number of an item decides its price. */
  isRepeated: boolean
  /** Covers by the same options, kept from line to line. */
  covers: Covers
  /** Why its options serve instead of what was asked for, in a whole sentence; absent where they are what was asked for. */
  instead?: string | undefined
}
export type Covers = Map<string, MachineCover | PackCover>

/** How often each option of each demand is chosen. */
export type Selection = readonly (readonly number[])[]

/** Whether what an option costs is the same whatever else the line orders: no number decides, and nothing goes with it. */
export function isFlat({ charges, requiredOnce }: Option): boolean {
  return requiredOnce.length === 0 && charges.every(({ charge }) => charge.tariff.each !== null)
}

/** Out: what one of an option costs, where that is the same whatever else the line orders; else null. */
export function flatPriceOf(option: Option): number | null {
  if (!isFlat(option)) return null
  return option.charges.reduce((sum, { charge, quantity }) => sum + (charge.tariff.each ?? 0) * quantity, 0)
}

/** In: for each need of a line the demands of which one is to be served. Out: every list of one of each. */
export function combinationsOf(needs: readonly (readonly Demand[])[]): Demand[][] {
  return needs.reduce<Demand[][]>(
    (all, demands) => all.flatMap((before) => demands.map((demand) => [...before, demand])),
    [[]],
  )
}
