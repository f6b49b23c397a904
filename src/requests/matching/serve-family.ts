import type { CatalogueItem } from '../../catalogue/index.ts'
import type { Family } from './families.ts'
import { meets, packOf } from './items.ts'
import type { Alternative, Demands, Solution } from './model.ts'
import { priceOf, yuan } from './money.ts'
import type { MachineFigures } from './parse-machines.ts'
import { countIn, volumeIn } from './parse-text.ts'
import type { Pools } from './pools.ts'
import { solveNeed } from './solve-need.ts'

/**
 * In: a service named in words, and the words. Out: its cheapest flavour that has the size the words give; without a size
 * the cheapest of all, with the others as a choice and nothing proven.
 */
export function serveFamily(
  pools: Pools,
  family: Family,
  demands: Demands,
  { rest, quantity, size }: { rest: string; quantity: number | undefined; size?: MachineFigures | undefined },
): Solution {
  const times = (quantity ?? 1) * (size?.quantity ?? 1) * (countIn(rest) ?? 1)
  const volume = volumeIn(rest)
  const [pack] = family.items.flatMap((item) => packOf(item) ?? [])
  if (pack !== undefined && volume !== undefined)
    return solveNeed(
      pools,
      { what: 'storage', kind: pack.kinds.at(-1) ?? 'block-storage', storageGiB: volume * (quantity ?? 1) },
      demands,
    )
  const fitting = family.items.filter((item) => meets(item, demands))
  const priced = fitting.filter(({ monthlyFen }) => monthlyFen !== null)
  const sized = priced.filter((item) => hasSize(item, size, volume))
  const cheapest = sized.reduce<CatalogueItem | null>(
    (best, item) => (best === null || (item.monthlyFen ?? 0) < (best.monthlyFen ?? 0) ? item : best),
    null,
  )
  if (cheapest === null) return nothingFits(family, demands)
  const { code, name, specification, unit, monthlyFen } = cheapest
  const others = priced.length > 1 && sized.length === priced.length
  const many =
    volume !== undefined &&
    cheapest.vcpu === null &&
    cheapest.memoryGiB === null &&
    cheapest.storageGiB !== null
      ? Math.ceil(volume / cheapest.storageGiB)
      : times
  const price = priceOf(monthlyFen ?? 0, many)
  const each = price === 0 ? '免费' : `每${unit}每月${yuan(monthlyFen ?? 0)}`
  return {
    picks: [{ code, quantity: many, monthlyFen: price }],
    optimal: !others,
    substituted: false,
    reason: `由${name}（${code} ${specification}）提供，${each}。${others ? '没有写规格，按最便宜的一种计价；写明规格后才能确认最低价。' : ''}`,
  }
}

/** Whether an item has at least the size asked for; without a size every item has it. */
function hasSize(item: CatalogueItem, size: MachineFigures | undefined, volume: number | undefined): boolean {
  if (size !== undefined) return (item.vcpu ?? 0) >= size.vcpu && (item.memoryGiB ?? 0) >= size.memoryGiB
  if (volume === undefined || item.memoryGiB === null || item.vcpu !== null) return true
  return item.memoryGiB >= volume
}

function nothingFits(family: Family, demands: Demands): Solution {
  const zones = [...new Set(family.items.flatMap(({ zones }) => zones))].join('、')
  const alternatives = family.items.slice(0, 3).map(
    ({ code, name, specification, monthlyFen }): Alternative => ({
      code,
      name,
      specification,
      quantity: 1,
      monthlyFen,
      change: demands.zone === undefined ? null : `改到${zones}`,
    }),
  )
  return { reason: `${family.name}没有符合所写条件的规格，它在${zones}提供；请放宽条件。`, alternatives }
}
