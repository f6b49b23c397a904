/** A line as parts, each to be served by a choice of items: what the prices, the proofs and the pools look at. */
import type { CatalogueItem } from '../../catalogue/index.ts'
import { type CatalogueIndex, getOrInsert, type MachineOffers } from '../catalogue-index.ts'
import {
  type Bandwidth,
  cheaperSizes,
  type Flavour,
  overageOf,
  type Pack,
  tariffOfBandwidth,
} from '../items.ts'
import type { BandwidthNeed, MachineKind, MachineNeed, Requirements, StorageNeed } from '../model.ts'
import type { Covers } from './cover-demand.ts'
import { requiredItemsOf } from './required-items.ts'
import { overageTariff, plainTariff, type Tariff, tariffOf } from './tariff.ts'

/** What is priced by its number in the line: an item, one size of an item, or what is used of it beyond packs. */
export interface Charge {
  key: string
  code: string
  tariff: Tariff
  /** How many items one of it is; what is used beyond packs is none, and takes from no pool. */
  items: number
  /** Whether it has a price at all: a formula that goes by a size has none of its own. */
  isPriced: boolean
}
/** One unit of a way to serve a part of a line. */
export interface Option {
  takes: readonly { billed: Charge; quantity: number }[]
  /** One figure per demand of its part. */
  gives: readonly number[]
  /** Ordered once for the line, however often this is chosen. */
  brings: readonly Charge[]
}
/** One need of a line: any number of any of its choices that together give what is demanded. */
export interface Demand {
  choices: readonly Option[]
  /** Cores and GiB, GiB, Mbps, or just how many. */
  demands: readonly number[]
  /** Exactly as many: machines that may not be split. */
  exactly: boolean
  /** Whether every way to serve it is among the choices. */
  complete: boolean
  /** Whether it stands for several that might be served differently where the number of an item decides its price. */
  repeated: boolean
  /** Covers by the same choices, kept from line to line. */
  covers: Covers
}

export function chargeOf(item: CatalogueItem): Charge {
  const { code } = item
  const tariff = tariffOf(item)
  return { key: code, code, tariff: tariff ?? plainTariff(0), items: 1, isPriced: tariff !== null }
}

/** Each code once: what is attached or needed already is not taken twice. */
function takesOf(
  catalogue: CatalogueIndex,
  items: readonly CatalogueItem[],
  own: readonly Charge[],
): Pick<Option, 'takes' | 'brings'> {
  const all = new Map<string, Charge>(own.map((billed) => [billed.key, billed]))
  const brings = new Map<string, Charge>()
  for (const item of items) {
    const { withEach, once } = requiredItemsOf(catalogue.byCode, item)
    if (!own.some(({ code }) => code === item.code)) all.set(item.code, chargeOf(item))
    for (const each of withEach) all.set(each.code, chargeOf(each))
    for (const each of once) brings.set(each.code, chargeOf(each))
  }
  for (const { code } of all.values()) brings.delete(code)
  return { takes: [...all.values()].map((billed) => ({ billed, quantity: 1 })), brings: [...brings.values()] }
}

/**
 * In: a need of machines of a kind, and whether pools are scarce. Out: it as a part; its choices are none where no machine
 * is large enough. What another one undercuts stands there only where that one can run out.
 */
export function machineDemand(
  catalogue: CatalogueIndex,
  need: MachineNeed,
  demands: Requirements,
  { kind, scarce }: { kind: MachineKind; scarce: boolean },
): Demand {
  const pool = catalogue.with(demands).machines(kind)
  const { attached, splittable } = need
  const ways = getOrInsert(
    pool.choices,
    `${splittable} ${attached.map(({ code }) => code).join()}`,
    () => new Map<string, Option>(),
  )
  const choice = ({ item, vcpu, memoryGiB }: Flavour): Option =>
    getOrInsert(ways, item.code, () => ({
      ...takesOf(catalogue, [item, ...attached], [chargeOf(item)]),
      gives: splittable ? [vcpu, memoryGiB] : [1],
    }))
  return {
    choices: (scarce ? allFitting(pool, need) : bestFitting(pool, need)).map(choice),
    demands: splittable ? [need.vcpu * need.quantity, need.memoryGiB * need.quantity] : [need.quantity],
    exactly: !splittable,
    complete: true,
    repeated: false,
    covers: pool.covers,
  }
}

function allFitting({ flavours }: MachineOffers, need: MachineNeed): readonly Flavour[] {
  if (need.splittable) return flavours
  return flavours.filter(({ vcpu, memoryGiB }) => vcpu >= need.vcpu && memoryGiB >= need.memoryGiB)
}

function bestFitting({ classes }: MachineOffers, need: MachineNeed): readonly Flavour[] {
  if (need.splittable) return classes().flatMap(({ undominated }) => undominated)
  return classes().flatMap(({ cheapest }) => cheapest.find(need.vcpu, need.memoryGiB) ?? [])
}

/** In: a need of storage. Out: it as a part. */
export function storageDemand(catalogue: CatalogueIndex, need: StorageNeed, demands: Requirements): Demand {
  const { packs, covers } = catalogue.with(demands).storage(need.kind)
  return {
    choices: packs.flatMap((pack) => packChoices(catalogue, pack)),
    demands: [need.storageGiB],
    exactly: false,
    complete: packs.every((pack) => overageOf(pack) === null || isApart(pack)),
    repeated: false,
    covers,
  }
}

/** A minimum sum counts what is used beyond the packs in: that is no price apart. */
const isApart = ({ item }: Pack) => item.price?.minimumFen === null

/** A pack, and GiB by GiB what may be used beyond it. */
function packChoices(catalogue: CatalogueIndex, pack: Pack): Option[] {
  const { item, sizeGiB } = pack
  const ordered = { ...takesOf(catalogue, [item], [chargeOf(item)]), gives: [sizeGiB] }
  const rate = overageOf(pack)
  if (rate === null || !isApart(pack)) return [ordered]
  const tariff = overageTariff(rate)
  const beyond = { key: `${item.code} beyond`, code: item.code, tariff, items: 0, isPriced: true }
  const brings = [chargeOf(item), ...ordered.brings]
  return [ordered, { takes: [{ billed: beyond, quantity: 1 }], gives: [1], brings }]
}

/** Sizes of a formula that are tried; beyond them a split isn't proven cheapest. */
const maxSizes = 1_000

/** In: a need of bandwidth. Out: it as a part: every size of a formula up to the need, and where a wider one costs less. */
export function bandwidthDemand(
  catalogue: CatalogueIndex,
  need: BandwidthNeed,
  demands: Requirements,
): Demand {
  const bandwidths = catalogue.with(demands).bandwidths()
  const times = need.splittable ? need.quantity : 1
  const sizes = bandwidths.flatMap((bandwidth) =>
    sizesOf(bandwidth, need).flatMap((size) => {
      const tariff = tariffOfBandwidth(bandwidth, size)
      return tariff === null ? [] : [{ bandwidth, size, tariff }]
    }),
  )
  return {
    choices: sizes.map(({ bandwidth, size, tariff }) => {
      const { code } = bandwidth.item
      const key = bandwidth.formula !== null ? `${code} ${size}M` : code
      const { takes, brings } = takesOf(
        catalogue,
        [bandwidth.item],
        [{ key, code, tariff, items: 1, isPriced: true }],
      )
      return {
        takes: takes.map(({ billed }) => ({ billed, quantity: times })),
        brings,
        gives: [need.splittable ? size : 1],
      }
    }),
    demands: [need.splittable ? need.mbps : need.quantity],
    exactly: !need.splittable,
    complete: bandwidths.every((bandwidth) => isWhollyTried(bandwidth, need)),
    repeated: times > 1,
    covers: new Map(),
  }
}

function sizesOf(bandwidth: Bandwidth, { mbps, splittable }: BandwidthNeed): number[] {
  if (bandwidth.formula === null) return splittable || bandwidth.mbps >= mbps ? [bandwidth.mbps] : []
  const from = splittable ? bandwidth.mbps : Math.max(mbps, bandwidth.mbps)
  const to = Math.min(Math.max(mbps, bandwidth.mbps), from + maxSizes - 1)
  const wider = (cheaperSizes(bandwidth) ?? []).filter((size) => size > to)
  return [...Array.from({ length: to - from + 1 }, (_, step) => from + step), ...wider]
}

function isWhollyTried(bandwidth: Bandwidth, { mbps, splittable }: BandwidthNeed): boolean {
  if (bandwidth.formula === null) return true
  return (!splittable || mbps < bandwidth.mbps + maxSizes) && cheaperSizes(bandwidth) !== null
}

/** In: items, each of which serves with so many. Out: the part that takes one of them. */
export function alternativesDemand(
  catalogue: CatalogueIndex,
  items: readonly { item: CatalogueItem; quantity: number }[],
): Demand {
  return {
    choices: items.map(({ item, quantity }) => {
      const { takes, brings } = takesOf(catalogue, [item], [chargeOf(item)])
      return { takes: takes.map(({ billed }) => ({ billed, quantity })), brings, gives: [1] }
    }),
    demands: [1],
    exactly: true,
    complete: true,
    repeated: false,
    covers: new Map(),
  }
}
