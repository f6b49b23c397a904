/** Pure. */

import { sm3 } from '../platform/sm3.ts'

/**
 * The append-only Merkle tree of RFC 6962, section 2.1, hashed by SM3. Leaves are counted from 0 here.
 * A node is named by its level (0: leaves) and its index in that level; only complete subtrees are nodes.
 */
export type NodeReader = (level: number, index: number) => Uint8Array

/** In: the bytes of a leaf. Out: H(0x00 ‖ leaf). */
export function leafHash(leaf: Uint8Array): Uint8Array {
  const input = new Uint8Array(leaf.length + 1)
  input.set(leaf, 1)
  return sm3(input)
}

const pair = new Uint8Array(65)
pair[0] = 1

/** In: two nodes side by side. Out: their parent, H(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left, 1)
  pair.set(right, 33)
  return sm3(pair)
}

/** The root of the tree without leaves, H(). */
export function emptyRoot(): Uint8Array {
  return sm3(new Uint8Array(0))
}

/** The largest power of two below `size`; `size` is at least 2. Sizes pass 2^31, so no bit operations. */
function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

/** MTH(D[from:to]); every complete subtree in it is read as one node. */
function rangeHash(node: NodeReader, from: number, to: number): Uint8Array {
  const size = to - from
  const level = Math.log2(size)
  if (Number.isInteger(level)) return node(level, from / size)
  const split = splitOf(size)
  return nodeHash(rangeHash(node, from, from + split), rangeHash(node, from + split, to))
}

/** Out: the root of the first `size` leaves. */
export function rootOf(node: NodeReader, size: number): Uint8Array {
  return size === 0 ? emptyRoot() : rangeHash(node, 0, size)
}

/** PATH(m, D[0:size]) of RFC 6962, 2.1.1: from the leaf's sibling up. `index` is below `size`. */
export function inclusionProof(node: NodeReader, index: number, size: number): Uint8Array[] {
  const path = (from: number, to: number): Uint8Array[] => {
    if (to - from === 1) return []
    const middle = from + splitOf(to - from)
    return index < middle
      ? [...path(from, middle), rangeHash(node, middle, to)]
      : [...path(middle, to), rangeHash(node, from, middle)]
  }
  return path(0, size)
}

/** PROOF(m, D[0:to]) of RFC 6962, 2.1.2: that the tree of `to` leaves begins with the one of `from`. 0 < from ≤ to. */
export function consistencyProof(node: NodeReader, from: number, to: number): Uint8Array[] {
  const proof = (start: number, end: number, whole: boolean): Uint8Array[] => {
    if (from === end) return whole ? [] : [rangeHash(node, start, end)]
    const middle = start + splitOf(end - start)
    return from <= middle
      ? [...proof(start, middle, whole), rangeHash(node, middle, end)]
      : [...proof(middle, end, false), rangeHash(node, start, middle)]
  }
  return proof(0, to, true)
}

/** In: a leaf's hash, its index, the size of the tree and the proof. Out: the root they lead to, or null. */
export function rootByInclusion(
  hash: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Uint8Array | null {
  if (index < 0 || index >= size) return null
  const turns: boolean[] = []
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = from + splitOf(to - from)
    turns.push(index < middle)
    if (index < middle) to = middle
    else from = middle
  }
  if (turns.length !== proof.length) return null
  let root = hash
  for (const sibling of proof) root = turns.pop() ? nodeHash(root, sibling) : nodeHash(sibling, root)
  return root
}

/**
 * In: two sizes, the root of the smaller tree and the proof. Out: both roots that the proof leads to, or null when
 * it doesn't fit the sizes. It holds when both are the roots one was given.
 */
export function rootsByConsistency(
  from: number,
  to: number,
  fromRoot: Uint8Array,
  proof: readonly Uint8Array[],
): { fromRoot: Uint8Array; toRoot: Uint8Array } | null {
  if (from < 1 || from > to) return null
  const left = [...proof]
  let malformed = false
  const take = (): Uint8Array => {
    const next = left.shift()
    if (next === undefined) malformed = true
    return next ?? fromRoot
  }
  const rebuild = (start: number, end: number, whole: boolean): { old: Uint8Array; new: Uint8Array } => {
    if (from === end) {
      const hash = whole ? fromRoot : take()
      return { old: hash, new: hash }
    }
    const middle = start + splitOf(end - start)
    if (from <= middle) {
      const inner = rebuild(start, middle, whole)
      return { old: inner.old, new: nodeHash(inner.new, take()) }
    }
    const inner = rebuild(middle, end, false)
    const sibling = take()
    return { old: nodeHash(sibling, inner.old), new: nodeHash(sibling, inner.new) }
  }
  const roots = rebuild(0, to, true)
  return malformed || left.length > 0 ? null : { fromRoot: roots.old, toRoot: roots.new }
}

/** Roots of a growing tree, keeping one hash a level: for whoever reads the leaves once, in order. */
export class GrowingTree {
  #size = 0
  /** Complete subtrees from the largest to the smallest; their sizes are the binary digits of `size`. */
  #peaks: Uint8Array[] = []

  get size(): number {
    return this.#size
  }

  append(hash: Uint8Array): void {
    let node = hash
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#peaks.pop()
      if (left !== undefined) node = nodeHash(left, node)
    }
    this.#peaks.push(node)
    this.#size += 1
  }

  root(): Uint8Array {
    const [last, ...rest] = [...this.#peaks].reverse()
    return last === undefined ? emptyRoot() : rest.reduce((right, left) => nodeHash(left, right), last)
  }
}
