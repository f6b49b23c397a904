import { sql } from 'drizzle-orm'
import { authorize, type Context, transact } from '../platform/context.ts'
import { hexOf } from '../platform/sm3.ts'
import { consistencyText, type ExportHeader, entryText, headerText, headText } from './export-format.ts'
import { conditionOf, type EntryFilter, isEmpty } from './filter.ts'
import { newestHeads, type SignedHead } from './heads.ts'
import { type EntryRow, entryColumns, leafOf } from './leaf-rows.ts'
import { consistencyBetween } from './proofs.ts'
import { sequenceEntries } from './sequence-entries.ts'
import { readNodes } from './stored-tree.ts'
import { inclusionProof, rootOf } from './tree.ts'

const entriesPerRead = 1000
/** Of an extract: each may lie in another tile of 256 leaves. */
const entriesPerReadOfExtract = 200
/** Ten years of daily heads. */
const maxHeads = 3660
/** Of an extract: each needs a proof of its own. */
const maxHeadsOfExtract = 400

export interface LogExport {
  fileName: string
  /** The lines, read from the database as they are taken. */
  lines: AsyncGenerator<string, void, undefined>
}

/**
 * In: a filter; an empty one exports the whole log, which `npm run audit:verify` checks to the last entry,
 * another one an extract, of which it checks that each entry is part of the log.
 */
export async function exportLog(context: Context, filter: EntryFilter): Promise<LogExport> {
  authorize(context, 'audit.read')
  const { jurisdictionId } = context.actor
  const complete = isEmpty(filter)
  const { header, heads, proofs } = await transact(context, async (tx) => {
    const { treeSize } = await sequenceEntries(context, tx)
    const nodes = await readNodes(tx, jurisdictionId, treeSize, [])
    const heads = await newestHeads(context, tx, complete ? maxHeads : maxHeadsOfExtract)
    const header: ExportHeader = {
      format: 1,
      jurisdiction: jurisdictionId,
      complete,
      filter: Object.fromEntries(
        Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
      treeSize,
      root: hexOf(rootOf(nodes.read, treeSize)),
      at: context.clock.now().toISOString(),
    }
    const proofs: string[] = []
    for (const size of complete ? [] : provableSizes(heads, treeSize))
      proofs.push(consistencyText(await consistencyBetween(context, tx, size, treeSize)))
    return { header, heads: heads.reverse(), proofs }
  })
  const day = context.clock.today().replaceAll('-', '')
  return {
    fileName: `审计记录-${jurisdictionId}-${day}-${complete ? '全部' : '摘录'}.jsonl`,
    lines: lines(context, filter, header, heads, proofs),
  }
}

function provableSizes(heads: readonly SignedHead[], treeSize: number): Set<number> {
  return new Set(heads.map((head) => head.treeSize).filter((size) => size > 0 && size <= treeSize))
}

async function* lines(
  context: Context,
  filter: EntryFilter,
  header: ExportHeader,
  heads: readonly SignedHead[],
  proofs: readonly string[],
): AsyncGenerator<string, void, undefined> {
  yield headerText(header) + heads.map(headText).join('') + proofs.join('')
  // One short transaction a block: entries up to `treeSize` never change.
  for (let after = 0; after < header.treeSize; ) {
    const block = await readBlock(context, filter, header, after)
    if (block.last === null) return
    after = block.last
    yield block.text
  }
}

async function readBlock(
  context: Context,
  filter: EntryFilter,
  header: ExportHeader,
  after: number,
): Promise<{ text: string; last: number | null }> {
  const { jurisdictionId } = context.actor
  const { treeSize } = header
  return transact(context, async (tx) => {
    const rows = await tx.execute<EntryRow & { sequence: number; hash: Uint8Array }>(sql`
      select ${entryColumns}, l.sequence::float8 as sequence, l.hash from audit_leaves l
      join audit_entries e on e.jurisdiction_id = l.jurisdiction_id and e.id = l.entry_id
      where l.jurisdiction_id = ${jurisdictionId} and l.sequence > ${after} and l.sequence <= ${treeSize}
        and ${conditionOf(filter)}
      order by l.sequence limit ${header.complete ? entriesPerRead : entriesPerReadOfExtract}`)
    const nodes = header.complete
      ? null
      : await readNodes(
          tx,
          jurisdictionId,
          treeSize,
          rows.map((row) => row.sequence),
        )
    let text = ''
    for (const row of rows) {
      const leaf = leafOf(row, row.sequence)
      const proof =
        nodes === null ? undefined : inclusionProof(nodes.read, row.sequence - 1, treeSize).map(hexOf)
      text += entryText(leaf, hexOf(row.hash), proof)
    }
    return { text, last: rows.at(-1)?.sequence ?? null }
  })
}
