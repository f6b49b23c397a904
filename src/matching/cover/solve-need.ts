import type { Pools } from '../catalogue-index.ts'
import type { Demands, Need, Served, Solution } from '../model.ts'
import type { Effort } from './cover-machines.ts'
import { nearMisses } from './near-misses.ts'
import { serveBandwidth } from './solve-bandwidth.ts'
import { serveMachines } from './solve-machines.ts'
import { serveStorage } from './solve-storage.ts'

/** In: one need. Out: the items that serve it, or null. */
export function serve(pools: Pools, need: Need, demands: Demands, effort: Effort): Served | null {
  if (need.what === 'machine') return serveMachines(pools, need, demands, effort)
  if (need.what === 'storage') return serveStorage(pools, need, demands, effort)
  return serveBandwidth(pools, need, demands, effort)
}

/** In: one need. Out: the items that serve it, or what nearly does. */
export function solveNeed(pools: Pools, need: Need, demands: Demands, effort: Effort): Solution {
  const trying = (changed: Need, under: Demands) => serve(pools, changed, under, effort)
  return trying(need, demands) ?? nearMisses(pools, need, demands, trying)
}
