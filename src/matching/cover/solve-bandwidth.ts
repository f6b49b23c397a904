import type { CatalogueIndex } from '../catalogue-index.ts'
import type { Bandwidth } from '../items.ts'
import { tariffOfBandwidth } from '../items.ts'
import type { BandwidthNeed, Requirements, Served } from '../model.ts'
import { yuan } from '../money.ts'
import type { WorkBudget } from './cover-machines.ts'
import { bandwidthDemand } from './demands.ts'
import { serveDemands } from './serve-demands.ts'

/** In: a need of bandwidth. Out: the cheapest lines that have it (one each, unless it may be split); null: there are none. */
export function serveBandwidth(
  catalogue: CatalogueIndex,
  need: BandwidthNeed,
  demands: Requirements,
  budget: WorkBudget,
): Served | null {
  const part = bandwidthDemand(catalogue, need, demands)
  const found = serveDemands(catalogue, [part], budget)
  if (found === null) return null
  const [only, ...others] = found.picks
  const bandwidth = catalogue
    .with(demands)
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
    part: () => part,
    isPlain: part.choices.every(
      ({ brings, takes }) => brings.length === 0 && takes.every(({ billed }) => billed.tariff.each !== null),
    ),
  }
}

function oneInWords(bandwidth: Bandwidth, mbps: number): string | null {
  const { code, name, specification, priceFormula } = bandwidth.item
  const fen = tariffOfBandwidth(bandwidth, Math.max(mbps, bandwidth.mbps))?.each ?? null
  if (fen === null) return null
  const how = bandwidth.formula === null ? specification : `${specification}，按 ${priceFormula ?? ''}`
  return `${code}（${name} ${how}）是能满足${mbps}M的最低价，每条每月${yuan(fen)}。`
}
