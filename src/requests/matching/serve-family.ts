import type { CatalogueItem } from '../../catalogue/index.ts'
import { sayPrice } from '../../catalogue/pricing/index.ts'
import type { Effort } from './cover-machines.ts'
import type { Family } from './families.ts'
import { meets, packOf } from './items.ts'
import type { Alternative, Demands, Solution } from './model.ts'
import { yuan } from './money.ts'
import type { MachineFigures } from './parse-machines.ts'
import { countIn, volumeIn } from './parse-text.ts'
import { eitherPart } from './parts.ts'
import type { Pools } from './pools.ts'
import { type ServedParts, serveParts } from './serve-parts.ts'
import { solveNeed } from './solve-need.ts'
import { isPaidOnce, tariffOf } from './tariff.ts'

/** What words say of a service besides its name. */
interface Said {
  rest: string
  quantity: number | undefined
  size?: MachineFigures | undefined
}

/**
 * In: a service named in words, and the words. Out: its cheapest flavour that has the size the words give; without a size
 * the cheapest of all, with the others as a choice and nothing proven.
 */
export function serveFamily(
  { pools, effort }: { pools: Pools; effort: Effort },
  family: Family,
  demands: Demands,
  { rest, quantity, size }: Said,
): Solution {
  const times = (quantity ?? 1) * (size?.quantity ?? 1) * (countIn(rest) ?? 1)
  const volume = volumeIn(rest)
  const [pack] = family.items.flatMap((item) => packOf(item) ?? [])
  if (pack !== undefined && volume !== undefined)
    return solveNeed(
      pools,
      { what: 'storage', kind: pack.kinds.at(-1) ?? 'block-storage', storageGiB: volume * (quantity ?? 1) },
      demands,
      effort,
    )
  const fitting = family.items.filter((item) => meets(item, demands))
  const priced = comparable(fitting)
  const sized = priced.filter((item) => hasSize(item, size, volume))
  const part = eitherPart(
    pools,
    sized.map((item) => ({ item, quantity: manyOf(item, times, volume) })),
  )
  const found = serveParts(pools, [part], effort)
  if (found === null) return nothingFits(family, demands)
  const isOpen = priced.length > 1 && sized.length === priced.length
  return {
    ...found,
    optimal: found.optimal && !isOpen,
    substituted: false,
    isOpen,
    reason: `${wordsOf(pools, found)}${isOpen ? '没有写规格，按最便宜的一种计价；写明规格后才能确认最低价。' : ''}`,
    part: () => part,
    isPlain: part.choices.every(
      ({ brings, takes }) =>
        brings.length === 0 && takes.length === 1 && takes.every(({ billed }) => billed.tariff.each !== null),
    ),
  }
}

/** What is paid once can't be compared with what is paid by the month: it serves where nothing else does. */
function comparable(items: readonly CatalogueItem[]): CatalogueItem[] {
  const priced = items.filter((item) => tariffOf(item) !== null)
  const monthly = priced.filter((item) => !isPaidOnce(item))
  return monthly.length > 0 ? monthly : priced
}

function manyOf({ vcpu, memoryGiB, storageGiB }: CatalogueItem, times: number, volume?: number): number {
  const holds = vcpu === null && memoryGiB === null && storageGiB !== null && storageGiB > 0
  return volume !== undefined && holds ? Math.ceil(volume / storageGiB) : times
}

function wordsOf(pools: Pools, { picks, words }: ServedParts): string {
  const [first, ...others] = picks
  const item = first === undefined ? undefined : pools.byCode.get(first.code)
  if (item === undefined) return words
  const { name, code, specification, unit, price } = item
  const by = `由${name}（${code} ${specification}）提供`
  if (isPaidOnce(item) && price !== null)
    return `${by}，${sayPrice(price, unit)}，不计入每月价格。${others.length > 0 ? words : ''}`
  const each = tariffOf(item)?.each ?? null
  if (each === null || others.length > 0) return `由${name}（${specification}）提供：${words}`
  return `${by}，${each === 0 ? '免费' : `每${unit}每月${yuan(each)}`}。`
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
