import type { CatalogueIndex } from '../catalogue-index.ts'
import type { Need, Requirements, Served, Solution } from '../model.ts'
import type { WorkBudget } from './machine-cover.ts'
import { nearMisses } from './near-misses.ts'
import { serveBandwidth } from './serve-bandwidth.ts'
import { serveMachines } from './serve-machines.ts'
import { serveStorage } from './serve-storage.ts'

/** In: one need. Out: the items that serve it, or null. */
export function serve(
  catalogue: CatalogueIndex,
  need: Need,
  requirements: Requirements,
  budget: WorkBudget,
): Served | null {
  if (need.what === 'machine') return serveMachines(catalogue, need, requirements, budget)
  if (need.what === 'storage') return serveStorage(catalogue, need, requirements, budget)
  return serveBandwidth(catalogue, need, requirements, budget)
}

/** In: one need. Out: the items that serve it, or what nearly does. */
export function solveNeed(
  catalogue: CatalogueIndex,
  need: Need,
  requirements: Requirements,
  budget: WorkBudget,
): Solution {
  const trying = (changed: Need, under: Requirements) => serve(catalogue, changed, under, budget)
  return trying(need, requirements) ?? nearMisses(catalogue, need, requirements, trying)
}
