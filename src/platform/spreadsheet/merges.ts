import { AppError } from '../errors.ts'
import { type Cell, cellAt, type Row, setCell } from './cells.ts'
import { type ReadingCost, readingLimits } from './reading-cost.ts'
import { columnOf } from './sheet-xml.ts'

/** Cells of one column that are merged over several rows. */
export interface Merge {
  column: number
  first: number
  last: number
}

/** Characters of one entry of the list, far more than any has. */
const maxEntry = 10_000

/**
 * In: a sheet's XML in pieces. Out: the merges over several rows, by first row.
 * Looks for the list as text: parsing every cell for it would double the time of an import.
 */
export async function readMerges(
  pieces: AsyncIterable<Uint8Array>,
  cost: ReadingCost,
  part: string,
): Promise<Merge[]> {
  // The list is ASCII, and one byte a character is the quickest way to look.
  const decoder = new TextDecoder('latin1')
  const merges: Merge[] = []
  let inList = false
  let rest = ''
  for await (const piece of pieces) {
    let text = rest + decoder.decode(piece, { stream: true })
    if (!inList) {
      const start = text.search(/<(?:\w{1,20}:)?mergeCells\b/)
      inList = start >= 0
      if (!inList) {
        rest = text.slice(-40)
        continue
      }
      text = text.slice(start)
    }
    const end = text.search(/<\/(?:\w{1,20}:)?mergeCells>/)
    // What is behind the last bracket may go on in the next piece.
    const complete = end < 0 ? text.lastIndexOf('>') + 1 : end
    for (const merge of mergesIn(text.slice(0, complete))) merges.push(merge)
    cost.reach('merges', part, merges.length)
    if (end >= 0) break
    rest = text.slice(complete)
    if (rest.length > maxEntry)
      throw new AppError('unreadable-file', '合并单元格的写法不对，读不出来。请另存一份再上传。')
  }
  return merges.sort((a, b) => a.first - b.first)
}

function* mergesIn(list: string): Generator<Merge> {
  for (const match of list.matchAll(/ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"/g)) {
    const column = columnOf(match[1])
    const [first, last] = [Number(match[2]), Number(match[3])]
    if (column !== null && column < readingLimits.columns && last > first) yield { column, first, last }
  }
}

/**
 * In: merges by first row. Out: a function that gives each row of the sheet, in order, the value of the merges it is in.
 * A row that has nothing of its own stays empty. Of merges that overlap in a column, the lower counts.
 */
export function spreadMerges(merges: readonly Merge[], cost: ReadingCost, part: string): (row: Row) => void {
  let next = 0
  let spread = 0
  /** By column. */
  const open = new Map<number, { last: number; value: Cell }>()
  return (row) => {
    for (const [column, { last, value }] of open) {
      if (last < row.number) open.delete(column)
      else setCell(row, column, value)
    }
    spread += open.size
    if (open.size > 0) cost.reach('mergedCells', part, spread)
    for (let merge = merges[next]; merge !== undefined && merge.first <= row.number; merge = merges[next]) {
      if (merge.first === row.number)
        open.set(merge.column, { last: merge.last, value: cellAt(row, merge.column) })
      next += 1
    }
  }
}
