import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hexOf } from '../platform/sm3.ts'
import {
  consistencyProof,
  emptyRoot,
  GrowingTree,
  inclusionProof,
  leafHash,
  type NodeReader,
  nodeHash,
  rootByInclusion,
  rootOf,
  rootsByConsistency,
} from './tree.ts'

const leaves = Array.from({ length: 70 }, (_, index) => leafHash(new TextEncoder().encode(`leaf ${index}`)))
const leafAt = (index: number): Uint8Array => leaves[index] ?? emptyRoot()
const node: NodeReader = (level, index) =>
  level === 0 ? leafAt(index) : nodeHash(node(level - 1, index * 2), node(level - 1, index * 2 + 1))

/** RFC 6962, 2.1, to the letter. */
function definition(list: readonly Uint8Array[]): Uint8Array {
  const [only] = list
  if (only === undefined) return emptyRoot()
  if (list.length === 1) return only
  let split = 1
  while (split * 2 < list.length) split *= 2
  return nodeHash(definition(list.slice(0, split)), definition(list.slice(split)))
}

describe('the tree', () => {
  it('has the roots of the definition at every size, however it is computed', () => {
    const growing = new GrowingTree()
    for (let size = 0; size <= leaves.length; size += 1) {
      const expected = hexOf(definition(leaves.slice(0, size)))
      expect(hexOf(rootOf(node, size))).toBe(expected)
      expect(hexOf(growing.root())).toBe(expected)
      growing.append(leafAt(size))
    }
  })

  it('tells leaves and nodes apart by their first byte', () => {
    // SM3 of 0x00, and of nothing: the empty leaf isn't the empty tree.
    expect(hexOf(leafHash(new Uint8Array(0)))).not.toBe(hexOf(emptyRoot()))
    const forged = new Uint8Array(64)
    forged.set(leafAt(0))
    forged.set(leafAt(1), 32)
    expect(hexOf(leafHash(forged))).not.toBe(hexOf(nodeHash(leafAt(0), leafAt(1))))
  })

  it('proves every leaf in every tree, and no other leaf, place or size', () => {
    for (let size = 1; size <= 40; size += 1) {
      const root = hexOf(rootOf(node, size))
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionProof(node, index, size)
        const leads = (leaf: number, place: number, total: number) => {
          const led = rootByInclusion(leafAt(leaf), place, total, proof)
          return led !== null && hexOf(led) === root
        }
        expect(leads(index, index, size)).toBe(true)
        expect(leads((index + 1) % 70, index, size)).toBe(false)
        if (size > 1) expect(leads(index, (index + 1) % size, size)).toBe(false)
        expect(leads(index, index + size, size)).toBe(false)
      }
    }
  })

  it('proves that a tree begins with every smaller one, and with nothing else', () => {
    for (let to = 1; to <= 40; to += 1) {
      for (let from = 1; from <= to; from += 1) {
        const proof = consistencyProof(node, from, to)
        const roots = rootsByConsistency(from, to, rootOf(node, from), proof)
        expect(hexOf(roots?.fromRoot ?? emptyRoot())).toBe(hexOf(rootOf(node, from)))
        expect(hexOf(roots?.toRoot ?? emptyRoot())).toBe(hexOf(rootOf(node, to)))
        // Another root of the same size never passes as the beginning.
        const forged = rootsByConsistency(from, to, leafAt(69), proof)
        const passes =
          forged !== null &&
          hexOf(forged.fromRoot) === hexOf(leafAt(69)) &&
          hexOf(forged.toRoot) === hexOf(rootOf(node, to))
        expect(passes).toBe(false)
      }
    }
  })

  it('refuses proofs that are too short, too long, or altered', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 70 }), fc.nat(), fc.nat(), (size, a, b) => {
        const from = 1 + (a % (size - 1))
        const proof = consistencyProof(node, from, size)
        expect(rootsByConsistency(from, size, rootOf(node, from), proof.slice(1))).toBeNull()
        expect(rootsByConsistency(from, size, rootOf(node, from), [...proof, leafAt(0)])).toBeNull()
        const altered = proof.map((hash, index) => (index === b % proof.length ? leafAt(69) : hash))
        const roots = rootsByConsistency(from, size, rootOf(node, from), altered)
        const holds =
          hexOf(roots?.fromRoot ?? leafAt(0)) === hexOf(rootOf(node, from)) &&
          hexOf(roots?.toRoot ?? leafAt(0)) === hexOf(rootOf(node, size))
        expect(holds).toBe(size === 70 && altered.every((hash, index) => hash === proof[index]))
        expect(
          rootByInclusion(leafAt(from), from, size, inclusionProof(node, from, size).slice(1)),
        ).toBeNull()
      }),
      { seed: 6962, numRuns: 300 },
    )
  })
})
