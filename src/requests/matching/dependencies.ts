import type { CatalogueItem } from '../../catalogue/index.ts'
import { isPerMachine } from './items.ts'
import type { Match, Pick } from './model.ts'
import { priceOf, totalOf, yuan } from './money.ts'
import type { Pools } from './pools.ts'

/**
 * In: how a line is served. Out: the same with what must be ordered with its items (必配), and with what must be ordered
 * with that: once for the line, or for every machine where it is billed by machines. The price stays proven lowest only
 * where no other choice could have had cheaper company: all items with the same work need the same, or it costs nothing.
 */
export function withDependencies(pools: Pools, match: Match): Match {
  if (match.outcome !== 'served' && match.outcome !== 'substituted') return match
  const added = dependenciesOf(pools, match.items)
  if (added.length === 0) return match
  const named = added
    .map(({ item, pick }) => `${pick.quantity}${item.unit}${item.name}（${item.code}）`)
    .join('、')
  const price = totalOf(added.map(({ pick }) => pick.monthlyFen))
  const unpriced = added.filter(({ item }) => item.monthlyFen === null).map(({ item }) => item.name)
  const apart = unpriced.length === 0 ? '' : `，其中${unpriced.join('、')}按公式另计`
  const optimal =
    match.optimal &&
    unpriced.length === 0 &&
    (price === 0 || match.items.every(({ code }) => isAlike(pools, code)))
  return {
    ...match,
    items: [...match.items, ...added.map(({ pick }) => pick)],
    monthlyFen: totalOf([match.monthlyFen, price]),
    optimal,
    reason: `${match.reason}须同时订购${named}，每月${yuan(price)}${apart}。`,
    ...(optimal ? {} : { atLeastFen: match.atLeastFen ?? match.monthlyFen }),
  }
}

function dependenciesOf(pools: Pools, items: readonly Pick[]): { item: CatalogueItem; pick: Pick }[] {
  const quantities = new Map(items.map(({ code, quantity }) => [code, quantity]))
  const added: { item: CatalogueItem; pick: Pick }[] = []
  for (const code of quantities.keys())
    for (const needed of itemOf(pools, code)?.dependencies ?? []) {
      const item = itemOf(pools, needed)
      if (item === undefined || quantities.has(needed)) continue
      const quantity = isPerMachine(item) ? (quantities.get(code) ?? 1) : 1
      // Reached by this loop as well: what it needs itself is added in its turn.
      quantities.set(needed, quantity)
      added.push({
        item,
        pick: { code: needed, quantity, monthlyFen: priceOf(item.monthlyFen ?? 0, quantity) },
      })
    }
  return added
}

const itemOf = (pools: Pools, code: string) => pools.byCode.get(code)

/** Whether every item of its group needs the same: none could have served with less. */
function isAlike(pools: Pools, code: string): boolean {
  const item = itemOf(pools, code)
  if (item === undefined) return false
  const needs = [...item.dependencies].sort().join()
  return pools.items.every(
    (other) => other.group !== item.group || [...other.dependencies].sort().join() === needs,
  )
}
