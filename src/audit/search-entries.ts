import { sql } from 'drizzle-orm'
import { authorize, type Context, transact } from '../platform/context.ts'
import { conditionOf, type EntryFilter } from './filter.ts'
import type { Leaf } from './leaf.ts'
import { type EntryRow, entryColumns, leafOf } from './leaf-rows.ts'
import { sequenceEntries } from './sequence-entries.ts'
import { treeSizeOf } from './stored-tree.ts'

/** What a reader waits for at most: about a second of sequencing. */
const maxWhileReading = 20_000

export interface FoundEntries {
  /** Newest first. */
  items: Leaf[]
  /** Where the next, older page begins: give it as `before`. null: nothing older. */
  next: number | null
  /** How many entries the whole log has. */
  treeSize: number
}

/**
 * Searches the log of the actor's jurisdiction, after taking in what was written meanwhile.
 * In: the filter, the sequence number below which to look (undefined: from the newest), and how many at most.
 */
export async function searchEntries(
  context: Context,
  filter: EntryFilter,
  page: { before?: number | undefined; most?: number } = {},
): Promise<FoundEntries> {
  authorize(context, 'audit.read')
  const { jurisdictionId } = context.actor
  const most = page.most ?? 50
  await transact(context, (tx) => sequenceEntries(context, tx, maxWhileReading))
  return transact(context, async (tx) => {
    const rows = await tx.execute<EntryRow & { sequence: number }>(sql`
      select ${entryColumns}, l.sequence::float8 as sequence from audit_leaves l
      join audit_entries e on e.jurisdiction_id = l.jurisdiction_id and e.id = l.entry_id
      where l.jurisdiction_id = ${jurisdictionId}
        and ${page.before === undefined ? sql`true` : sql`l.sequence < ${page.before}`} and ${conditionOf(filter)}
      order by l.sequence desc limit ${most + 1}`)
    const items = rows.slice(0, most).map((row) => leafOf(row, row.sequence))
    return {
      items,
      next: rows.length > most ? (items.at(-1)?.sequence ?? null) : null,
      treeSize: await treeSizeOf(tx, jurisdictionId),
    }
  })
}

/** Out: the kinds of object that occur, for the filter's choices; read by jumping from one to the next in the index. */
export async function listObjectTypes(context: Context): Promise<string[]> {
  authorize(context, 'audit.read')
  const { jurisdictionId } = context.actor
  return transact(context, async (tx) => {
    const rows = await tx.execute<{ object_type: string }>(sql`
      with recursive kind as (
        (select object_type from audit_entries where jurisdiction_id = ${jurisdictionId}
         order by object_type limit 1)
        union all
        select (select e.object_type from audit_entries e
          where e.jurisdiction_id = ${jurisdictionId} and e.object_type > kind.object_type
          order by e.object_type limit 1)
        from kind where kind.object_type is not null)
      select object_type from kind where object_type is not null`)
    return rows.map((row) => row.object_type)
  })
}
