import type { Pools } from '../catalogue-index.ts'
import { type Demands, kindInChinese, type Served, type StorageNeed } from '../model.ts'
import { priceOf, totalOf, yuan } from '../money.ts'
import type { Effort } from './cover-machines.ts'
import { storagePart } from './demands.ts'
import { serveParts } from './serve-demands.ts'

/** In: a need of storage. Out: packs (or GB) of that kind that together hold it, at the lowest price; null: there are none. */
export function serveStorage(
  pools: Pools,
  need: StorageNeed,
  demands: Demands,
  effort: Effort,
): Served | null {
  const pool = pools.with(demands).storage(need.kind)
  const part = () => storagePart(pools, need, demands)
  if (!pool.isPlain) {
    const whole = part()
    const found = serveParts(pools, [whole], effort)
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
