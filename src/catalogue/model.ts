import type { CalendarDate } from '../platform/dates.ts'
import { type Fen, inYuan } from '../platform/money.ts'
import type { Role } from '../platform/permissions.ts'
import { monthlyFenOf, type Price, writePrice } from './pricing/index.ts'

export const categories = ['IaaS', 'PaaS', 'SaaS'] as const
export type Category = (typeof categories)[number]

export type EditionStatus = 'draft' | 'in-approval' | 'approved' | 'scheduled' | 'published' | 'superseded'

/** One line of the catalogue: a flavour (规格) of a service (服务项), as compiled, approved and published. */
export interface CatalogueItem {
  code: string
  category: Category
  group: string
  name: string
  specification: string
  unit: string
  billing: string
  /** null when the price is a formula. */
  monthlyFen: Fen | null
  priceFormula: string | null
  vcpu: number | null
  memoryGiB: number | null
  storageGiB: number | null
  zones: readonly string[]
  architecture: string | null
  /** 信创. */
  domestic: boolean
  /** Highest 等保 level served. */
  protectionLevel: number | null
  leadTimeWorkingDays: number | null
  availability: string | null
  /** 公共应用支撑: departments may not build it again. */
  shared: boolean
  aliases: readonly string[]
  description: string
  /** 计价规则, the same price for machines; null when its text is one that no machine can read. */
  price: Price | null
  /** Codes of what must be ordered with it. */
  dependencies: readonly string[]
  /** Code of the item that takes its place. */
  successor: string | null
  /** 资源池 that it is taken from; null: a pool of its own. */
  pool: string | null
  /** 资源池总量: how much the city has in the pool; null: not limited. The same for every item of the pool. */
  poolCapacity: number | null
  /** How much of the pool one of it takes. */
  poolUnits: number
  /** 每部门限额: how many one department may have; null: not limited. */
  quotaPerDepartment: number | null
}

/** What a catalogue says of an item when its file has none of the columns for it. */
export const optionalDefaults = {
  price: null,
  dependencies: [],
  successor: null,
  pool: null,
  poolCapacity: null,
  poolUnits: 1,
  quotaPerDepartment: null,
} as const satisfies Partial<CatalogueItem>

/** A pool of the city and what takes from it. */
export interface ResourcePool {
  name: string
  capacity: number
  /** How much of the pool one takes, by item code. */
  takes: ReadonlyMap<string, number>
}

/** In: the items of an edition. Out: the pools that are limited, by name; a pool without a name has its item's code. */
export function poolsOf(items: readonly CatalogueItem[]): Map<string, ResourcePool> {
  const pools = new Map<string, { name: string; capacity: number; takes: Map<string, number> }>()
  for (const { code, pool, poolCapacity, poolUnits } of items) {
    if (poolCapacity === null) continue
    const name = pool ?? code
    const known = pools.get(name)
    if (known === undefined)
      pools.set(name, { name, capacity: poolCapacity, takes: new Map([[code, poolUnits]]) })
    else known.takes.set(code, poolUnits)
  }
  return pools
}

/** What becomes of a wish for something the catalogue lacks (目录外需求). */
export const unlistedNeedStatuses = {
  open: '待答复',
  planned: '拟列入',
  served: '目录可满足',
  declined: '不列入',
} as const
export type UnlistedNeedStatus = keyof typeof unlistedNeedStatuses

/** Who must approve an edition; the order in which approvals are shown. */
export const bureaus = ['competent-bureau', 'finance'] as const
export type Bureau = (typeof bureaus)[number]

/** An approval as everybody may read it: by which organisation, on which day. */
export interface Approval {
  bureau: Bureau
  by: string
  on: CalendarDate
  comment: string | null
  contentHash: string
  personId: number
}

/** What can be done to an edition, and in which state: the whole state machine. */
export const statusInChinese: Record<EditionStatus, string> = {
  draft: '草稿',
  'in-approval': '待批准',
  approved: '待发布',
  scheduled: '已定期发布',
  published: '现行',
  superseded: '已被取代',
}
export const bureauInChinese: Record<Bureau, string> = { 'competent-bureau': '主管部门', finance: '财政部门' }

const levels = ['一', '二', '三', '四', '五']
/** 3 → "三级". */
export function levelInChinese(level: number): string {
  return `${levels[level - 1] ?? level}级`
}

/** In: an item. Out: its monthly price as people read it: "1,234.56", "免费" or the formula. */
export function priceText(item: Pick<CatalogueItem, 'monthlyFen' | 'priceFormula'>): string {
  if (item.monthlyFen === null) return item.priceFormula ?? ''
  return item.monthlyFen === 0 ? '免费' : inYuan(item.monthlyFen)
}

/** In: a price. Out: how the columns and the interface that came before it say it: one number a month, or a formula. */
export function publicPrice(price: Price): Pick<CatalogueItem, 'monthlyFen' | 'priceFormula'> {
  const monthlyFen = monthlyFenOf(price)
  return { monthlyFen, priceFormula: monthlyFen === null ? writePrice(price) : null }
}

/** In: a person's roles. Out: the bureaus they can approve for. */
export function bureausOf(roles: readonly Role[]): Bureau[] {
  return bureaus.filter((bureau) => roles.includes(bureau))
}
