import type { CalendarDate } from '../platform/dates.ts'
import { getOrInsert } from '../platform/get-or-insert.ts'
import { type Fen, inYuan } from '../platform/money.ts'
import type { Role } from '../platform/permissions.ts'
import { same, stateMachine } from '../platform/state-machine.ts'
import { monthlyFenOf, type Price, writePrice } from './pricing/index.ts'

export const categories = ['IaaS', 'PaaS', 'SaaS'] as const
export type Category = (typeof categories)[number]

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
  for (const { code, pool: own, poolCapacity, poolUnits } of items) {
    if (poolCapacity === null) continue
    const name = own ?? code
    const pool = getOrInsert(pools, name, () => ({
      name,
      capacity: poolCapacity,
      takes: new Map<string, number>(),
    }))
    pool.takes.set(code, poolUnits)
  }
  return pools
}

/** What becomes of a need for something the catalogue lacks (目录外需求). */
export const unlistedNeedStatuses = {
  open: '待答复',
  planned: '拟列入',
  served: '目录可满足',
  declined: '不列入',
} as const
export type UnlistedNeedStatus = keyof typeof unlistedNeedStatuses

/** What leads from one answer to another: each can be replaced. */
export const unlistedNeedMachine = stateMachine({
  table: 'catalogue_wishes',
  noun: '目录外需求',
  states: unlistedNeedStatuses,
  nameOf: ({ title }: { title: string }) => `“${title}”`,
  steps: {
    file: { from: null, to: 'open', operation: 'catalogue.wish', title: '提出' },
    plan: {
      from: ['open', 'planned', 'served', 'declined'],
      to: 'planned',
      operation: 'catalogue.answer-wishes',
      title: '拟列入',
    },
    serve: {
      from: ['open', 'planned', 'served', 'declined'],
      to: 'served',
      operation: 'catalogue.answer-wishes',
      title: '答复可满足',
    },
    decline: {
      from: ['open', 'planned', 'served', 'declined'],
      to: 'declined',
      operation: 'catalogue.answer-wishes',
      title: '答复不列入',
    },
    // Follows from the publication of the edition it was planned for.
    enter: { from: ['planned'], to: 'served', title: '列入目录' },
  },
})

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

export const statusInChinese = {
  draft: '草稿',
  'in-approval': '待批准',
  approved: '待发布',
  scheduled: '已定期发布',
  published: '现行',
  superseded: '已被取代',
} as const
export type EditionStatus = keyof typeof statusInChinese
export const editionStatuses = Object.keys(statusInChinese) as EditionStatus[]

/** What can be done to an edition (目录版次), and in which state: the whole state machine. */
export const editionMachine = stateMachine({
  table: 'catalogue_editions',
  noun: '版次',
  states: statusInChinese,
  nameOf: ({ number }: { number: string }) => number,
  steps: {
    compile: { from: null, to: 'draft', operation: 'catalogue.compile', title: '编制' },
    edit: { from: ['draft'], to: same, operation: 'catalogue.compile', title: '修改' },
    replace: { from: ['draft'], to: same, operation: 'catalogue.compile', title: '替换文件' },
    'set-terms': { from: ['draft'], to: same, operation: 'catalogue.compile', title: '改计费约定' },
    delete: { from: ['draft'], to: null, operation: 'catalogue.compile', title: '删除' },
    submit: { from: ['draft'], to: 'in-approval', operation: 'catalogue.submit', title: '提交' },
    comment: { from: ['in-approval', 'approved'], operation: 'catalogue.approve', title: '提意见' },
    // With the second bureau's approval; the first one's is kept beside the edition.
    approve: { from: ['in-approval'], to: 'approved', operation: 'catalogue.approve', title: '批准' },
    return: {
      from: ['in-approval', 'approved', 'scheduled'],
      to: 'draft',
      operation: 'catalogue.return',
      title: '退回',
    },
    publish: { from: ['approved'], to: 'published', operation: 'catalogue.publish', title: '发布' },
    schedule: { from: ['approved'], to: 'scheduled', operation: 'catalogue.publish', title: '定期发布' },
    unschedule: {
      from: ['scheduled'],
      to: 'approved',
      operation: 'catalogue.publish',
      title: '取消定期发布',
    },
    // The day has come for which it was scheduled.
    'take-effect': { from: ['scheduled'], to: 'published', operation: 'catalogue.publish', title: '生效' },
    // Follows from the publication of the next one.
    supersede: { from: ['published'], to: 'superseded', title: '取代' },
  },
})
export type EditionStep = keyof typeof editionMachine.steps

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
