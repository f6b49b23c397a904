import { hexOf } from '../platform/sm3.ts'
import type { Json } from './canonical.ts'
import { asEntryLine, exportHeader } from './export-format.ts'
import { leafHash } from './tree.ts'
import { leafBytesOf, NoExport, parseLine } from './verify-export.ts'
import type { Fault } from './verify-heads.ts'

/** Reads an export's lines from the beginning, as often as it is asked. */
export type ReadExport = () => AsyncIterable<Uint8Array>

/** Entries of which is said what differs in them; of more, only that they differ. */
const maxDescribed = 50

const words: Readonly<Record<string, string>> = {
  jurisdiction: '辖区',
  at: '时间',
  actor: '人员',
  organisation: '单位',
  address: '来自地址',
  requestId: '请求编号',
  operation: '操作',
  object: '对象',
  reason: '理由',
  before: '改动前',
  after: '改动后',
}

interface Entry {
  sequence: number
  hash: string
  leaf: Json
}

/**
 * Holds an export against an earlier one, entry by entry: whoever rewrote everything and signed it anew is found by what
 * somebody kept. In: both. Out: every entry that both should have and that differs, is missing or was not there.
 * Keeps a hash of each earlier entry in memory, nothing else. Throws NoExport.
 */
export async function compareExports(
  now: ReadExport,
  earlier: ReadExport,
): Promise<{ compared: number; faults: Fault[] }> {
  const [header, before] = [await headerOf(now), await headerOf(earlier)]
  if (header.jurisdiction !== before.jurisdiction)
    return {
      compared: 0,
      faults: [{ sequence: null, message: `早先的导出属于另一辖区（${before.jurisdiction}），不能比对。` }],
    }
  const kept = new Map<number, string>()
  for await (const { sequence, hash } of entriesOf(earlier())) kept.set(sequence, hash)
  const differing = new Map<number, Json>()
  const faults: Fault[] = []
  let compared = 0
  for await (const { sequence, hash, leaf } of entriesOf(now())) {
    const was = kept.get(sequence)
    if (was !== undefined) {
      compared += 1
      kept.delete(sequence)
      if (was !== hash) differing.set(sequence, differing.size < maxDescribed ? leaf : null)
    } else if (before.complete && sequence <= before.treeSize)
      faults.push({ sequence, message: `第 ${sequence} 条：早先的导出里没有这一条，是后来插进去的。` })
  }
  if (header.complete)
    for (const sequence of kept.keys())
      faults.push({ sequence, message: `第 ${sequence} 条：早先的导出里有，现在没有了。` })
  faults.push(...(await described(differing, earlier)))
  return { compared, faults: faults.sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0)) }
}

async function headerOf(read: ReadExport) {
  for await (const line of read()) {
    const value = parseLine(line)
    const header = exportHeader.safeParse(
      typeof value === 'object' && value !== null && 'export' in value ? value.export : null,
    )
    if (header.success) return header.data
    break
  }
  throw new NoExport('这不是登云导出的审计记录：第一行不是导出说明。')
}

/** The hash is worked out from what an entry says: what a line says of itself proves nothing. */
async function* entriesOf(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Entry, void, undefined> {
  for await (const line of lines) {
    const value = parseLine(line)
    const entry = asEntryLine(value)
    const bytes = entry === null ? null : leafBytesOf(value)
    if (entry === null || bytes === null || typeof value !== 'object' || value === null || !('leaf' in value))
      continue
    yield { sequence: entry.leaf.sequence, hash: hexOf(leafHash(bytes)), leaf: value.leaf }
  }
}

/** A second reading of the earlier export, for what the entries said. */
async function described(differing: ReadonlyMap<number, Json>, earlier: ReadExport): Promise<Fault[]> {
  if (differing.size === 0) return []
  const faults: Fault[] = []
  for await (const { sequence, leaf: was } of entriesOf(earlier())) {
    const is = differing.get(sequence)
    if (is === undefined) continue
    const what = is === null ? '' : `：${changesBetween(was, is).join('；')}`
    faults.push({ sequence, message: `第 ${sequence} 条：与早先的导出不同，此后被改写过${what}。` })
  }
  return faults
}

function changesBetween(was: Json, is: Json): string[] {
  const [before, after] = [new Map(partsOf(was)), new Map(partsOf(is))]
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [old, fresh] = [JSON.stringify(before.get(name)) ?? '无', JSON.stringify(after.get(name)) ?? '无']
    return old === fresh ? [] : [`${words[name] ?? name}原为 ${short(old)}，现为 ${short(fresh)}`]
  })
}

function partsOf(leaf: Json): [string, Json][] {
  return typeof leaf === 'object' && leaf !== null && !Array.isArray(leaf) ? Object.entries(leaf) : []
}

const short = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text)
