/** Pure. */

import type { PublishedEdition } from '../catalogue/index.ts'
import { Cache } from '../platform/cache.ts'
import { getOrInsert } from '../platform/get-or-insert.ts'
import { CatalogueIndex } from './catalogue-index.ts'

/** Editions that requests are matched with at a time; older ones are worked out again when asked for. */
const indices = new Cache<string, CatalogueIndex>({ most: 8 })

/** In: a published edition. Out: its items made ready for matching; kept by content, so never out of date. */
export function catalogueIndexOf({
  contentHash,
  items,
}: Pick<PublishedEdition, 'contentHash' | 'items'>): CatalogueIndex {
  return getOrInsert(indices, contentHash, () => new CatalogueIndex(items))
}
