import type { CatalogueItem, ResourcePool } from '../../catalogue/index.ts'
import type { LineInput, Matched, MatchingBasis } from '../../matching/index.ts'
import { engineVersion, linesOfInput, matchWithin } from '../../matching/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Fen } from '../../platform/money.ts'
import type { DraftLine } from './draft-input.ts'
import type { FrozenItem, FrozenMatch, FrozenRequest } from './frozen-match.ts'
import { asInput } from './stored-lines.ts'

/** An item that can be approved: so many units for a line. */
export interface OfferedItem extends FrozenItem {
  lineId: string
  quantity: number
  /** Of the whole quantity. */
  offeredFen: Fen
  zone: string | null
}

/**
 * In: what is asked for, what it is matched with, and what is left of the catalogue's pools. Out: everything a decision
 * rests on. Throws invalid-input (zones), solver-unavailable when the solver of competing lines broke.
 */
export async function freeze(
  context: Context,
  { basis, left }: { basis: MatchingBasis; left: readonly ResourcePool[] },
  request: Omit<FrozenRequest, 'lines'>,
  lines: readonly DraftLine[],
): Promise<{ frozen: FrozenMatch; offered: OfferedItem[] }> {
  const asked = asInput(lines)
  const matched = await matchWithin(basis, linesOfInput(basis.catalogue, asked), left, context)
  const { id, number, publishedOn, contentHash, byCode } = basis.edition
  const named = new Set(matched.lines.flatMap(({ items }) => items.map(({ code }) => code)))
  const items = [...named].sort().flatMap((code) => {
    const item = byCode.get(code)
    return item === undefined ? [] : [itemOf(item)]
  })
  const frozen: FrozenMatch = {
    request: { ...request, lines: asked },
    edition: { id, number, publishedOn, contentHash },
    engineVersion,
    items,
    lines: [...matched.lines],
    monthlyFen: matched.monthlyFen,
  }
  return { frozen, offered: offeredBy(basis, matched, asked) }
}

function itemOf(item: CatalogueItem): FrozenItem {
  return {
    code: item.code,
    name: item.name,
    specification: item.specification,
    unit: item.unit,
    monthlyFen: item.monthlyFen,
    priceFormula: item.priceFormula,
    vcpu: item.vcpu,
    memoryGiB: item.memoryGiB,
    storageGiB: item.storageGiB,
    domestic: item.domestic,
    leadTimeWorkingDays: item.leadTimeWorkingDays,
    pool: item.poolCapacity === null ? null : (item.pool ?? item.code),
    poolUnits: item.poolUnits,
  }
}

/** What is served, and only that: a shared service named in a must-not-build line is not asked for. */
function offeredBy({ edition }: MatchingBasis, matched: Matched, asked: readonly LineInput[]): OfferedItem[] {
  const zones = new Map(asked.map(({ id, zone }) => [id, zone]))
  return matched.lines
    .filter(({ outcome }) => outcome === 'served' || outcome === 'substituted')
    .flatMap(({ id: lineId, items }) =>
      items.flatMap(({ code, quantity, monthlyFen }) => {
        const item = edition.byCode.get(code)
        if (item === undefined || quantity < 1) return []
        const zone = zones.get(lineId) ?? item.zones[0] ?? null
        return [{ ...itemOf(item), lineId, quantity, offeredFen: monthlyFen, zone }]
      }),
    )
}
