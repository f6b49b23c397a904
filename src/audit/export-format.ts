/** Pure. */

import { z } from 'zod'
import { canonicalJson, type Json } from './canonical.ts'
import type { Head, SignedHead } from './heads.ts'
import type { Leaf } from './leaf.ts'

/**
 * An export is JSON Lines, each line in canonical JSON: first `export`, then every `head`, then `consistency` (only
 * in an extract), then the entries in order: their leaf hash, the leaf, and in an extract the inclusion proof.
 */
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const size = z.int().min(0)

export const exportHeader = z.strictObject({
  format: z.literal(1),
  jurisdiction: z.string(),
  /** Whether it is the whole log; else an extract, each entry with its proof. */
  complete: z.boolean(),
  filter: z.record(z.string(), z.string()),
  treeSize: size,
  root: hash,
  at: z.string(),
})
export type ExportHeader = z.infer<typeof exportHeader>

/** As an export says it; kept outside, heads come in whatever form they were downloaded. */
export const servedHead = z.strictObject({
  jurisdiction: z.string(),
  treeSize: size,
  root: hash,
  at: z.string(),
  signature: z.string().nullable(),
  publicKey: z.string().nullable(),
})

export const signedHead = z.object({
  jurisdiction: z.string(),
  treeSize: size,
  root: hash,
  at: z.string(),
  signature: z.string().nullable().default(null),
  publicKey: z.string().nullable().default(null),
})

export const consistency = z.strictObject({
  from: size,
  to: size,
  fromRoot: hash,
  toRoot: hash,
  proof: z.array(hash),
})
export type ConsistencyLine = z.infer<typeof consistency>

/** Of an entry, what the check reads; the rest of the leaf is covered by its hash. */
export interface EntryLine {
  hash: string
  leaf: { jurisdiction: string; sequence: number }
  proof: string[] | undefined
}

/** What a leaf of format 1 says, and nothing else. */
const leafShape: Readonly<Record<keyof Leaf, readonly string[] | null>> = {
  format: null,
  jurisdiction: null,
  sequence: null,
  at: null,
  actor: ['kind', 'id', 'name', 'keyId', 'roles'],
  organisation: ['id', 'name'],
  address: null,
  requestId: null,
  operation: null,
  object: ['type', 'id'],
  reason: null,
  before: null,
  after: null,
}

const hasExactly = (value: object, names: readonly string[]) =>
  Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name))

function isLeafShaped(leaf: object): boolean {
  if (!hasExactly(leaf, Object.keys(leafShape))) return false
  return Object.entries(leaf).every(([name, part]: [string, unknown]) => {
    const names = Object.entries(leafShape).find(([of]) => of === name)?.[1]
    return (
      names === null ||
      (names !== undefined && typeof part === 'object' && part !== null && hasExactly(part, names))
    )
  })
}

/**
 * In: the text of a line. Out: what it says; null when it isn't exactly the canonical text of it: spaces, keys in
 * another order, a key twice (of which every reader takes another one) say nothing.
 */
export function parseCanonical(text: string): Json {
  try {
    const value = z.json().parse(JSON.parse(text))
    return canonicalJson(value) === text ? value : null
  } catch {
    return null
  }
}

/** In: a parsed line. Out: the entry; null when it is none, or says more than one. By hand: there are millions of them. */
export function asEntryLine(value: unknown): EntryLine | null {
  if (typeof value !== 'object' || value === null || !('hash' in value) || !('leaf' in value)) return null
  const { hash: leafHash, leaf } = value
  if (typeof leafHash !== 'string' || leafHash.length !== 64) return null
  if (typeof leaf !== 'object' || leaf === null || !('jurisdiction' in leaf) || !('sequence' in leaf))
    return null
  if (!hasExactly(value, 'proof' in value ? ['hash', 'leaf', 'proof'] : ['hash', 'leaf'])) return null
  if (!isLeafShaped(leaf)) return null
  const { jurisdiction, sequence } = leaf
  if (typeof jurisdiction !== 'string' || typeof sequence !== 'number' || !Number.isSafeInteger(sequence))
    return null
  const proof = 'proof' in value ? z.array(hash).safeParse(value.proof) : undefined
  if (sequence < 1 || proof?.success === false || !/^[0-9a-f]{64}$/.test(leafHash)) return null
  return { hash: leafHash, leaf: { jurisdiction, sequence }, proof: proof?.data }
}

const headJson = ({ jurisdiction, treeSize, root, at, signature, publicKey }: SignedHead): Json => ({
  jurisdiction,
  treeSize,
  root,
  at,
  signature,
  publicKey,
})

export function headerText(header: ExportHeader): string {
  return `${canonicalJson({ export: { ...header, filter: { ...header.filter } } })}\n`
}

export function headText(head: SignedHead): string {
  return `${canonicalJson({ head: headJson(head) })}\n`
}

export function consistencyText(line: ConsistencyLine): string {
  return `${canonicalJson({ consistency: { ...line } })}\n`
}

/** In: a leaf, its hash, and in an extract its proof. Out: its line, in canonical JSON. */
export function entryText(leaf: Leaf, leafHash: string, proof?: readonly string[]): string {
  const body = `{"hash":"${leafHash}","leaf":${canonicalJson(leaf)}`
  return proof === undefined ? `${body}}\n` : `${body},"proof":${canonicalJson(proof)}}\n`
}

/**
 * In: the text of a file of heads kept outside: what GET /api/v1/audit/heads answers, one head, a list of them, one
 * a line, or a line as the monthly report prints it, "3120 66c7f0…" (size and root).
 * Out: the heads. Throws Error in Chinese when there are none.
 */
export function parseHeads(text: string, jurisdiction: string): SignedHead[] {
  const printed = [...text.matchAll(/^\s*(\d+)\s*[ :：]\s*([0-9a-fA-F]{64})\s*$/gm)].map(
    ([, treeSize, root]): SignedHead => {
      const head: Head = {
        jurisdiction,
        treeSize: Number(treeSize),
        root: (root ?? '').toLowerCase(),
        at: '',
      }
      return { ...head, signature: null, publicKey: null }
    },
  )
  if (printed.length > 0) return printed
  const values = parseJsonOrLines(text)
  const heads = values.flatMap((value) => {
    const wrapped = z.object({ items: z.array(signedHead) }).safeParse(value)
    if (wrapped.success) return wrapped.data.items
    const line = z.object({ head: signedHead }).safeParse(value)
    if (line.success) return [line.data.head]
    const single = signedHead.safeParse(value)
    return single.success ? [single.data] : []
  })
  if (heads.length === 0) throw new Error('链头文件里没有链头：应是下载的链头 JSON，或“条数 根”这样的一行。')
  return heads
}

function parseJsonOrLines(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : [value]
  } catch {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): unknown => {
        try {
          return JSON.parse(line)
        } catch {
          return null
        }
      })
  }
}
