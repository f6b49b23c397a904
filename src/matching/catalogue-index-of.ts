import type { PublishedEdition } from '../catalogue/index.ts'
import { Pools } from './catalogue-index.ts'

/** Editions that requests are matched with at a time; older ones are worked out again when asked for. */
const keptAtMost = 8
const kept = new Map<string, Pools>()

/** In: a published edition. Out: its items made ready for matching; kept by content, so never out of date. */
export function preparedPools({
  contentHash,
  items,
}: Pick<PublishedEdition, 'contentHash' | 'items'>): Pools {
  const pools = kept.get(contentHash) ?? new Pools(items)
  kept.delete(contentHash)
  kept.set(contentHash, pools)
  for (const oldest of kept.keys()) {
    if (kept.size <= keptAtMost) break
    kept.delete(oldest)
  }
  return pools
}
