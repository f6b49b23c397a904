/** Pure. */

/** What an item of the catalogue is good for, read from its group, name, specification and unit. */
import type { CatalogueItem } from '../catalogue/index.ts'
import { monthly, type Price } from '../catalogue/pricing/index.ts'
import { isPaidOnce, type Tariff, tariffOf, tariffOfPrice, tariffOfSize, turnsOf } from './cover/tariff.ts'
import type { MachineKind, Requirements, StorageKind } from './model.ts'

/** One size of machine. */
export interface Flavour {
  item: CatalogueItem
  kind: MachineKind
  vcpu: number
  memoryGiB: number
  tariff: Tariff
  /** What one of it costs. */
  fen: number
}
/** So many GiB for so much; a price per GB is a pack of one. */
export interface Pack {
  item: CatalogueItem
  kinds: readonly StorageKind[]
  sizeGiB: number
  tariff: Tariff
  /** What one of it costs. */
  fen: number
}
/** One line of internet bandwidth: a fixed size, or any size from `mbps` on by formula. */
export interface Bandwidth {
  item: CatalogueItem
  mbps: number
  /** By the number of lines; null when the price goes by their size. */
  tariff: Tariff | null
  /** By size; null when the size is fixed. */
  formula: Price | null
}

const saysOf = (item: CatalogueItem) =>
  [item.group, item.name, item.specification, ...item.aliases].join(' ').normalize('NFKC').toUpperCase()

/** What it costs a month by its number; null for what is paid once as well: that is no price of a month. */
const monthlyTariff = (item: CatalogueItem) => (isPaidOnce(item) ? null : tariffOf(item))

/** In: an item. Out: the machine it is, or null: 计算 of IaaS, by the 台, with cores, memory and a monthly price. */
export function flavourOf(item: CatalogueItem): Flavour | null {
  const { category, group, unit, vcpu, memoryGiB } = item
  if (category !== 'IaaS' || !group.includes('计算') || unit !== '台') return null
  const tariff = monthlyTariff(item)
  if (vcpu === null || memoryGiB === null || tariff === null) return null
  const says = saysOf(item)
  const kind = /裸金属|物理(机|服务器)/.test(says)
    ? 'bare-metal'
    : /GPU|显卡|算力/.test(says)
      ? 'gpu-host'
      : 'cloud-host'
  return { item, kind, vcpu, memoryGiB, tariff, fen: tariff.of(1) }
}

/** In: an item. Out: the storage it is, or null. */
export function packOf(item: CatalogueItem): Pack | null {
  const { category, group, storageGiB } = item
  if (category !== 'IaaS' || storageGiB === null || storageGiB < 1) return null
  if (!/存储|备份/.test(group)) return null
  const tariff = monthlyTariff(item)
  if (tariff === null) return null
  const says = saysOf(item)
  const kinds: StorageKind[] = []
  if (/备份/.test(group + item.name)) kinds.push('backup')
  else if (/对象存储|\bOSS\b|\bOBS\b/.test(says)) kinds.push('object-storage')
  else if (/文件存储|NAS/.test(says)) kinds.push('file-storage')
  else if (/硬盘|云盘|块存储|数据盘/.test(says)) {
    kinds.push('block-storage')
    if (/SSD|固态/.test(says)) kinds.push('ssd')
  }
  return kinds.length === 0 ? null : { item, kinds, sizeGiB: storageGiB, tariff, fen: tariff.of(1) }
}

/** Out: the rate at which more than the packs hold may be used, by the GiB; not from limited pools, as nothing is held for it. */
export function overageOf({ item: { price, poolCapacity } }: Pack): number | null {
  return price?.shape.kind === 'pack' && poolCapacity === null ? price.shape.overage : null
}

/** In: an item. Out: the bandwidth it is, or null; 以上 includes the number; a formula that can't be read serves nothing. */
export function bandwidthOf(item: CatalogueItem): Bandwidth | null {
  if (item.category !== 'IaaS' || !/带宽/.test(item.name)) return null
  const size = /^(\d+)M(?:bps)?(及以上|以上)?$/i.exec(item.specification.normalize('NFKC').trim())
  if (size === null) return null
  const mbps = Number(size[1])
  const { price } = item
  if (!size[2]) {
    const tariff = monthlyTariff(item)
    return tariff === null ? null : { item, mbps, tariff, formula: null }
  }
  if (item.monthlyFen !== null || price === null || price.period !== 'month') return null
  return price.shape.kind === 'once' ? null : { item, mbps, tariff: null, formula: price }
}

/** In: a bandwidth and a size that it has. Out: what lines of that size cost by their number; null: they have no price. */
export function tariffOfBandwidth({ tariff, formula }: Bandwidth, mbps: number): Tariff | null {
  return formula === null ? tariff : tariffOfSize(formula, mbps)
}

/** Out: the sizes from which on a line costs less than a narrower one; null where nobody knows. */
export function cheaperSizes({ formula }: Bandwidth): number[] | null {
  if (formula === null) return []
  const { shape } = formula
  // A minimum is one of lines where n is their size, and one of n where n counts units.
  const bySize =
    'variable' in shape && shape.variable !== null
      ? tariffOfPrice(monthly({ ...shape, variable: null }))
      : tariffOfPrice(formula)
  if (bySize === null) return null
  return bySize.segments === null ? (bySize.rises ? [] : null) : turnsOf(bySize)
}

/** Whether an item has everything that a line requires; `protectionLevel` at least. */
export function meets(item: CatalogueItem, requirements: Requirements): boolean {
  return (
    (requirements.zone === undefined || item.zones.includes(requirements.zone)) &&
    (requirements.domestic !== true || item.domestic) &&
    (requirements.architecture === undefined ||
      item.architecture === null ||
      item.architecture.toUpperCase() === requirements.architecture.toUpperCase()) &&
    (requirements.protectionLevel === undefined ||
      (item.protectionLevel ?? 0) >= requirements.protectionLevel)
  )
}

/** Billed once for every machine it protects, by the month. */
export function isPerMachine({ price }: CatalogueItem): boolean {
  return price?.shape.kind === 'machine' && price.period === 'month'
}
