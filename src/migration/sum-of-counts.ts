/** Pure. */

import { stageOrder } from '../systems/index.ts'
import { healthOrder, type IndicatorCounts, type WaveCounts } from './model.ts'

/** In: counts of units that don't overlap. Out: their sum. */
export function sumOfCounts(all: readonly IndicatorCounts[]): IndicatorCounts {
  const sum = (of: (counts: IndicatorCounts) => number) =>
    all.reduce((total, counts) => total + of(counts), 0)
  const waves = new Map<string, WaveCounts>()
  for (const counts of all)
    for (const [wave, { required, confirmed, overdue }] of Object.entries(counts.byWave)) {
      const before = waves.get(wave) ?? { required: 0, confirmed: 0, overdue: 0 }
      waves.set(wave, {
        required: before.required + required,
        confirmed: before.confirmed + confirmed,
        overdue: before.overdue + overdue,
      })
    }
  return {
    inScope: sum((counts) => counts.inScope),
    exempt: sum((counts) => counts.exempt),
    shutDown: sum((counts) => counts.shutDown),
    integrated: sum((counts) => counts.integrated),
    required: sum((counts) => counts.required),
    confirmed: sum((counts) => counts.confirmed),
    overdueUnrequested: sum((counts) => counts.overdueUnrequested),
    byStage: totals([...stageOrder, 'unknown'], (stage) => sum((counts) => counts.byStage[stage])),
    byHealth: totals(healthOrder, (state) => sum((counts) => counts.byHealth[state])),
    byWave: Object.fromEntries(waves),
  }
}

function totals<Key extends string>(
  keys: readonly Key[],
  countOf: (key: Key) => number,
): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, countOf(key)])) as Record<Key, number>
}
