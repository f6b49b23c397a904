/** Pure. */

import { cellsOf, columnKeys, columns } from '../items/columns.ts'
import type { CatalogueItem } from '../model.ts'
import { writePrice } from '../pricing/index.ts'

export interface ChangedItem {
  before: CatalogueItem
  after: CatalogueItem
  /** Titles of the columns that differ, the price left out. */
  columns: readonly string[]
}

/** 版次比对: what a new edition does to the old one, by item code. */
export interface EditionDiff {
  added: readonly CatalogueItem[]
  removed: readonly CatalogueItem[]
  /** Another price or formula, whatever else changed. */
  repriced: readonly ChangedItem[]
  /** The same price, but something else changed. */
  altered: readonly ChangedItem[]
}

/** In: the items of two editions. Out: their difference; the order of items doesn't count. */
export function diffEditions(before: readonly CatalogueItem[], after: readonly CatalogueItem[]): EditionDiff {
  const old = new Map(before.map((item) => [item.code, item]))
  const present = new Set(after.map((item) => item.code))
  const repriced: ChangedItem[] = []
  const altered: ChangedItem[] = []
  for (const item of after) {
    const was = old.get(item.code)
    if (was === undefined) continue
    const change = { before: was, after: item, columns: differingColumns(was, item) }
    if (priceIn(was) !== priceIn(item)) repriced.push(change)
    else if (change.columns.length > 0) altered.push(change)
  }
  return {
    added: after.filter((item) => !old.has(item.code)),
    removed: before.filter((item) => !present.has(item.code)),
    repriced,
    altered,
  }
}

function priceIn({ monthlyFen, priceFormula, price }: CatalogueItem): string {
  return JSON.stringify([monthlyFen, priceFormula, price === null ? null : writePrice(price)])
}

function differingColumns(before: CatalogueItem, after: CatalogueItem): string[] {
  const was = cellsOf(before)
  const is = cellsOf(after)
  return columnKeys
    .filter((key, place) => key !== 'price' && key !== 'priceRule' && was[place] !== is[place])
    .map((key) => columns[key].title)
}
