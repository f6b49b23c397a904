/** Pure. */

import { Cache } from '../../platform/cache.ts'
import type { CatalogueItem, Category } from '../model.ts'
import { choicesOf, indexItems, type SearchIndex } from './search.ts'

/** The items of a published edition with everything that is worked out of them once. */
export interface PreparedItems {
  items: readonly CatalogueItem[]
  byCode: ReadonlyMap<string, CatalogueItem>
  index: SearchIndex
  choices: { zones: string[]; categories: Category[] }
  /** The items as the API writes them: a JSON array. */
  json: string
}

/** Published editions are few; a handful covers those in force and the ones people compare with. */
const kept = new Cache<string, PreparedItems>({ most: 16 })

/**
 * In: the hash of an edition's content and the way to load it. Out: its prepared items.
 * Kept by content, so that nothing kept can be out of date, whichever database it came from.
 */
export async function preparedItems(
  contentHash: string,
  load: () => Promise<readonly CatalogueItem[]>,
): Promise<PreparedItems> {
  const found = kept.get(contentHash)
  if (found !== undefined) return found
  const prepared = prepareItems(await load())
  kept.set(contentHash, prepared)
  return prepared
}

export function prepareItems(items: readonly CatalogueItem[]): PreparedItems {
  return {
    items,
    byCode: new Map(items.map((item) => [item.code, item])),
    index: indexItems(items),
    choices: choicesOf(items),
    json: JSON.stringify(items.map(published)),
  }
}

/** An item as other systems read it: keys and order are a published contract. */
function published(item: CatalogueItem) {
  return {
    code: item.code,
    category: item.category,
    group: item.group,
    name: item.name,
    specification: item.specification,
    unit: item.unit,
    monthlyFen: item.monthlyFen,
    priceFormula: item.priceFormula,
    vcpu: item.vcpu,
    memoryGiB: item.memoryGiB,
    storageGiB: item.storageGiB,
    zones: item.zones,
    architecture: item.architecture,
    domestic: item.domestic,
    protectionLevel: item.protectionLevel,
    leadTimeWorkingDays: item.leadTimeWorkingDays,
    shared: item.shared,
  }
}
