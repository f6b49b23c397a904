import type { CatalogueIndex } from '../catalogue-index.ts'
import { kindInChinese, type Requirements, type Served, type StorageNeed } from '../model.ts'
import { priceOf, totalOf, yuan } from '../money.ts'
import { storageDemand } from './build-demands.ts'
import type { WorkBudget } from './machine-cover.ts'
import { serveDemands } from './serve-demands.ts'

/** In: a need of storage. Out: packs (or GB) of that kind that together hold it, at the lowest price; null: there are none. */
export function serveStorage(
  catalogue: CatalogueIndex,
  need: StorageNeed,
  requirements: Requirements,
  budget: WorkBudget,
): Served | null {
  const offers = catalogue.with(requirements).storage(need.kind)
  const demand = () => storageDemand(catalogue, need, requirements)
  const asked = `${kindInChinese[need.kind]}${need.storageGiB}GB：`
  if (!offers.isFlat) {
    const whole = demand()
    const found = serveDemands(catalogue, [[whole]], budget)
    if (found === null) return null
    const reason = `${asked}${found.words}`
    return { ...found, substituted: false, reason, demands: () => [whole], isSeparable: false }
  }
  const cover = offers.cover.solve(need.storageGiB)
  if (cover === null) return null
  const chosen = [...cover.counts]
    .sort(([a], [b]) => a - b)
    .flatMap(([place, quantity]) => {
      const pack = offers.packs[place]
      return pack === undefined ? [] : [{ pack, quantity }]
    })
  const items = chosen.map(({ pack, quantity }) => ({
    code: pack.item.code,
    quantity,
    monthlyFen: priceOf(pack.fen, quantity),
  }))
  const words = chosen
    .map(({ pack, quantity }) => `${pack.item.code}×${quantity}${pack.item.unit}`)
    .join('、')
  const total = yuan(totalOf(items.map(({ monthlyFen }) => monthlyFen)))
  const proof = cover.optimal ? '是最低价的组合' : '是已找到的最低价组合，尚未证明'
  return {
    items,
    optimal: cover.optimal,
    atLeastFen: cover.atLeastFen,
    substituted: false,
    demands: () => [demand()],
    isSeparable: true,
    reason: `${asked}${words}${proof}，每月${total}。`,
  }
}
