import type { CatalogueItem } from '../catalogue/index.ts'
import type { Fen } from '../platform/money.ts'
import type { Demand } from './cover/demand.ts'
import { totalOf } from './money.ts'

/** Kinds of machine that a line can ask for; a plain need for cores and memory is a cloud host. */
export const machineKinds = ['cloud-host', 'gpu-host', 'bare-metal'] as const
export type MachineKind = (typeof machineKinds)[number]
/** Kinds of storage; a plain need for storage is a data disk, so block storage. `ssd` is block storage on SSD. */
export const storageKinds = ['block-storage', 'ssd', 'object-storage', 'file-storage', 'backup'] as const
export type StorageKind = (typeof storageKinds)[number]

export const kindInChinese: Record<MachineKind | StorageKind | 'bandwidth', string> = {
  'cloud-host': '云主机',
  'gpu-host': 'GPU云主机',
  'bare-metal': '裸金属服务器',
  'block-storage': '云硬盘',
  ssd: 'SSD云硬盘',
  'object-storage': '对象存储',
  'file-storage': '文件存储',
  backup: '备份空间',
  bandwidth: '互联网带宽',
}

/** 8 and 16 → "8核16G"; what isn't asked for is left out. */
export function sizeInChinese(vcpu: number, memoryGiB: number): string {
  return `${vcpu > 0 ? `${vcpu}核` : ''}${memoryGiB > 0 ? `${memoryGiB}G` : ''}`
}

/** What every item that serves a line must have. */
export interface Requirements {
  /** Network zone as the catalogue writes it; undefined: any. */
  zone?: string | undefined
  /** true: 信创 items only. */
  domestic?: boolean | undefined
  /** Technical route as the catalogue writes it (X86, ARM); undefined: any. */
  architecture?: string | undefined
  /** 等保 "at least": an item up to 三级 serves 二级. */
  protectionLevel?: number | undefined
}

export interface MachineNeed {
  what: 'machine'
  kind: MachineKind
  /** Machines; each is one item that has at least the cores and the memory, unless `splittable`. */
  quantity: number
  vcpu: number
  memoryGiB: number
  /** Any number of smaller machines may together have `quantity` times the cores and the memory. */
  splittable: boolean
  /** Items billed once for every machine (per protected machine). */
  attached: readonly CatalogueItem[]
}
export interface StorageNeed {
  what: 'storage'
  kind: StorageKind
  /** Everything that is needed, all machines together. */
  storageGiB: number
}
export interface BandwidthNeed {
  what: 'bandwidth'
  quantity: number
  /** Of each; one need is one item, unless `splittable`. */
  mbps: number
  splittable: boolean
}
export type Need = MachineNeed | StorageNeed | BandwidthNeed

/** A line whose needs are known by figures. */
export interface StructuredLine extends Requirements {
  id: string
  needs: readonly Need[]
  classified?: boolean | undefined
}
/** A line in the department's own words. */
export interface TextLine extends Requirements {
  id: string
  text: string
  quantity?: number | undefined
  classified?: boolean | undefined
}
export type Line = StructuredLine | TextLine

export const outcomes = [
  'served',
  'substituted',
  'not-in-catalogue',
  'must-not-build',
  'ineligible',
  'no-capacity',
] as const
export type Outcome = (typeof outcomes)[number]

/** So many units of an item, and what they cost a month, all together. */
export interface OrderedItem {
  code: string
  quantity: number
  monthlyFen: Fen
}
/** An item that does not serve the line as it stands: what it would cost a month, and what would have to change. */
export interface Alternative {
  code: string
  name: string
  specification: string
  quantity: number
  /** null when the item has no price by itself (formula). */
  monthlyFen: Fen | null
  change: string | null
}
/**
 * How a text line was understood, the most certain first: a clause's own words, figures, exactly a name, learnt from a
 * reviewer, a name with words around it, part of a name, described as others describe it; or not with certainty.
 */
export const certainties = [
  'rule',
  'figures',
  'exact',
  'learnt',
  'name',
  'part',
  'described',
  'uncertain',
] as const
export type Certainty = (typeof certainties)[number]

export interface Match {
  id: string
  /** Only of text lines. */
  certainty?: Certainty
  outcome: Outcome
  items: readonly OrderedItem[]
  /** What the items cost a month; 0 when nothing serves the line. */
  monthlyFen: Fen
  /** Whether no cheaper choice among the catalogue's items serves the line: proven, not believed. */
  optimal: boolean
  /** Proven: nothing that serves the line costs less a month, in fen. Only where its price isn't proven lowest. */
  atLeastFen?: number
  reason: string
  /** Stable id of the regulation's clause that decides; null where none does. */
  clause: string | null
  alternatives: readonly Alternative[]
}

/** A need that is served: by which items, whether proven cheapest, whether by another kind of item than asked for. */
export interface Served {
  items: readonly OrderedItem[]
  optimal: boolean
  /** Where it isn't proven cheapest: what it costs at least, in fen, as far as that is known. */
  atLeastFen?: number
  substituted: boolean
  reason: string
  /** Why something else than asked for serves, in whole sentences; part of the reason. */
  instead?: string | undefined
  /** Whether the words left open which item is meant: nothing is proven then. */
  isOpen?: boolean
  /** The need with all its options; several where one of several demands is to be served. */
  demands: () => readonly Demand[]
  /** Whether its price holds beside other needs of the line: no number of an item decides it, and nothing goes with it. */
  isSeparable: boolean
}
/** A need that nothing serves: what nearly does. */
export interface Unserved {
  reason: string
  alternatives: readonly Alternative[]
}
export type Solution = Served | Unserved

export function isServed(solution: Solution): solution is Served {
  return 'items' in solution
}

/** Out: what it costs a month. */
export function priceOfServed({ items }: Served): Fen {
  return totalOf(items.map(({ monthlyFen }) => monthlyFen))
}

/** Out: what serves the need costs at least so much a month. */
export function leastFenOf(served: Served): number {
  return served.optimal ? priceOfServed(served) : (served.atLeastFen ?? 0)
}
