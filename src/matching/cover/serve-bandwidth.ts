import type { CatalogueIndex } from '../catalogue-index.ts'
import type { Bandwidth } from '../items.ts'
import { tariffOfBandwidth } from '../items.ts'
import type { BandwidthNeed, Requirements, Served } from '../model.ts'
import { yuan } from '../money.ts'
import { bandwidthDemand } from './build-demands.ts'
import { isFlat } from './demand.ts'
import type { WorkBudget } from './machine-cover.ts'
import { serveDemands } from './serve-demands.ts'

/** In: a need of bandwidth. Out: the cheapest lines that have it (one each, unless it may be split); null: there are none. */
export function serveBandwidth(
  catalogue: CatalogueIndex,
  need: BandwidthNeed,
  requirements: Requirements,
  budget: WorkBudget,
): Served | null {
  const demand = bandwidthDemand(catalogue, need, requirements)
  const found = serveDemands(catalogue, [[demand]], budget)
  if (found === null) return null
  const [only, ...others] = found.items
  const bandwidth = catalogue
    .with(requirements)
    .bandwidths()
    .find(({ item }) => item.code === only?.code)
  const each =
    !need.splittable && others.length === 0 && bandwidth !== undefined
      ? oneInWords(bandwidth, need.mbps)
      : null
  const asked = need.splittable ? `合计${need.mbps}M，拆开后` : `${need.mbps}M：`
  return {
    ...found,
    substituted: false,
    reason: each !== null && found.optimal ? each : `${asked}${found.words}`,
    demands: () => [demand],
    isSeparable: demand.options.every(isFlat),
  }
}

function oneInWords(bandwidth: Bandwidth, mbps: number): string | null {
  const { code, name, specification, priceFormula } = bandwidth.item
  const fen = tariffOfBandwidth(bandwidth, Math.max(mbps, bandwidth.mbps))?.each ?? null
  if (fen === null) return null
  const how = bandwidth.formula === null ? specification : `${specification}，按 ${priceFormula ?? ''}`
  return `${code}（${name} ${how}）是能满足${mbps}M的最低价，每条每月${yuan(fen)}。`
}
