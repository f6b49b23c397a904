import { sql } from 'drizzle-orm'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { hexOf } from '../platform/sm3.ts'
import { hashOfLeaf, type Leaf } from './leaf.ts'
import { type EntryRow, entryColumns, leafOf } from './leaf-rows.ts'
import { readNodes, treeSizeOf } from './stored-tree.ts'
import { consistencyProof, inclusionProof, rootByInclusion, rootOf } from './tree.ts'

/** One entry with the proof that the log of `treeSize` entries contains it. Hashes in hexadecimal. */
export interface ProvedEntry {
  leaf: Leaf
  /** The leaf hash as it was when the entry was sequenced. */
  hash: string
  treeSize: number
  root: string
  proof: string[]
  /** Whether the entry as it is now has that hash and the proof leads to the root. */
  holds: boolean
  /** How many entries the log has now. */
  newest: number
}

/**
 * In: a sequence number, and the size of the tree to prove it in (default: the log as it is).
 * Throws not-found when the log has no such entry, invalid-input when the tree has no such size.
 */
export async function proveEntry(context: Context, sequence: number, size?: number): Promise<ProvedEntry> {
  authorize(context, 'audit.read')
  const { jurisdictionId } = context.actor
  return transact(context, async (tx) => {
    const newest = await treeSizeOf(tx, jurisdictionId)
    if (sequence > newest) throw new AppError('not-found', `审计记录里没有第 ${sequence} 条。`)
    const treeSize = size ?? newest
    if (treeSize < sequence || treeSize > newest)
      throw new AppError('invalid-input', `证明所用的记录条数应在 ${sequence} 至 ${newest} 之间。`)
    const [row] = await tx.execute<EntryRow & { hash: Uint8Array }>(sql`
      select ${entryColumns}, l.hash from audit_leaves l
      join audit_entries e on e.jurisdiction_id = l.jurisdiction_id and e.id = l.entry_id
      where l.jurisdiction_id = ${jurisdictionId} and l.sequence = ${sequence}`)
    if (row === undefined)
      throw new AppError('not-found', `第 ${sequence} 条记录的内容已不在库中：这条记录被删除了，请立即上报。`)
    const leaf = leafOf(row, sequence)
    const nodes = await readNodes(tx, jurisdictionId, treeSize, [sequence])
    const proof = inclusionProof(nodes.read, sequence - 1, treeSize)
    const root = hexOf(rootOf(nodes.read, treeSize))
    const led = rootByInclusion(hashOfLeaf(leaf), sequence - 1, treeSize, proof)
    return {
      leaf,
      hash: hexOf(row.hash),
      treeSize,
      root,
      proof: proof.map(hexOf),
      holds: led !== null && hexOf(led) === root,
      newest,
    }
  })
}

/** That the log of `to` entries begins with the log of `from`. Hashes in hexadecimal. */
export interface Consistency {
  from: number
  to: number
  fromRoot: string
  toRoot: string
  proof: string[]
}

/** In: two sizes. Throws invalid-input unless 0 < from ≤ to ≤ the size of the log. */
export async function proveConsistency(context: Context, from: number, to: number): Promise<Consistency> {
  authorize(context, 'audit.read')
  return transact(context, async (tx) => {
    const newest = await treeSizeOf(tx, context.actor.jurisdictionId)
    if (from < 1 || from > to || to > newest)
      throw new AppError('invalid-input', `两个条数应满足 1 ≤ from ≤ to ≤ ${newest}。`)
    return consistencyBetween(context, tx, from, to)
  })
}

/** The same, unchecked, in a transaction of the caller. */
export async function consistencyBetween(
  context: Context,
  tx: Transaction,
  from: number,
  to: number,
): Promise<Consistency> {
  const nodes = await readNodes(tx, context.actor.jurisdictionId, to, [from])
  return {
    from,
    to,
    fromRoot: hexOf(rootOf(nodes.read, from)),
    toRoot: hexOf(rootOf(nodes.read, to)),
    proof: consistencyProof(nodes.read, from, to).map(hexOf),
  }
}
