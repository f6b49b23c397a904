import { PackCover } from './cover-packs.ts'
import { type Bandwidth, bandwidthPrice, widerIsDearer } from './items.ts'
import type { BandwidthNeed, Demands, Served } from './model.ts'
import { priceOf, yuan } from './money.ts'
import type { Pools } from './pools.ts'

/** Sizes of a formula that a split bandwidth is tried with; beyond it the split isn't proven cheapest. */
const mostSizes = 1_000

/** In: a need of bandwidth. Out: the cheapest line that has it (or lines, where it may be split); null: there is none. */
export function serveBandwidth(pools: Pools, need: BandwidthNeed, demands: Demands): Served | null {
  const bandwidths = pools.with(demands).bandwidths()
  return need.splittable ? bySplitting(bandwidths, need) : byOne(bandwidths, need)
}

function byOne(bandwidths: readonly Bandwidth[], { mbps, quantity }: BandwidthNeed): Served | null {
  let best: { bandwidth: Bandwidth; fen: number } | null = null
  for (const bandwidth of bandwidths) {
    const fen = bandwidthPrice(bandwidth, mbps)
    if (fen !== null && (best === null || fen < best.fen)) best = { bandwidth, fen }
  }
  if (best === null) return null
  const { bandwidth, fen } = best
  const { code, name, specification, priceFormula } = bandwidth.item
  const how = bandwidth.formula === null ? specification : `${specification}，按 ${priceFormula ?? ''}`
  return {
    picks: [{ code, quantity, monthlyFen: priceOf(fen, quantity) }],
    // With a formula that can fall, more might cost less than what was asked for.
    optimal: bandwidths.every(widerIsDearer),
    substituted: false,
    reason: `${code}（${name} ${how}）是能满足${mbps}M的最低价，每条每月${yuan(fen)}。`,
  }
}

function bySplitting(bandwidths: readonly Bandwidth[], need: BandwidthNeed): Served | null {
  const sizes = bandwidths.flatMap((bandwidth) => {
    if (bandwidth.fen !== null) return [{ bandwidth, size: bandwidth.mbps, fen: bandwidth.fen }]
    const from = bandwidth.mbps
    const to = Math.min(Math.max(need.mbps, from), from + mostSizes - 1)
    return Array.from({ length: to - from + 1 }, (_, step) => from + step).flatMap((size) => {
      const fen = bandwidthPrice(bandwidth, size)
      return fen === null ? [] : [{ bandwidth, size, fen }]
    })
  })
  const whole = byOne(bandwidths, need)
  const cover = sizes.length === 0 ? null : new PackCover(sizes).solve(need.mbps)
  if (cover === null) return whole
  const lines = [...cover.counts]
    .sort(([a], [b]) => a - b)
    .flatMap(([place, count]) => {
      const line = sizes[place]
      return line === undefined ? [] : [{ ...line, count }]
    })
  const picks = lines.map(({ bandwidth, fen, count }) => ({
    code: bandwidth.item.code,
    quantity: count * need.quantity,
    monthlyFen: priceOf(fen, count * need.quantity),
  }))
  const split = lines
    .map(({ size, count, bandwidth }) => `${count}条${size}M（${bandwidth.item.code}）`)
    .join('、')
  const everySize = bandwidths.every(
    (bandwidth) =>
      bandwidth.formula === null || (widerIsDearer(bandwidth) && need.mbps < bandwidth.mbps + mostSizes),
  )
  return {
    picks,
    optimal: cover.optimal && everySize,
    substituted: false,
    reason: `合计${need.mbps}M，拆为${split}，${cover.optimal && everySize ? '已证明没有更便宜的拆法。' : '这是已找到的最低价，尚未证明。'}`,
  }
}
