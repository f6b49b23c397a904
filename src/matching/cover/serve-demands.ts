import { sayPrice } from '../../catalogue/pricing/index.ts'
import type { CatalogueIndex } from '../catalogue-index.ts'
import type { OrderedItem } from '../model.ts'
import { totalOf, yuan } from '../money.ts'
import { billOf, type Entry, fenOfBill, orderedItemsOfBill, type Taken } from './bill.ts'
import type { WorkBudget } from './cover-machines.ts'
import type { Demand } from './demands.ts'
import { solveLine } from './solve-line.ts'
import { isPaidOnce, tariffOf } from './tariff.ts'

/** What is ordered for parts of a line, all together. */
export interface ServedDemands {
  picks: readonly OrderedItem[]
  optimal: boolean
  atLeastFen: number
  /** What was chosen and what goes with it, in whole sentences. */
  words: string
}

/**
 * In: parts, and the work that may be done. Out: what serves all of them at the lowest price, with what must be ordered
 * besides; null when nothing serves some part.
 */
export function serveDemands(
  catalogue: CatalogueIndex,
  parts: readonly Demand[],
  budget: WorkBudget,
): ServedDemands | null {
  const solved = solveLine(parts, budget)
  if (solved === null) return null
  const { taken, atLeastFen, proven } = solved
  const ordered = orderOf(catalogue, parts, taken)
  const optimal = proven && ordered.isPriced
  const proof = optimal
    ? '已证明没有更便宜的选法'
    : `这是已找到的最低价，尚未证明${atLeastFen > 0 ? `；任何选法不会低于${yuan(atLeastFen)}` : ''}`
  return {
    picks: ordered.picks,
    optimal,
    atLeastFen,
    words: `由${ordered.chosen}提供，${proof}。${ordered.company}`,
  }
}

export interface Order {
  picks: readonly OrderedItem[]
  /** What was chosen, and what goes with it. */
  chosen: string
  company: string
  /** Whether all of it has a price of its own. */
  isPriced: boolean
}

/** In: parts and what is taken of them. Out: the items, with words. */
export function orderOf(catalogue: CatalogueIndex, parts: readonly Demand[], taken: Taken): Order {
  const bill = billOf(parts, taken)
  const chosen = bill.filter(({ isCompany }) => !isCompany)
  const company = bill.filter(
    (entry) => entry.isCompany && !chosen.some((each) => each.billed.code === entry.billed.code),
  )
  return {
    picks: orderedItemsOfBill(bill),
    chosen: chosen.map((entry) => chosenWords(catalogue, entry)).join('、'),
    company: companyWords(catalogue, company),
    isPriced: bill.every(({ billed }) => billed.isPriced),
  }
}

function chosenWords(catalogue: CatalogueIndex, { billed, quantity }: Entry): string {
  const item = catalogue.byCode.get(billed.code)
  const unit = item?.unit ?? ''
  if (billed.items === 0) return `另按量使用${quantity}GB`
  const price = item?.price ?? null
  const how = billed.tariff.each === null && price !== null ? `（${sayPrice(price, unit)}）` : ''
  return `${quantity}${unit}${billed.key}${how}`
}

function companyWords(catalogue: CatalogueIndex, company: readonly Entry[]): string {
  if (company.length === 0) return ''
  const items = company.flatMap(({ billed, quantity }) => {
    const item = catalogue.byCode.get(billed.code)
    return item === undefined ? [] : [{ item, quantity }]
  })
  const named = items
    .map(({ item, quantity }) => `${quantity}${item.unit}${item.name}（${item.code}）`)
    .join('、')
  const price = yuan(totalOf([fenOfBill(company)]))
  const apart = items.flatMap(({ item, quantity }) => {
    if (isPaidOnce(item) && item.price !== null)
      return [`${item.name}（${sayPrice(item.price, item.unit)}，共${quantity}${item.unit}）一次性另付`]
    return tariffOf(item) === null ? [`${item.name}按公式或按年另计`] : []
  })
  return `须同时订购${named}，每月${price}${apart.length === 0 ? '' : `，其中${apart.join('、')}`}。`
}
