import type { CatalogueItem } from '../../catalogue/index.ts'
import { isPerMachine, packOf } from '../items.ts'

/** What must be ordered with an item (必配), and with that. */
export interface RequiredItems {
  /** Billed by machines: one for each one of the item. */
  withEach: readonly CatalogueItem[]
  /** Once for the whole line. */
  once: readonly CatalogueItem[]
}

const none: RequiredItems = { withEach: [], once: [] }

/**
 * In: the items of an edition by code, and one. Out: what it requires, each item once, what is missing from the edition
 * left out. What is billed by machines goes with each one of what needs it, unless that is measured and not counted (GB).
 */
export function requiredItemsOf(
  byCode: ReadonlyMap<string, CatalogueItem>,
  item: CatalogueItem,
): RequiredItems {
  if (item.dependencies.length === 0) return none
  const withEach = new Set<CatalogueItem>()
  if (packOf(item) === null) addPerMachine(byCode, item, withEach)
  const once = new Set<CatalogueItem>()
  const needed = (each: CatalogueItem) => each.dependencies.flatMap((code) => byCode.get(code) ?? [])
  const open = [item, ...withEach]
  for (let each = open.pop(); each !== undefined; each = open.pop())
    for (const other of needed(each)) {
      if (other === item || withEach.has(other) || once.has(other)) continue
      once.add(other)
      open.push(other)
    }
  return { withEach: [...withEach], once: [...once] }
}

function addPerMachine(
  byCode: ReadonlyMap<string, CatalogueItem>,
  item: CatalogueItem,
  found: Set<CatalogueItem>,
): void {
  for (const code of item.dependencies) {
    const other = byCode.get(code)
    if (other === undefined || other.code === item.code || found.has(other) || !isPerMachine(other)) continue
    found.add(other)
    addPerMachine(byCode, other, found)
  }
}
