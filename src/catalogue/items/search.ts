import { type CatalogueItem, type Category, categories } from '../model.ts'
import { synonymsOf } from '../words/index.ts'

/** What a reader of the catalogue asks for; a filter left out lets everything pass. */
export interface CatalogueQuery {
  text?: string | undefined
  category?: Category | undefined
  zone?: string | undefined
  domestic?: boolean | undefined
  /** 等保 "at least": an item that serves 三级 serves 二级. */
  protectionLevel?: number | undefined
}

/** One field of an item made ready for searching, and what a hit in it is worth. */
interface Field {
  text: string
  exact: number
  start: number
  inside: number
}

export interface SearchIndex {
  entries: readonly { item: CatalogueItem; fields: readonly Field[] }[]
}

/** Full-width to half-width, case away, GB and G alike, spaces away: how both sides are compared. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(\d)\s*([gt])i?b/g, '$1$2')
    .replace(/\s+/g, '')
}

/** In: the items of an edition. Out: their index; made once per edition. */
export function indexItems(items: readonly CatalogueItem[]): SearchIndex {
  const field = (text: string, exact: number, start: number, inside: number): Field => ({
    text: fold(text),
    exact,
    start,
    inside,
  })
  return {
    entries: items.map((item) => ({
      item,
      fields: [
        field(item.code, 100, 50, 25),
        field(item.name, 90, 45, 30),
        ...item.aliases.map((alias) => field(alias, 60, 28, 22)),
        ...[item.name, ...item.aliases].flatMap((call) =>
          synonymsOf(call).map((synonym) => field(synonym, 45, 24, 18)),
        ),
        field(item.specification, 40, 24, 20),
        field(item.group, 18, 14, 12),
        ...(item.domestic ? [field('信创', 10, 8, 6), field('国产化', 10, 8, 6)] : []),
      ],
    })),
  }
}

/** In: what was typed. Out: the terms, all of which must be found; "8C16G" also means 8核16G. */
export function termsOf(text: string): string[][] {
  return text
    .normalize('NFKC')
    .split(/[\s,;、，；。]+/)
    .map(fold)
    .filter((term) => term !== '')
    .map((term) => {
      const cores = term.replace(/(\d+)(?:v?cpu|vc|c)(?=\d|$)/g, '$1核')
      return cores === term ? [term] : [term, cores]
    })
}

/**
 * In: an index and a query. Out: the items that pass every filter and contain every term; best hit first
 * (exact code, exact name, alias …), in the catalogue's order among equals and when there is no text.
 */
export function searchItems(index: SearchIndex, query: CatalogueQuery): CatalogueItem[] {
  const terms = termsOf(query.text ?? '')
  const whole = fold(query.text ?? '')
  const hits: { item: CatalogueItem; worth: number; place: number }[] = []
  for (const [place, { item, fields }] of index.entries.entries()) {
    if (!passes(item, query)) continue
    const worths = terms.map((term) => worthOf(fields, term))
    if (worths.includes(0)) continue
    const exact = terms.length > 1 ? worthOf(fields.slice(0, 2), [whole]) : 0
    hits.push({ item, place, worth: worths.reduce((sum, worth) => sum + worth, exact) })
  }
  return hits.sort((a, b) => b.worth - a.worth || a.place - b.place).map((hit) => hit.item)
}

/** In: an index and a text without result. Out: the terms that no item has at all. */
export function termsFoundNowhere(index: SearchIndex, text: string): string[] {
  const words = text.split(/[\s,;、，；。]+/).filter((word) => word !== '')
  return words.filter((word) =>
    termsOf(word).some((term) => !index.entries.some(({ fields }) => worthOf(fields, term) > 0)),
  )
}

function passes(item: CatalogueItem, query: CatalogueQuery): boolean {
  return (
    (query.category === undefined || item.category === query.category) &&
    (query.zone === undefined || item.zones.includes(query.zone)) &&
    (query.domestic === undefined || item.domestic === query.domestic) &&
    (query.protectionLevel === undefined || (item.protectionLevel ?? 0) >= query.protectionLevel)
  )
}

/** The best hit of any way to write the term in any field; 0 when there is none. */
function worthOf(fields: readonly Field[], ways: readonly string[]): number {
  let best = 0
  for (const field of fields)
    for (const way of ways) {
      const at = placeOf(field.text, way)
      if (at < 0) continue
      best = Math.max(best, at > 0 ? field.inside : field.text === way ? field.exact : field.start)
    }
  return best
}

/** Where a term stands in a text; a number is found whole at its front: 6核 isn't in 16核. Out: -1 when nowhere. */
function placeOf(text: string, term: string): number {
  const number = /^\d/.test(term)
  let at = text.indexOf(term)
  while (number && at > 0 && /[\d.]/.test(text[at - 1] ?? '')) at = text.indexOf(term, at + 1)
  return at
}

/** Out: the zones of an edition in the order they first appear, and the categories it has: what filters offer. */
export function choicesOf(items: readonly CatalogueItem[]): { zones: string[]; categories: Category[] } {
  return {
    zones: [...new Set(items.flatMap((item) => item.zones))],
    categories: categories.filter((category) => items.some((item) => item.category === category)),
  }
}
