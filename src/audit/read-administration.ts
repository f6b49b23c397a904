import { sql } from 'drizzle-orm'
import { authorize, type Context, transact } from '../platform/context.ts'
import { conditionOf, type EntryFilter } from './filter.ts'
import type { Leaf } from './leaf.ts'
import { type EntryRow, entryColumns, leafOf } from './leaf-rows.ts'

export interface AdministrationEntry {
  /** The entry's own id, by which pages are cut. */
  id: number
  /** Its content; `sequence` is 0 while the entry waits for its place. */
  leaf: Leaf
}

/**
 * The record of what was done to accounts, rights and keys, for the audit administrator, who sees no business data.
 * In: the filter, and the id below which to look. Out: the newest first, and where the next page begins.
 */
export async function readAdministration(
  context: Context,
  filter: EntryFilter,
  page: { before?: number | undefined; most?: number } = {},
): Promise<{ items: AdministrationEntry[]; next: number | null }> {
  authorize(context, 'audit.read-administration')
  const { jurisdictionId } = context.actor
  const most = page.most ?? 50
  return transact(context, async (tx) => {
    const rows = await tx.execute<EntryRow & { sequence: number | null }>(sql`
      select ${entryColumns}, l.sequence::float8 as sequence from audit_entries e
      left join audit_leaves l on l.jurisdiction_id = e.jurisdiction_id and l.entry_id = e.id
      where e.jurisdiction_id = ${jurisdictionId} and e.operation like 'identity.%'
        and ${page.before === undefined ? sql`true` : sql`e.id < ${page.before}`} and ${conditionOf(filter)}
      order by e.id desc limit ${most + 1}`)
    const items = rows.slice(0, most).map((row) => ({ id: row.id, leaf: leafOf(row, row.sequence ?? 0) }))
    return { items, next: rows.length > most ? (items.at(-1)?.id ?? null) : null }
  })
}
