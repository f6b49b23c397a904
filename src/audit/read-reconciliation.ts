import { and, desc, eq, sql } from 'drizzle-orm'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { Check, KeptRows } from '../platform/reconciliation.ts'
import { lastCompleteSql } from './open-differences.ts'
import { reconcile } from './reconcile.ts'
import type { ReconciledChecks, ReconciledDigests } from './reconciliation-model.ts'
import { reconciliations } from './schema.ts'

/** A difference as the page lists it. */
export interface ListedDifference {
  id: number
  at: Date
  check: string
  subject: string
  field: string
  expected: string | null
  found: string | null
  systemId: number | null
}

export interface Reconciliation {
  /** The last complete one; null: none yet. */
  last: { at: Date; checks: ReconciledChecks } | null
  /** The digests taken last; null: none yet. */
  digests: { at: Date; of: ReconciledDigests } | null
  open: { differences: number; systems: number }
  /** A page of what stands. */
  items: ListedDifference[]
  /** Below which id the next page begins. */
  next: number | null
}

/** Out: how many differences stand, and of how many systems. */
export async function countOpen(
  { actor }: Context,
  tx: Transaction,
): Promise<{ differences: number; systems: number }> {
  const [row] = await tx.execute<{ differences: number; systems: number }>(sql`
    select count(*)::int as differences, count(distinct system_id)::int as systems from reconciliation_differences
    where jurisdiction_id = ${actor.jurisdictionId}
      and reconciliation_id >= ${lastCompleteSql(sql`${actor.jurisdictionId}`)}`)
  return row ?? { differences: 0, systems: 0 }
}

/** In: the id below which to look. Out: how the last reconciliation went and what stands, the newest first. */
export async function readReconciliation(
  context: Context,
  page: { before?: number | undefined; most?: number } = {},
): Promise<Reconciliation> {
  authorize(context, 'audit.read-reconciliation')
  const { jurisdictionId } = context.actor
  const most = page.most ?? 100
  return transact(context, async (tx) => {
    const newest = (which: ReturnType<typeof sql>) =>
      tx
        .select({ at: reconciliations.at, checks: reconciliations.checks, digests: reconciliations.digests })
        .from(reconciliations)
        .where(and(eq(reconciliations.jurisdictionId, jurisdictionId), which))
        .orderBy(desc(reconciliations.id))
        .limit(1)
    const [last] = await newest(sql`${reconciliations.complete}`)
    const [digested] = await newest(sql`${reconciliations.digests} <> '{}'`)
    const rows = await tx.execute<{
      id: string
      at: string
      check: string
      subject: string
      field: string
      expected: string | null
      found: string | null
      system_id: string | null
    }>(sql`
      select d.id, r.at::text, d.check_name as check, d.subject, d.field, d.expected, d.found, d.system_id
      from reconciliation_differences d join reconciliations r on r.id = d.reconciliation_id
      where d.jurisdiction_id = ${jurisdictionId} and d.reconciliation_id >= ${lastCompleteSql(sql`${jurisdictionId}`)}
        and ${page.before === undefined ? sql`true` : sql`d.id < ${page.before}`}
      order by d.id desc limit ${most + 1}`)
    const items = rows.slice(0, most).map(({ id, at, system_id, ...rest }) => ({
      ...rest,
      id: Number(id),
      at: new Date(at),
      systemId: system_id === null ? null : Number(system_id),
    }))
    return {
      last: last ?? null,
      digests: digested === undefined ? null : { at: digested.at, of: digested.digests },
      open: await countOpen(context, tx),
      items,
      next: rows.length > most ? (items.at(-1)?.id ?? null) : null,
    }
  })
}

/** Reconciles now, when something was mended, instead of waiting for the night. Out: how many differ. */
export async function reconcileNow(
  context: Context,
  checks: readonly Check[],
  kept: readonly KeptRows[],
): Promise<{ differing: number }> {
  authorize(context, 'audit.reconcile')
  const { differing } = await transact(context, (tx) => reconcile(context, tx, checks, kept))
  return { differing }
}
