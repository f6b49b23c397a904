/** The needs of a line as demands: every option that the catalogue has for them, with all that goes with it. */
import type { CatalogueItem } from '../../catalogue/index.ts'
import { getOrInsert } from '../../platform/get-or-insert.ts'
import type { CatalogueIndex, MachineOffers } from '../catalogue-index.ts'
import {
  type Bandwidth,
  cheaperSizes,
  type Flavour,
  overageOf,
  type Pack,
  tariffOfBandwidth,
} from '../items.ts'
import type { BandwidthNeed, MachineKind, MachineNeed, Requirements, StorageNeed } from '../model.ts'
import type { Charge, Demand, Option } from './demand.ts'
import { requiredItemsOf } from './required-items.ts'
import { overageTariff, plainTariff, tariffOf } from './tariff.ts'

function chargeOf(item: CatalogueItem): Charge {
  const { code } = item
  const tariff = tariffOf(item)
  return { key: code, code, tariff: tariff ?? plainTariff(0), items: 1, isPriced: tariff !== null }
}

type Charges = Pick<Option, 'charges' | 'requiredOnce'>

/** In: items, and the charges of the first. Out: one of each with all that it requires, each code once. */
function chargesFor(
  catalogue: CatalogueIndex,
  items: readonly CatalogueItem[],
  own: readonly Charge[],
): Charges {
  const all = new Map<string, Charge>(own.map((charge) => [charge.key, charge]))
  const requiredOnce = new Map<string, Charge>()
  for (const item of items) {
    const { withEach, once } = requiredItemsOf(catalogue.byCode, item)
    if (!own.some(({ code }) => code === item.code)) all.set(item.code, chargeOf(item))
    for (const each of withEach) all.set(each.code, chargeOf(each))
    for (const each of once) requiredOnce.set(each.code, chargeOf(each))
  }
  for (const { code } of all.values()) requiredOnce.delete(code)
  return {
    charges: [...all.values()].map((charge) => ({ charge, quantity: 1 })),
    requiredOnce: [...requiredOnce.values()],
  }
}

const times = ({ charges, requiredOnce }: Charges, quantity: number): Charges => ({
  charges: charges.map(({ charge }) => ({ charge, quantity })),
  requiredOnce,
})

/**
 * In: a need of machines of a kind, and whether pools are scarce. Out: its demand; without options where no machine is
 * large enough. What another one undercuts stands there only where that one can run out.
 */
export function machineDemand(
  catalogue: CatalogueIndex,
  need: MachineNeed,
  requirements: Requirements,
  { kind, scarce }: { kind: MachineKind; scarce: boolean },
): Demand {
  const offers = catalogue.with(requirements).machines(kind)
  const { attached, splittable } = need
  const known = getOrInsert(
    offers.options,
    `${splittable} ${attached.map(({ code }) => code).join()}`,
    () => new Map<string, Option>(),
  )
  const option = ({ item, vcpu, memoryGiB }: Flavour): Option =>
    getOrInsert(known, item.code, () => ({
      ...chargesFor(catalogue, [item, ...attached], [chargeOf(item)]),
      provides: splittable ? [vcpu, memoryGiB] : [1],
    }))
  return {
    options: (scarce ? allFitting(offers, need) : bestFitting(offers, need)).map(option),
    amounts: splittable ? [need.vcpu * need.quantity, need.memoryGiB * need.quantity] : [need.quantity],
    isExact: !splittable,
    isComplete: true,
    isRepeated: false,
    covers: offers.covers,
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

/** In: a need of storage. Out: its demand. */
export function storageDemand(
  catalogue: CatalogueIndex,
  need: StorageNeed,
  requirements: Requirements,
): Demand {
  const { packs, covers } = catalogue.with(requirements).storage(need.kind)
  return {
    options: packs.flatMap((pack) => packOptions(catalogue, pack)),
    amounts: [need.storageGiB],
    isExact: false,
    isComplete: packs.every((pack) => overageOf(pack) === null || isApart(pack)),
    isRepeated: false,
    covers,
  }
}

/** A minimum sum counts what is used beyond the packs in: that is no price apart. */
const isApart = ({ item }: Pack) => item.price?.minimumFen === null

/** A pack, and GiB by GiB what may be used beyond it. */
function packOptions(catalogue: CatalogueIndex, pack: Pack): Option[] {
  const { item, sizeGiB } = pack
  const ordered = { ...chargesFor(catalogue, [item], [chargeOf(item)]), provides: [sizeGiB] }
  const rate = overageOf(pack)
  if (rate === null || !isApart(pack)) return [ordered]
  const tariff = overageTariff(rate)
  const beyond = { key: `${item.code} beyond`, code: item.code, tariff, items: 0, isPriced: true }
  const requiredOnce = [chargeOf(item), ...ordered.requiredOnce]
  return [ordered, { charges: [{ charge: beyond, quantity: 1 }], provides: [1], requiredOnce }]
}

/** Sizes of a formula that are tried; beyond them a split isn't proven cheapest. */
const maxSizes = 1_000

/** In: a need of bandwidth. Out: its demand: every size of a formula up to the need, and where a wider one costs less. */
export function bandwidthDemand(
  catalogue: CatalogueIndex,
  need: BandwidthNeed,
  requirements: Requirements,
): Demand {
  const bandwidths = catalogue.with(requirements).bandwidths()
  const copies = need.splittable ? need.quantity : 1
  const sized = bandwidths.flatMap((bandwidth) =>
    sizesOf(bandwidth, need).flatMap((size) => {
      const tariff = tariffOfBandwidth(bandwidth, size)
      return tariff === null ? [] : [{ bandwidth, size, tariff }]
    }),
  )
  return {
    options: sized.map(({ bandwidth: { item, formula }, size, tariff }) => {
      const { code } = item
      const key = formula === null ? code : `${code} ${size}M`
      const own = { key, code, tariff, items: 1, isPriced: true }
      return {
        ...times(chargesFor(catalogue, [item], [own]), copies),
        provides: [need.splittable ? size : 1],
      }
    }),
    amounts: [need.splittable ? need.mbps : need.quantity],
    isExact: !need.splittable,
    isComplete: bandwidths.every((bandwidth) => isWhollyTried(bandwidth, need)),
    isRepeated: copies > 1,
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

/** In: items, each of which serves with so many. Out: the demand for one of them. */
export function alternativesDemand(
  catalogue: CatalogueIndex,
  items: readonly { item: CatalogueItem; quantity: number }[],
): Demand {
  return {
    options: items.map(({ item, quantity }) => ({
      ...times(chargesFor(catalogue, [item], [chargeOf(item)]), quantity),
      provides: [1],
    })),
    amounts: [1],
    isExact: true,
    isComplete: true,
    isRepeated: false,
    covers: new Map(),
  }
}
