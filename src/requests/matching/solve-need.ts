import type { Demands, Need, Served, Solution } from './model.ts'
import { nearMisses } from './near-misses.ts'
import type { Pools } from './pools.ts'
import { serveBandwidth } from './solve-bandwidth.ts'
import { serveMachines } from './solve-machines.ts'
import { serveStorage } from './solve-storage.ts'

/** In: one need. Out: the items that serve it, or null. */
export function serve(pools: Pools, need: Need, demands: Demands): Served | null {
  if (need.what === 'machine') return serveMachines(pools, need, demands)
  if (need.what === 'storage') return serveStorage(pools, need, demands)
  return serveBandwidth(pools, need, demands)
}

/** In: one need. Out: the items that serve it, or what nearly does. */
export function solveNeed(pools: Pools, need: Need, demands: Demands): Solution {
  return serve(pools, need, demands) ?? nearMisses(pools, need, demands, serve)
}
