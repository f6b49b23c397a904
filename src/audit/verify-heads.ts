import type { SignedHead } from './heads.ts'
import { isSignedBy } from './heads.ts'

/** Something that is wrong with an export; `sequence` where one entry, or the first of several, can be named. */
export interface Fault {
  sequence: number | null
  message: string
}

/** 2026-11-21T02:00:00.000Z → 2026-11-21 10:00, in China. */
function when(at: string): string {
  const instant = Date.parse(at)
  if (Number.isNaN(instant)) return '时间未注明'
  return new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

/** How a head is named in messages. */
export function nameOf(head: SignedHead, outside: boolean): string {
  return `${outside ? '外部保存' : '导出所附'}的链头（${head.treeSize} 条，签于 ${when(head.at)}）`
}

/**
 * Checks heads by themselves: signatures, two roots for one size, a later head that is shorter, an old one served
 * as the newest. In: the heads that came with the export and those kept outside, and the trusted public keys.
 */
export function checkHeads(
  jurisdiction: string,
  served: readonly SignedHead[],
  outside: readonly SignedHead[],
  publicKeys: readonly string[],
): { faults: Fault[]; notes: string[] } {
  const faults: Fault[] = []
  const notes: string[] = []
  const all = [
    ...served.map((head) => ({ head, name: nameOf(head, false), outside: false })),
    ...outside.map((head) => ({ head, name: nameOf(head, true), outside: true })),
  ]
  for (const { head, name } of all) {
    if (head.jurisdiction !== jurisdiction)
      faults.push({ sequence: null, message: `${name}属于另一辖区（${head.jurisdiction}）。` })
    if (head.signature !== null && !hasTrustedSignature(head, publicKeys))
      faults.push({ sequence: null, message: `${name}的签名无效，或不是用所给公钥对应的密钥签的。` })
  }
  const unsigned = served.filter((head) => head.signature === null).length
  if (unsigned > 0) notes.push(`导出所附的链头有 ${unsigned} 个没有签名（当时没有配置签名密钥）。`)
  faults.push(...splitViews(all), ...shrinking(served), ...replays(served, outside))
  return { faults, notes }
}

function hasTrustedSignature(head: SignedHead, publicKeys: readonly string[]): boolean {
  const keys = publicKeys.length > 0 ? publicKeys : head.publicKey === null ? [] : [head.publicKey]
  return keys.some((key) => isSignedBy(head, key))
}

/** Two heads of one size with two roots: different people were shown different records. */
function splitViews(all: readonly { head: SignedHead; name: string }[]): Fault[] {
  const first = new Map<number, { head: SignedHead; name: string }>()
  const faults: Fault[] = []
  for (const each of all) {
    const other = first.get(each.head.treeSize)
    if (other === undefined) first.set(each.head.treeSize, each)
    else if (other.head.root !== each.head.root)
      faults.push({
        sequence: each.head.treeSize,
        message: `同为 ${each.head.treeSize} 条，${other.name}与${each.name}的根不同：向不同的人出示了不同的记录。`,
      })
  }
  return faults
}

/** A log only grows: a head signed later is at least as long. */
function shrinking(served: readonly SignedHead[]): Fault[] {
  const inTime = [...served].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return inTime.flatMap((head, index) => {
    const before = inTime[index - 1]
    if (before === undefined || before.treeSize <= head.treeSize) return []
    return [
      {
        sequence: head.treeSize + 1,
        message: `${nameOf(head, false)}比此前签署的 ${before.treeSize} 条还短：记录被截短过。`,
      },
    ]
  })
}

/** Somebody outside has seen a later head than the newest that is served. */
function replays(served: readonly SignedHead[], outside: readonly SignedHead[]): Fault[] {
  const latest = (heads: readonly SignedHead[]) =>
    heads.reduce<SignedHead | undefined>(
      (found, head) => (found === undefined || Date.parse(head.at) > Date.parse(found.at) ? head : found),
      undefined,
    )
  const newestServed = latest(served)
  const newestOutside = latest(outside.filter((head) => head.at !== ''))
  if (newestOutside === undefined) return []
  if (newestServed !== undefined && Date.parse(newestServed.at) >= Date.parse(newestOutside.at)) return []
  return [
    {
      sequence: null,
      message: `${
        newestServed === undefined ? '导出没有附链头' : `导出所附最新的链头签于 ${when(newestServed.at)}`
      }，而外部保存的链头签于 ${when(newestOutside.at)}：出示的是旧链头。`,
    },
  ]
}
