/** Pure. */

import { type Fen, fenOf } from '../../platform/money.ts'
import type { RequestRules } from '../filing/auto-approval.ts'

/** Measured use of a month, in permille; null: not measured. */
export interface Measured {
  averageCpu: number | null
  peakCpu: number | null
  averageMemory: number | null
  peakMemory: number | null
}
/** A machine that runs. */
export interface Running {
  code: string
  itemName: string
  quantity: number
  monthlyFen: Fen
  vcpu: number | null
  memoryGiB: number | null
  zone: string | null
  domestic: boolean
}
/** A flavour of the edition in force. */
export interface Size {
  code: string
  name: string
  specification: string
  /** Of one, a month. */
  monthlyFen: Fen | null
  vcpu: number | null
  memoryGiB: number | null
  zones: readonly string[]
  domestic: boolean
}
/** What could be saved, and how. */
export type Saving = { kind: 'idle'; savingFen: Fen } | { kind: 'oversized'; to: Size; savingFen: Fen }

/** Room above the measured peak that a smaller flavour must leave. */
const maxPeakAfter = 700

type Bounds = Pick<RequestRules, 'idleAveragePercent' | 'idlePeakPercent' | 'oversizedPeakPercent'>

/**
 * In: a machine, its use in the newest month, the bounds and the edition in force. Out: idle with its whole price, or
 * the next smaller flavour that its peaks leave room in, with the difference; null when it is used, or not measured.
 */
export function savingOf(
  resource: Running,
  measured: Measured,
  bounds: Bounds,
  sizes: readonly Size[],
): Saving | null {
  const { averageCpu, peakCpu, averageMemory, peakMemory } = measured
  if (averageCpu === null || peakCpu === null) return null
  // Memory stays allotted on an idle machine, so cores decide; but one whose memory works isn't idle.
  const idle =
    averageCpu < bounds.idleAveragePercent * 10 &&
    peakCpu < bounds.idlePeakPercent * 10 &&
    (averageMemory ?? 0) < 500
  if (idle && resource.monthlyFen > 0) return { kind: 'idle', savingFen: resource.monthlyFen }
  const most = bounds.oversizedPeakPercent * 10
  if (peakCpu >= most || peakMemory === null || peakMemory >= most) return null
  const to = nextSmaller(resource, peakCpu, peakMemory, sizes)
  if (to?.monthlyFen == null) return null
  const savingFen = fenOf(resource.monthlyFen - to.monthlyFen * resource.quantity)
  return savingFen > 0 ? { kind: 'oversized', to, savingFen } : null
}

/** The largest flavour below it of the same service, zone and kind, that the peaks fill to at most 70 %. */
function nextSmaller(
  { itemName, vcpu, memoryGiB, zone, domestic }: Running,
  peakCpu: number,
  peakMemory: number,
  sizes: readonly Size[],
): Size | null {
  if (vcpu === null || memoryGiB === null) return null
  let best: Size | null = null
  for (const size of sizes) {
    if (size.vcpu === null || size.memoryGiB === null || size.monthlyFen === null) continue
    const smaller =
      size.vcpu <= vcpu && size.memoryGiB <= memoryGiB && size.vcpu + size.memoryGiB < vcpu + memoryGiB
    const alike =
      size.name === itemName && size.domestic === domestic && (zone === null || size.zones.includes(zone))
    const roomy =
      vcpu * peakCpu <= size.vcpu * maxPeakAfter && memoryGiB * peakMemory <= size.memoryGiB * maxPeakAfter
    if (!smaller || !alike || !roomy) continue
    const larger =
      best === null ||
      size.vcpu > (best.vcpu ?? 0) ||
      (size.vcpu === best.vcpu && size.memoryGiB > (best.memoryGiB ?? 0))
    if (larger) best = size
  }
  return best
}

/** 125 → "12.5%". */
export function percent(permille: number | null): string {
  return permille === null ? '—' : `${permille / 10}%`
}
