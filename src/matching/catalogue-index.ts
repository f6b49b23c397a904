/** Pure. */

import type { CatalogueItem } from '../catalogue/index.ts'
import { getOrInsert } from '../platform/get-or-insert.ts'
import type { Covers, Option } from './cover/demand.ts'
import { MachineCover, undominated } from './cover/machine-cover.ts'
import { type CheapestFlavour, cheapestFlavours } from './cover/one-machine.ts'
import { PackCover } from './cover/pack-cover.ts'
import type { Tariff } from './cover/tariff.ts'
import {
  type Bandwidth,
  bandwidthOf,
  type Flavour,
  flavourOf,
  meets,
  overageOf,
  type Pack,
  packOf,
} from './items.ts'
import type { MachineKind, Requirements, StorageKind } from './model.ts'
import { ServiceIndex } from './text/service-index.ts'

/** Machines of one kind, ready to be asked. */
export interface MachineOffers {
  flavours: readonly Flavour[]
  /** Whether the price of each is the same whatever the number, and none requires others. */
  isFlat: boolean
  covers: Covers
  /** Those that only their price and size tell apart: the number doesn't matter, and they require the same others. */
  classes: () => readonly FlavourClass[]
  /** Options to choose one, by what is ordered with each and by code. */
  options: Map<string, Map<string, Option>>
  cheapest: CheapestFlavour
  /** In: what goes with each machine, in fen. Out: the cover by any number of machines. */
  coverWith(attachedFen: number): MachineCover
}
export interface FlavourClass {
  cheapest: CheapestFlavour
  /** Without those that another one as large undercuts or equals. */
  undominated: readonly Flavour[]
}
export interface StorageOffers {
  packs: readonly Pack[]
  isFlat: boolean
  covers: Covers
  cover: PackCover
}

/** The items that meet one set of requirements, by what they are good for. */
export class Offers {
  readonly #items: readonly CatalogueItem[]
  readonly #machines = new Map<MachineKind, MachineOffers>()
  readonly #storage = new Map<StorageKind, StorageOffers>()
  #flavours: readonly Flavour[] | undefined
  #bandwidths: readonly Bandwidth[] | undefined

  constructor(items: readonly CatalogueItem[]) {
    this.#items = items
  }

  machines(kind: MachineKind): MachineOffers {
    return getOrInsert(this.#machines, kind, () => {
      this.#flavours ??= this.#items.flatMap((item) => flavourOf(item) ?? [])
      const flavours = this.#flavours.filter((flavour) => flavour.kind === kind)
      const covers = new Map<number, MachineCover>()
      let classes: FlavourClass[] | undefined
      return {
        flavours,
        isFlat: flavours.every(hasFlatPrice),
        covers: new Map(),
        classes: () => {
          classes ??= classesOf(flavours)
          return classes
        },
        options: new Map(),
        cheapest: cheapestFlavours(flavours),
        coverWith: (attachedFen) =>
          getOrInsert(
            covers,
            attachedFen,
            () =>
              new MachineCover(flavours.map((flavour) => ({ ...flavour, fen: flavour.fen + attachedFen }))),
          ),
      }
    })
  }

  storage(kind: StorageKind): StorageOffers {
    return getOrInsert(this.#storage, kind, () => {
      const packs = this.#items
        .flatMap((item) => packOf(item) ?? [])
        .filter(({ kinds }) => kinds.includes(kind))
      return {
        packs,
        isFlat: packs.every((pack) => hasFlatPrice(pack) && overageOf(pack) === null),
        covers: new Map(),
        cover: new PackCover(packs.map(({ sizeGiB, fen }) => ({ size: sizeGiB, fen }))),
      }
    })
  }

  bandwidths(): readonly Bandwidth[] {
    this.#bandwidths ??= this.#items.flatMap((item) => bandwidthOf(item) ?? [])
    return this.#bandwidths
  }
}

function classesOf(flavours: readonly Flavour[]): FlavourClass[] {
  const classes = new Map<string, Flavour[]>()
  for (const flavour of flavours) {
    const { item, tariff } = flavour
    const key = tariff.each === null ? `/${item.code}` : [...item.dependencies].sort().join()
    getOrInsert(classes, key, () => []).push(flavour)
  }
  return [...classes.values()].map((members) => ({
    cheapest: cheapestFlavours(members),
    undominated: undominated(members),
  }))
}

/** In: something of an item. Out: whether its price is the same whatever the number, and it requires no others. */
export function hasFlatPrice({ item, tariff }: { item: CatalogueItem; tariff: Tariff | null }): boolean {
  return item.dependencies.length === 0 && (tariff?.each ?? null) !== null
}

/** An edition's items, made ready for matching; what is worked out stays for the next line and the next request. */
export class CatalogueIndex {
  readonly items: readonly CatalogueItem[]
  readonly byCode: ReadonlyMap<string, CatalogueItem>
  readonly zones: readonly string[]
  readonly architectures: readonly string[]
  readonly #offers = new Map<string, Offers>()
  #services: ServiceIndex | undefined

  constructor(items: readonly CatalogueItem[]) {
    this.items = items
    this.byCode = new Map(items.map((item) => [item.code, item]))
    this.zones = [...new Set(items.flatMap(({ zones }) => zones))]
    this.architectures = [...new Set(items.flatMap(({ architecture }) => architecture ?? []))]
  }

  /** The services, to be found by words. */
  get services(): ServiceIndex {
    this.#services ??= new ServiceIndex(this.items)
    return this.#services
  }

  /** Out: the items that have everything required; requirements that leave the same items share what is worked out. */
  with({ zone, domestic, architecture, protectionLevel }: Requirements): Offers {
    const requirements = { zone, domestic: domestic === true, architecture, protectionLevel }
    return getOrInsert(this.#offers, JSON.stringify(Object.values(requirements)), () => {
      const items = this.items.filter((item) => meets(item, requirements))
      return getOrInsert(this.#offers, items.map(({ code }) => code).join('\n'), () => new Offers(items))
    })
  }
}
