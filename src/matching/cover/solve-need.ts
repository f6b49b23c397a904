import type { CatalogueIndex } from '../catalogue-index.ts'
import type { Need, Requirements, Served, Solution } from '../model.ts'
import type { WorkBudget } from './cover-machines.ts'
import { nearMisses } from './near-misses.ts'
import { serveBandwidth } from './solve-bandwidth.ts'
import { serveMachines } from './solve-machines.ts'
import { serveStorage } from './solve-storage.ts'

/** In: one need. Out: the items that serve it, or null. */
export function serve(
  catalogue: CatalogueIndex,
  need: Need,
  demands: Requirements,
  budget: WorkBudget,
): Served | null {
  if (need.what === 'machine') return serveMachines(catalogue, need, demands, budget)
  if (need.what === 'storage') return serveStorage(catalogue, need, demands, budget)
  return serveBandwidth(catalogue, need, demands, budget)
}

/** In: one need. Out: the items that serve it, or what nearly does. */
export function solveNeed(
  catalogue: CatalogueIndex,
  need: Need,
  demands: Requirements,
  budget: WorkBudget,
): Solution {
  const trying = (changed: Need, under: Requirements) => serve(catalogue, changed, under, budget)
  return trying(need, demands) ?? nearMisses(catalogue, need, demands, trying)
}
