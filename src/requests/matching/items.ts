/** What an item of the catalogue is good for, read from its group, name, specification and unit. */
import type { CatalogueItem } from '../../catalogue/index.ts'
import { neverFalls, type Price, priceOfOne } from '../../catalogue/pricing/index.ts'
import type { Demands, MachineKind, StorageKind } from './model.ts'

/** One size of machine. */
export interface Flavour {
  item: CatalogueItem
  kind: MachineKind
  vcpu: number
  memoryGiB: number
  fen: number
}
/** So many GiB for so much; a price per GB is a pack of one. */
export interface Pack {
  item: CatalogueItem
  kinds: readonly StorageKind[]
  sizeGiB: number
  fen: number
}
/** One line of internet bandwidth: a fixed size, or any size from `mbps` on by formula. */
export interface Bandwidth {
  item: CatalogueItem
  mbps: number
  fen: number | null
  /** By size; null when the size is fixed. */
  formula: Price | null
}

const saysOf = (item: CatalogueItem) =>
  [item.group, item.name, item.specification, ...item.aliases].join(' ').normalize('NFKC').toUpperCase()

/** In: an item. Out: the machine it is, or null: 计算 of IaaS, by the 台, with cores, memory and a monthly price. */
export function flavourOf(item: CatalogueItem): Flavour | null {
  const { category, group, unit, vcpu, memoryGiB, monthlyFen } = item
  if (category !== 'IaaS' || !group.includes('计算') || unit !== '台') return null
  if (vcpu === null || memoryGiB === null || monthlyFen === null) return null
  const says = saysOf(item)
  const kind = /裸金属|物理(机|服务器)/.test(says)
    ? 'bare-metal'
    : /GPU|显卡|算力/.test(says)
      ? 'gpu-host'
      : 'cloud-host'
  return { item, kind, vcpu, memoryGiB, fen: monthlyFen }
}

/** In: an item. Out: the storage it is, or null. */
export function packOf(item: CatalogueItem): Pack | null {
  const { category, group, storageGiB, monthlyFen } = item
  if (category !== 'IaaS' || monthlyFen === null || storageGiB === null || storageGiB < 1) return null
  if (!/存储|备份/.test(group)) return null
  const says = saysOf(item)
  const kinds: StorageKind[] = []
  if (/备份/.test(group + item.name)) kinds.push('backup')
  else if (/对象存储|\bOSS\b|\bOBS\b/.test(says)) kinds.push('object-storage')
  else if (/文件存储|NAS/.test(says)) kinds.push('file-storage')
  else if (/硬盘|云盘|块存储|数据盘/.test(says)) {
    kinds.push('block-storage')
    if (/SSD|固态/.test(says)) kinds.push('ssd')
  }
  return kinds.length === 0 ? null : { item, kinds, sizeGiB: storageGiB, fen: monthlyFen }
}

/** In: an item. Out: the bandwidth it is, or null; 以上 includes the number; a formula that can't be read serves nothing. */
export function bandwidthOf(item: CatalogueItem): Bandwidth | null {
  if (item.category !== 'IaaS' || !/带宽/.test(item.name)) return null
  const size = /^(\d+)M(?:bps)?(及以上|以上)?$/i.exec(item.specification.normalize('NFKC').trim())
  if (size === null) return null
  const mbps = Number(size[1])
  if (item.monthlyFen !== null) return size[2] ? null : { item, mbps, fen: item.monthlyFen, formula: null }
  const { price } = item
  if (!size[2] || price === null || price.period !== 'month' || price.shape.kind === 'once') return null
  return { item, mbps, fen: null, formula: price }
}

/** In: a bandwidth and what is needed. Out: the price of the smallest size of it that serves, or null. */
export function bandwidthPrice(bandwidth: Bandwidth, mbps: number): number | null {
  if (bandwidth.formula === null) return bandwidth.mbps >= mbps ? bandwidth.fen : null
  return priceOfOne(bandwidth.formula, Math.max(mbps, bandwidth.mbps))
}

/** Whether a wider line never costs less. */
export function widerIsDearer({ formula }: Bandwidth): boolean {
  return formula === null || neverFalls(formula)
}

/** Whether an item has everything a line demands of it; `protectionLevel` at least. */
export function meets(item: CatalogueItem, demands: Demands): boolean {
  return (
    (demands.zone === undefined || item.zones.includes(demands.zone)) &&
    (demands.domestic !== true || item.domestic) &&
    (demands.architecture === undefined ||
      item.architecture === null ||
      item.architecture.toUpperCase() === demands.architecture.toUpperCase()) &&
    (demands.protectionLevel === undefined || (item.protectionLevel ?? 0) >= demands.protectionLevel)
  )
}

/** Billed once for every machine it protects, by the month. */
export function isPerMachine({ price, monthlyFen }: CatalogueItem): boolean {
  return monthlyFen !== null && price?.shape.kind === 'machine'
}
