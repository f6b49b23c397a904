/** Pure. */

import { canonicalJson, type Json } from './canonical.ts'
import { leafHash } from './tree.ts'

/**
 * One entry as it is hashed and exported. Its canonical JSON (RFC 8785) in UTF-8 is the leaf: a change of this shape
 * is a new `format`, and old entries keep theirs.
 */
export type Leaf = {
  format: 1
  jurisdiction: string
  /** 1, 2, 3 … without a gap; the leaf's index in the tree is one less. */
  sequence: number
  /** ISO 8601 in UTC, to the millisecond. */
  at: string
  actor: { kind: string; id: number | null; name: string; keyId: number | null; roles: string[] }
  organisation: { id: number | null; name: string | null }
  address: string | null
  requestId: string
  operation: string
  object: { type: string; id: string }
  reason: string | null
  before: Json
  after: Json
}

const utf8 = new TextEncoder()

/** In: a leaf. Out: the bytes that are hashed. */
export function leafBytes(leaf: Leaf): Uint8Array {
  return utf8.encode(canonicalJson(leaf))
}

/** In: a leaf. Out: its hash in the tree. */
export function hashOfLeaf(leaf: Leaf): Uint8Array {
  return leafHash(leafBytes(leaf))
}
