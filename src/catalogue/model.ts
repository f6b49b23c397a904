import type { CalendarDate } from '../platform/dates.ts'
import { type Fen, inYuan } from '../platform/money.ts'
import type { Role } from '../platform/permissions.ts'

export const categories = ['IaaS', 'PaaS', 'SaaS'] as const
export type Category = (typeof categories)[number]

export type EditionStatus = 'draft' | 'in-approval' | 'approved' | 'published' | 'superseded'

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
}

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

/** In: a person's roles. Out: the bureaus they can approve for. */
export function bureausOf(roles: readonly Role[]): Bureau[] {
  return bureaus.filter((bureau) => roles.includes(bureau))
}
