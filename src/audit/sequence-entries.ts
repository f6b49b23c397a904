import { sql } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { locks } from '../platform/locks.ts'
import { hexOf } from '../platform/sm3.ts'
import { hashOfLeaf } from './leaf.ts'
import { type EntryRow, entryColumns, leafOf } from './leaf-rows.ts'
import { readNodes, tileWidth, treeSizeOf } from './stored-tree.ts'

/** Entries are read and hashed this many at a time. */
const chunk = 4000

/**
 * Gives every committed entry of the jurisdiction that has none yet its place in the log and its leaf hash.
 * Entries are appended in the order of their ids; one that committed late comes after those that were there before.
 * One sequencer a jurisdiction at a time; writers of entries never wait for it.
 * In: at most how many entries (default: all). Out: the size of the log, and how many entries were added.
 */
export async function sequenceEntries(
  context: Context,
  tx: Transaction,
  most = Number.POSITIVE_INFINITY,
): Promise<{ treeSize: number; added: number }> {
  const { jurisdictionId } = context.actor
  await tx.execute(sql`select pg_advisory_xact_lock(${locks.auditSequence}, hashtext(${jurisdictionId}))`)
  // Asked before entries are read: whatever has a lower id and isn't seen afterwards will never be.
  const [now] = await tx.execute<{ highest: number | null; lowest: number }>(sql`
    select dengyun_audit_settled(${jurisdictionId})::float8 as highest,
      coalesce((select settled_entry_id from audit_batches where jurisdiction_id = ${jurisdictionId}
        order by tree_size desc limit 1), 0)::float8 as lowest`)
  const settledBefore = now?.lowest ?? 0
  let treeSize = await treeSizeOf(tx, jurisdictionId)
  let added = 0
  let after = settledBefore
  while (added < most) {
    const rows = await tx.execute<EntryRow>(sql`
      select ${entryColumns} from audit_entries e
      where e.jurisdiction_id = ${jurisdictionId} and e.id > ${after}
        and not exists (select from audit_leaves l where l.jurisdiction_id = e.jurisdiction_id and l.entry_id = e.id)
      order by e.id limit ${Math.min(chunk, most - added)}`)
    if (rows.length === 0) break
    await append(tx, jurisdictionId, treeSize, rows)
    treeSize += rows.length
    added += rows.length
    after = rows.at(-1)?.id ?? after
  }
  if (added > 0) {
    const settled = Math.max(settledBefore, Math.min(now?.highest ?? settledBefore, after))
    // There can be one already only when somebody shortened the log by hand: what follows must show that, not stop it.
    await tx.execute(sql`insert into audit_batches (jurisdiction_id, tree_size, settled_entry_id, at)
      values (${jurisdictionId}, ${treeSize}, ${settled}, ${context.clock.now().toISOString()}::timestamptz)
      on conflict do nothing`)
  }
  return { treeSize, added }
}

async function append(
  tx: Transaction,
  jurisdictionId: string,
  treeSize: number,
  rows: readonly EntryRow[],
): Promise<void> {
  const leaves = rows.map((row, index) => {
    const sequence = treeSize + index + 1
    return { sequence, entry_id: row.id, hash: hashOfLeaf(leafOf(row, sequence)) }
  })
  const subtrees = await newSubtrees(tx, jurisdictionId, treeSize, leaves)
  await tx.execute(sql`
    insert into audit_leaves (jurisdiction_id, sequence, entry_id, hash)
    select ${jurisdictionId}, sequence, entry_id, decode(hash, 'hex')
    from jsonb_to_recordset(${inHex(leaves)}::jsonb) as leaf (sequence bigint, entry_id bigint, hash text)`)
  if (subtrees.length > 0)
    await tx.execute(sql`
      insert into audit_subtrees (jurisdiction_id, level, index, hash)
      select ${jurisdictionId}, level, index, decode(hash, 'hex')
      from jsonb_to_recordset(${inHex(subtrees)}::jsonb) as tree (level smallint, index bigint, hash text)`)
}

/** In: leaves about to be appended. Out: the stored subtrees that they complete, smallest first. */
async function newSubtrees(
  tx: Transaction,
  jurisdictionId: string,
  treeSize: number,
  leaves: readonly { sequence: number; hash: Uint8Array }[],
): Promise<{ level: number; index: number; hash: Uint8Array }[]> {
  const cache = await readNodes(tx, jurisdictionId, treeSize, [])
  for (const { sequence, hash } of leaves) cache.put(0, sequence - 1, hash)
  const subtrees: { level: number; index: number; hash: Uint8Array }[] = []
  const size = treeSize + leaves.length
  for (let level = 1, width = tileWidth; width <= size; level += 1, width *= tileWidth) {
    for (let index = Math.floor(treeSize / width); index < Math.floor(size / width); index += 1) {
      const hash = cache.rootOfTile(level - 1, index)
      cache.put(level, index, hash)
      subtrees.push({ level, index, hash })
    }
  }
  return subtrees
}

function inHex(rows: readonly { hash: Uint8Array }[]): string {
  return JSON.stringify(rows.map((row) => ({ ...row, hash: hexOf(row.hash) })))
}
