import { sayPrice } from '../../catalogue/pricing/index.ts'
import type { CatalogueIndex } from '../catalogue-index.ts'
import type { OrderedItem } from '../model.ts'
import { totalOf, yuan } from '../money.ts'
import { combinationsOf, type Demand, type Selection } from './demand.ts'
import type { WorkBudget } from './machine-cover.ts'
import { type OrderLine, orderedItemsOf, orderLinesOf, priceOfOrder } from './order-lines.ts'
import { solveLine } from './solve-line.ts'
import { isPaidOnce, tariffOf } from './tariff.ts'

/** What is ordered for demands of a line, all together. */
export interface ServedDemands {
  items: readonly OrderedItem[]
  optimal: boolean
  atLeastFen: number
  /** What was chosen and what goes with it, in whole sentences. */
  words: string
  /** Of each need the demand that is served. */
  chosen: readonly Demand[]
}

/**
 * In: for each need of a line its demand, or several of which one is served, and the work that may be done. Out: what
 * serves all of them at the lowest price, with what must be ordered besides; null when nothing serves some need.
 */
export function serveDemands(
  catalogue: CatalogueIndex,
  needs: readonly (readonly Demand[])[],
  budget: WorkBudget,
): ServedDemands | null {
  const solved = combinationsOf(needs).flatMap((demands) => {
    const solution = solveLine(demands, budget)
    return solution === null ? [] : [{ demands, ...solution }]
  })
  const [best] = [...solved].sort((a, b) => a.fen - b.fen)
  if (best === undefined) return null
  const atLeastFen = Math.min(...solved.map((each) => each.atLeastFen))
  const order = describeOrder(catalogue, best.demands, best.selection)
  const optimal = atLeastFen >= best.fen && order.isPriced
  const proof = optimal
    ? '已证明没有更便宜的选法'
    : `这是已找到的最低价，尚未证明${atLeastFen > 0 ? `；任何选法不会低于${yuan(atLeastFen)}` : ''}`
  return {
    items: order.items,
    optimal,
    atLeastFen,
    words: `由${order.chosen}提供，${proof}。${order.required}`,
    chosen: best.demands,
  }
}

export interface Order {
  items: readonly OrderedItem[]
  /** What was chosen, and what goes with it, in words. */
  chosen: string
  required: string
  /** Whether all of it has a price of its own. */
  isPriced: boolean
}

/** In: demands and what is chosen for them. Out: the items, with words. */
export function describeOrder(
  catalogue: CatalogueIndex,
  demands: readonly Demand[],
  selection: Selection,
): Order {
  const lines = orderLinesOf(demands, selection)
  const chosen = lines.filter(({ isRequired }) => !isRequired)
  const required = lines.filter(
    (line) => line.isRequired && !chosen.some((each) => each.charge.code === line.charge.code),
  )
  return {
    items: orderedItemsOf(lines),
    chosen: chosen.map((line) => chosenWords(catalogue, line)).join('、'),
    required: requiredWords(catalogue, required),
    isPriced: lines.every(({ charge }) => charge.isPriced),
  }
}

function chosenWords(catalogue: CatalogueIndex, { charge, quantity }: OrderLine): string {
  const item = catalogue.byCode.get(charge.code)
  const unit = item?.unit ?? ''
  if (charge.items === 0) return `另按量使用${quantity}GB`
  const price = item?.price ?? null
  const how = charge.tariff.each === null && price !== null ? `（${sayPrice(price, unit)}）` : ''
  return `${quantity}${unit}${charge.key}${how}`
}

function requiredWords(catalogue: CatalogueIndex, required: readonly OrderLine[]): string {
  if (required.length === 0) return ''
  const items = required.flatMap(({ charge, quantity }) => {
    const item = catalogue.byCode.get(charge.code)
    return item === undefined ? [] : [{ item, quantity }]
  })
  const named = items
    .map(({ item, quantity }) => `${quantity}${item.unit}${item.name}（${item.code}）`)
    .join('、')
  const price = yuan(totalOf([priceOfOrder(required)]))
  const apart = items.flatMap(({ item, quantity }) => {
    if (isPaidOnce(item) && item.price !== null)
      return [`${item.name}（${sayPrice(item.price, item.unit)}，共${quantity}${item.unit}）一次性另付`]
    return tariffOf(item) === null ? [`${item.name}按公式或按年另计`] : []
  })
  return `须同时订购${named}，每月${price}${apart.length === 0 ? '' : `，其中${apart.join('、')}`}。`
}
