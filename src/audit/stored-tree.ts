import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import { getOrInsert } from '../platform/get-or-insert.ts'
import { type NodeReader, nodeHash } from './tree.ts'

/** Subtrees of 256ⁿ leaves are stored; what lies between is computed from at most 256 of the next smaller ones. */
const levelsPerTier = 8
export const tileWidth = 2 ** levelsPerTier

/** Nodes that were read, by tier (0: leaves, 1: subtrees of 256 leaves, …) and index; computed ones are kept too. */
export class NodeCache {
  #stored = new Map<string, Uint8Array>()
  #computed = new Map<string, Uint8Array>()

  put(tier: number, index: number, hash: Uint8Array): void {
    this.#stored.set(`${tier}:${index}`, hash)
  }

  has(tier: number, index: number): boolean {
    return this.#stored.has(`${tier}:${index}`)
  }

  /** Throws when a stored node that is needed isn't there: rows of the proof are missing. */
  readonly read: NodeReader = (level, index) => {
    if (level % levelsPerTier === 0) {
      const stored = this.#stored.get(`${level / levelsPerTier}:${index}`)
      if (stored === undefined)
        throw new Error(`audit: node ${index} of tier ${level / levelsPerTier} is missing`)
      return stored
    }
    return getOrInsert(this.#computed, `${level}:${index}`, () => this.compute(level, index))
  }

  /** The node from its children, for subtrees that aren't stored yet. */
  compute(level: number, index: number): Uint8Array {
    return nodeHash(this.read(level - 1, index * 2), this.read(level - 1, index * 2 + 1))
  }

  /** The root of a tier's tile of 256 nodes: node `index` of that tier plus one. */
  rootOfTile(tier: number, index: number): Uint8Array {
    return this.compute((tier + 1) * levelsPerTier, index)
  }
}

interface Span {
  tier: number
  from: number
  to: number
}

/** The nodes that roots and proofs touch around the edge of a tree of `size` leaves, or around the leaf before it. */
function spansAround(size: number, treeSize: number): Span[] {
  const spans: Span[] = []
  for (let tier = 0, width = 1; width <= treeSize; tier += 1, width *= tileWidth) {
    const tile = Math.floor(Math.max(0, size - 1) / (width * tileWidth))
    const complete = Math.floor(treeSize / width)
    spans.push({ tier, from: tile * tileWidth, to: Math.min((tile + 1) * tileWidth, complete) })
  }
  return spans
}

/**
 * In: the size of the tree, and the sizes (of smaller trees) or sequence numbers (of leaves) that proofs are about.
 * Out: a reader of every node that their roots and proofs need; at most 256 rows a tier and place.
 */
export async function readNodes(
  tx: Transaction,
  jurisdictionId: string,
  treeSize: number,
  places: readonly number[],
  cache = new NodeCache(),
): Promise<NodeCache> {
  const spans = new Map<string, Span>()
  for (const place of [...places, treeSize])
    for (const span of spansAround(place, treeSize))
      if (span.to > span.from && !cache.has(span.tier, span.to - 1))
        spans.set(`${span.tier}:${span.from}`, span)
  if (spans.size === 0) return cache
  const wanted = JSON.stringify([...spans.values()])
  const rows = await tx.execute<{ tier: number; index: number; hash: Uint8Array }>(sql`
    with span as materialized (
      select * from jsonb_to_recordset(${wanted}::jsonb) as span (tier int, "from" bigint, "to" bigint))
    select 0 as tier, (leaf.sequence - 1)::float8 as index, leaf.hash
    from span join audit_leaves leaf on leaf.jurisdiction_id = ${jurisdictionId}
      and leaf.sequence > span."from" and leaf.sequence <= span."to"
    where span.tier = 0
    union all
    select span.tier, tree.index::float8, tree.hash
    from span join audit_subtrees tree on tree.jurisdiction_id = ${jurisdictionId}
      and tree.level = span.tier and tree.index >= span."from" and tree.index < span."to"
    where span.tier > 0`)
  for (const row of rows) cache.put(row.tier, row.index, row.hash)
  return cache
}

/** Out: the size of the jurisdiction's log. */
export async function treeSizeOf(tx: Transaction, jurisdictionId: string): Promise<number> {
  const [row] = await tx.execute<{ size: number }>(sql`
    select coalesce(max(sequence), 0)::float8 as size from audit_leaves where jurisdiction_id = ${jurisdictionId}`)
  return row?.size ?? 0
}
