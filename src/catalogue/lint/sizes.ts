import type { CatalogueItem } from '../model.ts'

/** What a flavour is measured by, so that it can be compared with others of its service. */
export interface Sized {
  item: CatalogueItem
  fen: number
  /** Cores and GiB for machines, GB for packs, M for bandwidth: as many numbers for every flavour of a service. */
  size: readonly number[]
  /** Names of the numbers, in the same order. */
  names: readonly string[]
}

/** In: an item. Out: its size and price a month, or null when it has no size or costs nothing. */
function sizedOf(item: CatalogueItem): Sized | null {
  const { monthlyFen: fen, vcpu, memoryGiB, storageGiB } = item
  if (fen === null || fen === 0) return null
  if (vcpu !== null && memoryGiB !== null)
    return { item, fen, size: [vcpu, memoryGiB], names: ['核', 'G内存'] }
  if (vcpu !== null) return { item, fen, size: [vcpu], names: ['核'] }
  if (memoryGiB !== null) return { item, fen, size: [memoryGiB], names: ['G内存'] }
  if (storageGiB !== null && storageGiB > 0) return { item, fen, size: [storageGiB], names: ['GB'] }
  const bandwidth = /^(\d{1,6})M(?:bps)?$/i.exec(item.specification.normalize('NFKC').trim())
  return bandwidth === null ? null : { item, fen, size: [Number(bandwidth[1])], names: ['M'] }
}

/**
 * In: items. Out: the flavours of each service that can be compared: the same category, kind, name, unit and measure.
 * Products of different names (达梦, 金仓) are no flavours of each other, however alike they are.
 */
export function flavoursByService(items: readonly CatalogueItem[]): Sized[][] {
  return servicesOf(items).filter(({ length }) => length > 1 && length <= maxFlavours)
}

/** In: items. Out: the services with so many flavours that comparing each with each would keep people waiting. */
export function servicesTooLarge(items: readonly CatalogueItem[]): Sized[][] {
  return servicesOf(items).filter(({ length }) => length > maxFlavours)
}

/** Real services have a few dozen. */
const maxFlavours = 500

function servicesOf(items: readonly CatalogueItem[]): Sized[][] {
  const services = new Map<string, Sized[]>()
  for (const item of items) {
    const sized = sizedOf(item)
    if (sized === null) continue
    const key = JSON.stringify([item.category, item.group, item.name, item.unit, sized.names])
    services.set(key, [...(services.get(key) ?? []), sized])
  }
  return [...services.values()]
}

/** Whether the first is at least the second in every number. */
export function covers(size: readonly number[], other: readonly number[]): boolean {
  return size.every((value, place) => value >= (other[place] ?? 0))
}

/** Whether one can stand for another in everything but size and price: zones, 信创, route, 等保, lead time, promise, disk. */
export function standsFor(one: CatalogueItem, other: CatalogueItem): boolean {
  return (
    other.zones.every((zone) => one.zones.includes(zone)) &&
    (one.domestic || !other.domestic) &&
    one.architecture === other.architecture &&
    (one.protectionLevel ?? 0) >= (other.protectionLevel ?? 0) &&
    (one.leadTimeWorkingDays ?? 0) <= (other.leadTimeWorkingDays ?? Number.POSITIVE_INFINITY) &&
    promiseOf(one) >= promiseOf(other) &&
    (one.storageGiB ?? 0) >= (one.vcpu === null ? 0 : (other.storageGiB ?? 0)) &&
    other.dependencies.length >= one.dependencies.length
  )
}

/** "99.95%" → 99.95; nothing promised is 0. */
function promiseOf({ availability }: CatalogueItem): number {
  return Number(/(\d+(?:\.\d+)?)\s*%/.exec(availability ?? '')?.[1] ?? 0)
}

/** "8核16G内存". */
export function sizeInWords({ size, names }: Sized): string {
  return size.map((value, place) => `${value}${names[place] ?? ''}`).join('')
}
