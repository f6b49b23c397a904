/** Pure. */

import { AppError } from '../../platform/errors.ts'
import { type Fen, fenOf } from '../../platform/money.ts'
import type { CatalogueItem } from '../model.ts'
import { type Price, priceOf } from '../pricing/index.ts'

/** Something that is ordered of an item: by whom doesn't matter here. */
export interface PricedUse {
  code: string
  quantity: number
  /** The size of each one, where it has one of its own (带宽兆数); null or left out: it has none, or it isn't known. */
  size?: number | null
  /** What the whole quantity costs a month now. */
  monthlyFen: Fen
}

/** What another edition does to one use. */
export type PriceImpact<U extends PricedUse> = U & {
  /** `gone`: the edition doesn't have the item; `unknown`: what it would cost a month can't be worked out. */
  outcome: 'same' | 'dearer' | 'cheaper' | 'gone' | 'unknown'
  /** null when it is gone or unknown. */
  afterFen: Fen | null
  /** Why it is unknown, in words; null otherwise. */
  why: string | null
  /** The item that takes its place, where the old one or the new edition names one. */
  successor: string | null
}

/**
 * In: what is used, the items by which it was priced, and those of another edition. Out: what the other edition does to
 * each use, in fen a month. A changed price is only worked out where the old one gives exactly what is paid now: then
 * number and size are those that are billed.
 */
export function impactOn<U extends PricedUse>(
  uses: readonly U[],
  before: ReadonlyMap<string, CatalogueItem>,
  after: ReadonlyMap<string, CatalogueItem>,
): PriceImpact<U>[] {
  return uses.map((use): PriceImpact<U> => {
    const item = after.get(use.code)
    const was = before.get(use.code)
    const successor = was?.successor ?? null
    if (item === undefined) {
      const named = successor !== null && after.has(successor) ? successor : null
      return { ...use, outcome: 'gone', afterFen: null, why: null, successor: named }
    }
    const next = priceAfter(use, was, item)
    if (typeof next === 'string') return { ...use, outcome: 'unknown', afterFen: null, why: next, successor }
    const outcome = next === use.monthlyFen ? 'same' : next > use.monthlyFen ? 'dearer' : 'cheaper'
    return { ...use, outcome, afterFen: next, why: null, successor }
  })
}

/** Out: what the use costs a month by `is`, or in words why that isn't known. */
function priceAfter(use: PricedUse, was: CatalogueItem | undefined, is: CatalogueItem): Fen | string {
  if (was !== undefined && samePrice(was, is)) return use.monthlyFen
  const next = priced(is, use)
  if (was === undefined || typeof next === 'string') return next
  return priced(was, use) === use.monthlyFen ? next : '按原版计价算出的与匹配时的金额不一致'
}

function samePrice(was: CatalogueItem, is: CatalogueItem): boolean {
  const said = ({ monthlyFen, priceFormula, price }: CatalogueItem) =>
    JSON.stringify([monthlyFen, priceFormula, price])
  return said(was) === said(is)
}

/** What so many cost a month, as matching prices a line, or in words why that can't be said. */
function priced({ price, monthlyFen }: CatalogueItem, { quantity, size }: PricedUse): Fen | string {
  if (price === null && monthlyFen !== null) return fenOf(monthlyFen * quantity)
  if (price === null) return '计价写成了文字，不能自动计算'
  if (price.shape.kind === 'once') return '一次性收费，不按月'
  if (price.period !== 'month') return twelfth(price, quantity) ?? '按年计价，每份不是同一个价'
  const sized = 'variable' in price.shape ? price.shape.variable : null
  if (sized !== null && !size) return `按${sized}计价，从申请里读不出${sized}`
  try {
    if (!size) return priceOf(price, { quantity })
    if (sized !== null) return priceOf(price, { quantity, size })
    // It counts units (Mbps): each of that size is an order of its own.
    return fenOf(quantity * priceOf(price, { quantity: size }))
  } catch (error) {
    if (error instanceof AppError) return '按公式算不出价格'
    throw error
  }
}

/** A twelfth of a year for each, half a fen up; null where a year's price isn't the same for each. */
function twelfth({ shape, minimumQuantity, minimumFen }: Price, quantity: number): Fen | null {
  const same = shape.kind === 'flavour' || shape.kind === 'machine'
  if (!same || minimumQuantity !== null || minimumFen !== null) return null
  return fenOf(Math.floor((shape.fen * 2 + 12) / 24) * quantity)
}

/** All uses together: what they cost now and then, those that would be gone or are unknown counted apart. */
export interface ImpactTotal {
  uses: number
  changed: number
  gone: number
  unknown: number
  /** Of the uses whose price is known on both sides. */
  beforeFen: Fen
  afterFen: Fen
  /** What the dearer ones cost more, and the cheaper ones less; both from 0 on. */
  moreFen: Fen
  lessFen: Fen
}

/** In: effects. Out: their total. */
export function totalImpact(effects: readonly PriceImpact<PricedUse>[]): ImpactTotal {
  const known = effects.filter(({ afterFen }) => afterFen !== null)
  const sum = (values: readonly number[]) => fenOf(values.reduce((total, value) => total + value, 0))
  const count = (test: (outcome: PriceImpact<PricedUse>['outcome']) => boolean) =>
    effects.filter(({ outcome }) => test(outcome)).length
  return {
    uses: effects.length,
    changed: count((outcome) => outcome !== 'same'),
    gone: count((outcome) => outcome === 'gone'),
    unknown: count((outcome) => outcome === 'unknown'),
    moreFen: sum(known.map(({ monthlyFen, afterFen }) => Math.max(0, (afterFen ?? 0) - monthlyFen))),
    lessFen: sum(known.map(({ monthlyFen, afterFen }) => Math.max(0, monthlyFen - (afterFen ?? 0)))),
    beforeFen: sum(known.map(({ monthlyFen }) => monthlyFen)),
    afterFen: sum(known.map(({ afterFen }) => afterFen ?? 0)),
  }
}
