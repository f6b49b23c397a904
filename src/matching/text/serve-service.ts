import type { CatalogueItem } from '../../catalogue/index.ts'
import { sayPrice } from '../../catalogue/pricing/index.ts'
import type { CatalogueIndex } from '../catalogue-index.ts'
import { alternativesDemand } from '../cover/build-demands.ts'
import { isFlat } from '../cover/demand.ts'
import { alternativesOf, changedRequirements, namesOf, smallest } from '../cover/near-misses.ts'
import { type ServedDemands, serveDemands } from '../cover/serve-demands.ts'
import { solveNeed } from '../cover/solve-need.ts'
import { isPaidOnce, tariffOf } from '../cover/tariff.ts'
import { meets, packOf } from '../items.ts'
import type { MatchRun } from '../match-run.ts'
import { isServed, type Requirements, type Solution, sizeInChinese } from '../model.ts'
import { yuan } from '../money.ts'
import { countIn, volumeIn } from './parse-figures.ts'
import type { MachineFigures } from './parse-machines.ts'
import type { Service } from './service-index.ts'

/** What a line says of a service besides its name. */
interface ServiceDetails {
  /** The words. */
  rest: string
  quantity: number | undefined
  size?: MachineFigures | undefined
}

/**
 * In: a service named in words, and the words. Out: its cheapest flavour that has the size the words give; without a size
 * the cheapest of all, with the others as a choice and nothing proven. Where none has it, what change would help, if
 * `advising`.
 */
export function serveService(
  run: MatchRun,
  service: Service,
  demands: Requirements,
  details: ServiceDetails,
  advising = true,
): Solution {
  const { catalogue, budget } = run
  const { rest, quantity, size } = details
  const times = (quantity ?? 1) * (size?.quantity ?? 1) * (countIn(rest) ?? 1)
  const volume = volumeIn(rest)
  const [pack] = service.items.flatMap((item) => packOf(item) ?? [])
  if (pack !== undefined && volume !== undefined)
    return solveNeed(
      catalogue,
      { what: 'storage', kind: pack.kinds.at(-1) ?? 'block-storage', storageGiB: volume * (quantity ?? 1) },
      demands,
      budget,
    )
  const fitting = service.items.filter((item) => meets(item, demands))
  const priced = comparable(fitting)
  const sized = priced.filter((item) => hasSize(item, size, volume))
  const demand = alternativesDemand(
    catalogue,
    sized.map((item) => ({ item, quantity: manyOf(item, times, volume) })),
  )
  const found = serveDemands(catalogue, [[demand]], budget)
  if (found === null)
    return advising ? nothingFits(run, service, demands, details) : { reason: '', alternatives: [] }
  const isOpen = priced.length > 1 && sized.length === priced.length
  return {
    ...found,
    optimal: found.optimal && !isOpen,
    substituted: false,
    isOpen,
    reason: `${wordsOf(catalogue, found)}${isOpen ? '没有写规格，按最便宜的一种计价；写明规格后才能确认最低价。' : ''}`,
    demands: () => [demand],
    isSeparable: demand.options.every((option) => isFlat(option) && option.charges.length === 1),
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

function wordsOf(catalogue: CatalogueIndex, { items, words }: ServedDemands): string {
  const [first, ...others] = items
  const item = first === undefined ? undefined : catalogue.byCode.get(first.code)
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

/** The smallest changes after each of which something of the service serves: another demand, or a smaller size. */
function nothingFits(
  run: MatchRun,
  service: Service,
  demands: Requirements,
  details: ServiceDetails,
): Solution {
  const { catalogue } = run
  const trying = (under: Requirements, size: MachineFigures | undefined) =>
    serveService(run, service, under, { ...details, size }, false)
  const others = smallest(changedRequirements(catalogue, demands), ({ words, changed }) => {
    const served = trying(changed, details.size)
    return isServed(served) ? { words, served } : null
  })
  const smaller = details.size === undefined ? null : largestWithin(service, demands, details.size)
  const served = smaller === null ? null : trying(demands, smaller.size)
  const changes = [
    ...others,
    ...(smaller !== null && served !== null && isServed(served) ? [{ words: smaller.words, served }] : []),
  ]
  const ways = changes.slice(0, 3).map(({ words, served }) => `${words}即可由${namesOf(served.items)}提供`)
  const advice = ways.length === 0 ? '只改一处也没有规格能满足' : ways.join('；或')
  return {
    reason: `${service.name}没有符合所写条件的规格；${advice}。`,
    alternatives: changes.flatMap(({ words, served }) => alternativesOf(catalogue, words, served.items)),
  }
}

/** The size nearest to the one asked for that some item has, by the share that must be given up; null: nothing is smaller. */
function largestWithin(
  service: Service,
  demands: Requirements,
  size: MachineFigures,
): { words: string; size: MachineFigures } | null {
  const fitting = service.items.filter((item) => meets(item, demands) && tariffOf(item) !== null)
  let best: { lost: number; size: MachineFigures } | null = null
  for (const item of fitting) {
    const vcpu = Math.min(size.vcpu, item.vcpu ?? 0)
    const memoryGiB = Math.min(size.memoryGiB, item.memoryGiB ?? 0)
    const lost = share(vcpu, size.vcpu) + share(memoryGiB, size.memoryGiB)
    if (lost > 0 && (best === null || lost < best.lost)) best = { lost, size: { ...size, vcpu, memoryGiB } }
  }
  if (best === null) return null
  const { vcpu, memoryGiB } = best.size
  const words = sizeInChinese(vcpu < size.vcpu ? vcpu : 0, memoryGiB < size.memoryGiB ? memoryGiB : 0)
  return words === '' ? null : { words: `减到${words}`, size: best.size }
}

const share = (have: number, want: number) => (want === 0 ? 0 : (want - have) / want)
