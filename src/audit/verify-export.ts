import { z } from 'zod'
import { bytesOfHex, hexOf, sameBytes } from '../platform/sm3.ts'
import { canonicalJson, type Json } from './canonical.ts'
import {
  asEntryLine,
  type ConsistencyLine,
  consistency,
  type EntryLine,
  type ExportHeader,
  exportHeader,
  parseCanonical,
  servedHead,
} from './export-format.ts'
import type { SignedHead } from './heads.ts'
import { GrowingTree, leafHash, rootByInclusion, rootsByConsistency } from './tree.ts'
import { checkHeads, type Fault, nameOf } from './verify-heads.ts'

export interface Verification {
  header: ExportHeader
  /** Entries read. */
  entries: number
  /** How many heads, of those served and those kept outside, the entries were compared with. */
  heads: { served: number; outside: number }
  faults: Fault[]
  /** What limits what was proved. */
  notes: string[]
}

/** Thrown when the file is no export at all. */
export class NoExport extends Error {}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const wrapped = {
  header: z.strictObject({ export: exportHeader }),
  head: z.strictObject({ head: servedHead }),
  consistency: z.strictObject({ consistency }),
}

/** In: a line. Out: what it says; null when it isn't written exactly as an export writes it. */
export function parseLine(line: Uint8Array): Json {
  try {
    return parseCanonical(utf8.decode(line))
  } catch {
    return null
  }
}

/**
 * Checks an export without a database. In: its lines as bytes, the heads kept outside, the trusted public keys
 * (none: those that the heads name themselves). Out: every fault, with the sequence number where there is one.
 * Throws NoExport when the first line isn't an export's.
 */
export async function verifyExport(
  lines: AsyncIterable<Uint8Array>,
  outside: (jurisdiction: string) => readonly SignedHead[],
  publicKeys: readonly string[] = [],
): Promise<Verification> {
  let check: EntryCheck | undefined
  for await (const line of lines) {
    if (line.length === 0) continue
    if (check === undefined) {
      const header = wrapped.header.safeParse(parseLine(line))
      if (!header.success) throw new NoExport('这不是登云导出的审计记录：第一行不是导出说明。')
      check = new EntryCheck(header.data.export, outside(header.data.export.jurisdiction))
    } else check.take(line)
  }
  if (check === undefined) throw new NoExport('文件是空的。')
  return check.finish(publicKeys)
}

class EntryCheck {
  readonly #header: ExportHeader
  readonly #outside: readonly SignedHead[]
  readonly #served: SignedHead[] = []
  readonly #consistencies = new Map<number, ConsistencyLine>()
  readonly #tree = new GrowingTree()
  /** Roots at the sizes of heads, and at the end. */
  readonly #roots = new Map<number, string>()
  readonly #sizes: Set<number>
  readonly #faults: Fault[] = []
  #entries = 0
  #last = 0

  constructor(header: ExportHeader, outside: readonly SignedHead[]) {
    this.#header = header
    this.#outside = outside
    this.#sizes = new Set([header.treeSize, ...outside.map((head) => head.treeSize)])
    if (header.treeSize === 0 || this.#sizes.has(0)) this.#roots.set(0, hexOf(this.#tree.root()))
  }

  take(line: Uint8Array): void {
    const value = parseLine(line)
    const entry = asEntryLine(value)
    if (entry !== null) {
      this.#takeEntry(value, entry)
      return
    }
    const head = wrapped.head.safeParse(value)
    const proof = wrapped.consistency.safeParse(value)
    if (head.success) {
      this.#served.push(head.data.head)
      this.#sizes.add(head.data.head.treeSize)
    } else if (proof.success) this.#consistencies.set(proof.data.consistency.from, proof.data.consistency)
    else this.#fault(this.#last + 1, '这一行读不出来：不是导出的原样，有重复的键、多余的内容，或已损坏')
  }

  #fault(sequence: number | null, message: string): void {
    this.#faults.push({ sequence, message: sequence === null ? message : `第 ${sequence} 条：${message}。` })
  }

  #takeEntry(value: Json, entry: EntryLine): void {
    const hash = bytesOfHex(entry.hash)
    const { sequence, jurisdiction } = entry.leaf
    this.#entries += 1
    if (jurisdiction !== this.#header.jurisdiction) this.#fault(sequence, `属于另一辖区（${jurisdiction}）`)
    if (sequence <= this.#last) this.#fault(sequence, '顺序颠倒或重复')
    else if (this.#header.complete) this.#missing(this.#last + 1, sequence - 1)
    this.#last = Math.max(this.#last, sequence)
    if (!hashHolds(value, hash)) this.#fault(sequence, '内容与当时的指纹不符，这条记录被改动过')
    if (!this.#header.complete) {
      this.#checkInclusion(entry)
      return
    }
    this.#tree.append(hash)
    if (this.#sizes.has(this.#tree.size)) this.#roots.set(this.#tree.size, hexOf(this.#tree.root()))
  }

  #missing(from: number, to: number): void {
    if (from > to) return
    const range = from === to ? `第 ${from} 条` : `第 ${from} 至 ${to} 条`
    this.#faults.push({ sequence: from, message: `${range}：缺失，已从记录中删除。` })
  }

  #checkInclusion({ leaf, hash, proof }: EntryLine): void {
    const { treeSize, root } = this.#header
    const led =
      proof === undefined
        ? null
        : rootByInclusion(bytesOfHex(hash), leaf.sequence - 1, treeSize, proof.map(bytesOfHex))
    if (led === null || hexOf(led) !== root)
      this.#fault(leaf.sequence, '证明不成立：这条记录不在所称的审计记录里')
  }

  finish(publicKeys: readonly string[]): Verification {
    const header = this.#header
    const byHeads = checkHeads(header.jurisdiction, this.#served, this.#outside, publicKeys)
    if (header.complete) {
      this.#missing(this.#last + 1, header.treeSize)
      this.#compareRoots()
    } else this.#compareByProofs()
    return {
      header,
      entries: this.#entries,
      heads: { served: this.#served.length, outside: this.#outside.length },
      faults: [...this.#faults, ...byHeads.faults],
      notes: [...byHeads.notes, ...this.#notes(publicKeys)],
    }
  }

  /** Everything that says a root, in the order of size: the first that fails bounds where the change lies. */
  #compareRoots(): void {
    const { treeSize, root } = this.#header
    const heads = [
      ...this.#served.map((head) => ({ head, name: nameOf(head, false) })),
      ...this.#outside.map((head) => ({ head, name: nameOf(head, true) })),
    ].sort((a, b) => a.head.treeSize - b.head.treeSize)
    let sound = 0
    const failed: string[] = []
    for (const { head, name } of heads) {
      if (head.treeSize > this.#tree.size) {
        this.#tooShort(head, name)
        continue
      }
      if (this.#roots.get(head.treeSize) === head.root) {
        if (failed.length === 0) sound = head.treeSize
      } else if (failed.push(name) === 1) this.#altered(sound + 1, head.treeSize, name)
    }
    if (failed.length > 1)
      this.#fault(null, `此后另有 ${failed.length - 1} 个链头也与记录不符，最后一个是${failed.at(-1)}。`)
    if (this.#tree.size === treeSize && this.#roots.get(treeSize) !== root)
      this.#fault(null, '各条记录的指纹合起来不是导出说明里的根。')
  }

  #altered(from: number, to: number, name: string): void {
    const range = from >= to ? `第 ${to} 条` : `第 ${from} 至 ${to} 条`
    this.#faults.push({
      sequence: from,
      message: `${range}：与${name}的根不符，其中有记录被改写、增删或重排后重新计算过。`,
    })
  }

  #tooShort(head: SignedHead, name: string): void {
    const from = this.#tree.size + 1
    const range = from === head.treeSize ? `第 ${from} 条` : `第 ${from} 至 ${head.treeSize} 条`
    this.#faults.push({
      sequence: from,
      message: `${range}：缺失。${name}有 ${head.treeSize} 条，导出只有 ${this.#tree.size} 条。`,
    })
  }

  /** An extract doesn't hold the leaves: heads are compared through consistency proofs. */
  #compareByProofs(): void {
    const { treeSize, root } = this.#header
    const compare = (head: SignedHead, name: string) => {
      if (head.treeSize === 0 || (head.treeSize === treeSize && head.root === root)) return
      if (head.treeSize > treeSize) {
        this.#fault(treeSize + 1, `缺失：${name}比导出所称的 ${treeSize} 条更长`)
        return
      }
      const line = this.#consistencies.get(head.treeSize)
      const roots =
        line === undefined
          ? null
          : rootsByConsistency(line.from, treeSize, bytesOfHex(head.root), line.proof.map(bytesOfHex))
      if (line === undefined)
        this.#fault(null, `摘录里没有${name}的一致性证明，无法与它核对，请改为导出全部记录。`)
      else if (roots === null || hexOf(roots.fromRoot) !== head.root || hexOf(roots.toRoot) !== root)
        this.#altered(1, head.treeSize, name)
    }
    for (const head of this.#served) compare(head, nameOf(head, false))
    for (const head of this.#outside) compare(head, nameOf(head, true))
  }

  #notes(publicKeys: readonly string[]): string[] {
    const notes: string[] = []
    if (this.#outside.length === 0)
      notes.push(
        '没有给出外部保存的链头（--head）：若有人改写全部记录并重新计算、重新签名，仅凭这份导出看不出来。',
      )
    if (publicKeys.length === 0)
      notes.push('没有给出公钥（--public-key）：签名是用链头自带的公钥核对的，请与另行抄存的公钥比对。')
    if (!this.#header.complete) notes.push('这是摘录：只证明各条确在记录之中，不证明没有漏掉别的记录。')
    return notes
  }
}

/** In: an entry's line. Out: the bytes of its leaf, as they were hashed; null when it has none. */
export function leafBytesOf(value: Json): Uint8Array | null {
  const leaf = isObject(value) ? value.leaf : undefined
  return leaf === undefined ? null : new TextEncoder().encode(canonicalJson(leaf))
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether the leaf in the line has the hash that the line says. */
function hashHolds(value: Json, hash: Uint8Array): boolean {
  const bytes = leafBytesOf(value)
  return bytes !== null && sameBytes(leafHash(bytes), hash)
}
