/** Pure. */

import type { PublishedEdition } from '../catalogue/index.ts'
import { CatalogueIndex } from './catalogue-index.ts'

/** Editions that requests are matched with at a time; older ones are worked out again when asked for. */
const keptAtMost = 8
const kept = new Map<string, CatalogueIndex>()

/** In: a published edition. Out: its items made ready for matching; kept by content, so never out of date. */
export function catalogueIndexOf({
  contentHash,
  items,
}: Pick<PublishedEdition, 'contentHash' | 'items'>): CatalogueIndex {
  const catalogue = kept.get(contentHash) ?? new CatalogueIndex(items)
  kept.delete(contentHash)
  kept.set(contentHash, catalogue)
  for (const oldest of kept.keys()) {
    if (kept.size <= keptAtMost) break
    kept.delete(oldest)
  }
  return catalogue
}
