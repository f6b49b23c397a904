import type { CatalogueIndex } from '../catalogue-index.ts'
import { kindInChinese, type Requirements, type Served, type StorageNeed } from '../model.ts'
import { priceOf, totalOf, yuan } from '../money.ts'
import type { WorkBudget } from './cover-machines.ts'
import { storageDemand } from './demands.ts'
import { serveDemands } from './serve-demands.ts'

/** In: a need of storage. Out: packs (or GB) of that kind that together hold it, at the lowest price; null: there are none. */
export function serveStorage(
  catalogue: CatalogueIndex,
  need: StorageNeed,
  demands: Requirements,
  budget: WorkBudget,
): Served | null {
  const pool = catalogue.with(demands).storage(need.kind)
  const part = () => storageDemand(catalogue, need, demands)
  if (!pool.isPlain) {
    const whole = part()
    const found = serveDemands(catalogue, [whole], budget)
    const reason = `${kindInChinese[need.kind]}${need.storageGiB}GB：${found?.words ?? ''}`
    return found === null ? null : { ...found, substituted: false, reason, part: () => whole, isPlain: false }
  }
  const cover = pool.cover.solve(need.storageGiB)
  if (cover === null) return null
  const chosen = [...cover.counts]
    .sort(([a], [b]) => a - b)
    .flatMap(([place, quantity]) => {
      const pack = pool.packs[place]
      return pack === undefined ? [] : [{ pack, quantity }]
    })
  const picks = chosen.map(({ pack, quantity }) => ({
    code: pack.item.code,
    quantity,
    monthlyFen: priceOf(pack.fen, quantity),
  }))
  const words = chosen
    .map(({ pack, quantity }) => `${pack.item.code}×${quantity}${pack.item.unit}`)
    .join('、')
  const total = yuan(totalOf(picks.map(({ monthlyFen }) => monthlyFen)))
  const proof = cover.optimal ? '是最低价的组合' : '是已找到的最低价组合，尚未证明'
  return {
    picks,
    optimal: cover.optimal,
    atLeastFen: cover.atLeastFen,
    substituted: false,
    part,
    isPlain: true,
    reason: `${kindInChinese[need.kind]}${need.storageGiB}GB：${words}${proof}，每月${total}。`,
  }
}
