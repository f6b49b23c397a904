import { inTurns } from '../../platform/turns.ts'
import { type CatalogueItem, optionalDefaults } from '../model.ts'
import { type MidMonthRule, plainPrice, writePrice } from '../pricing/index.ts'

/**
 * In: the items of an edition in order. Out: the SHA-256 of everything they say, in hex: what a bureau approves.
 * The order of the attributes is part of the hash and must not change. What came later counts only where it says
 * something, so that editions approved before it keep their hash. Others have their turn.
 */
export async function contentHash(
  items: readonly CatalogueItem[],
  midMonthRule: MidMonthRule = 'full-month',
): Promise<string> {
  const turn = inTurns()
  const content: unknown[] = []
  for (const item of items) {
    content.push(said(item))
    await turn()
  }
  if (midMonthRule !== 'full-month') content.push({ midMonthRule })
  const bytes = new TextEncoder().encode(JSON.stringify(content))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const said = (item: CatalogueItem): unknown[] => [
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
  ...saidSince(item),
]

function saidSince(item: CatalogueItem): [Record<string, unknown>] | [] {
  const plain = plainPrice(item)
  const rule = item.price === null ? null : writePrice(item.price)
  const later: Record<string, unknown> = {
    price: rule === (plain === null ? null : writePrice(plain)) ? null : rule,
    dependencies: item.dependencies,
    successor: item.successor,
    pool: item.pool,
    poolCapacity: item.poolCapacity,
    poolUnits: item.poolUnits,
    quotaPerDepartment: item.quotaPerDepartment,
  }
  const differing = Object.entries(later).filter(
    ([key, value]) =>
      JSON.stringify(value) !==
      JSON.stringify(Object.entries(optionalDefaults).find(([name]) => name === key)?.[1]),
  )
  return differing.length === 0 ? [] : [Object.fromEntries(differing)]
}
