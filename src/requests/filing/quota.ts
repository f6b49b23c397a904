import { and, eq, inArray, isNotNull, ne, or, sql } from 'drizzle-orm'
import type { CatalogueItem } from '../../catalogue/index.ts'
import type { Transaction } from '../../platform/database.ts'
import { runningResources } from '../resources/schema.ts'
import { approvedItems, matchItems } from './match-schema.ts'
import { inProcess } from './model.ts'
import { resourceRequests } from './schema.ts'
import type { RequestRow } from './steps.ts'

/**
 * 部门配额: what a department has, has asked for, and asks for now, against what the catalogue lets one department have.
 * Out: the items that would exceed it, in words.
 */
export async function overQuota(
  tx: Transaction,
  request: Pick<RequestRow, 'id' | 'organisationId'>,
  items: readonly { code: string; quantity: number; name: string; unit: string }[],
  edition: ReadonlyMap<string, CatalogueItem>,
): Promise<string[]> {
  const wanted = new Map<string, { quantity: number; name: string; unit: string }>()
  for (const { code, quantity, name, unit } of items)
    wanted.set(code, { name, unit, quantity: quantity + (wanted.get(code)?.quantity ?? 0) })
  const limited = [...wanted.keys()].filter(
    (code) => (edition.get(code)?.quotaPerDepartment ?? null) !== null,
  )
  if (limited.length === 0) return []
  const has = await quantities(tx, request, limited)
  return limited.flatMap((code) => {
    const { quantity = 0, name = '', unit = '' } = wanted.get(code) ?? {}
    const quota = edition.get(code)?.quotaPerDepartment ?? 0
    const already = has.get(code) ?? 0
    return already + quantity <= quota
      ? []
      : [`${name}（${code}）每部门限 ${quota}${unit}，已有和在办 ${already}${unit}，本次 ${quantity}${unit}`]
  })
}

async function quantities(
  tx: Transaction,
  request: Pick<RequestRow, 'id' | 'organisationId'>,
  codes: readonly string[],
): Promise<Map<string, number>> {
  const sum = sql<number>`sum(quantity)::int`
  const running = await tx
    .select({ code: runningResources.code, quantity: sum })
    .from(runningResources)
    .where(
      and(
        eq(runningResources.organisationId, request.organisationId),
        eq(runningResources.status, 'running'),
        inArray(runningResources.code, [...codes]),
      ),
    )
    .groupBy(runningResources.code)
  const asked = await tx
    .select({ code: matchItems.code, quantity: sum })
    .from(matchItems)
    .innerJoin(resourceRequests, eq(resourceRequests.matchId, matchItems.matchId))
    .leftJoin(
      approvedItems,
      and(
        eq(approvedItems.matchId, matchItems.matchId),
        eq(approvedItems.lineId, matchItems.lineId),
        eq(approvedItems.code, matchItems.code),
      ),
    )
    .where(
      and(
        eq(resourceRequests.organisationId, request.organisationId),
        inArray(resourceRequests.status, [...inProcess]),
        ne(resourceRequests.id, request.id),
        inArray(matchItems.code, [...codes]),
        or(ne(resourceRequests.status, 'approved'), isNotNull(approvedItems.code)),
      ),
    )
    .groupBy(matchItems.code)
  const total = new Map<string, number>()
  for (const { code, quantity } of [...running, ...asked]) total.set(code, quantity + (total.get(code) ?? 0))
  return total
}
