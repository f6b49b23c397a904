import type { CatalogueItem } from './model.ts'

/**
 * In: the items of an edition in order. Out: the SHA-256 of everything they say, in hex: what a bureau approves.
 * The order of the attributes is part of the hash and must not change.
 */
export async function contentHash(items: readonly CatalogueItem[]): Promise<string> {
  const content = items.map((item) => [
    item.code,
    item.category,
    item.group,
    item.name,
    item.specification,
    item.unit,
    item.billing,
    item.monthlyFen,
    item.priceFormula,
    item.vcpu,
    item.memoryGiB,
    item.storageGiB,
    item.zones,
    item.architecture,
    item.domestic,
    item.protectionLevel,
    item.leadTimeWorkingDays,
    item.availability,
    item.shared,
    item.aliases,
    item.description,
  ])
  const bytes = new TextEncoder().encode(JSON.stringify(content))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
