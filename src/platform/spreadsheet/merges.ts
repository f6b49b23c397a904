import { AppError } from '../errors.ts'
import { type Cell, isBlank, type Row } from './cells.ts'
import { columnOf } from './sheet-xml.ts'

/** Cells of one column that are merged over several rows. */
export interface Merge {
  column: number
  first: number
  last: number
}

const largestList = 8 * 1024 * 1024

/**
 * In: a sheet's XML in pieces. Out: the merges over several rows, by first row.
 * Looks for the list as text: parsing every cell for it would double the time of an import.
 */
export async function readMerges(pieces: AsyncIterable<Uint8Array>): Promise<Merge[]> {
  // The list is ASCII, and one byte a character is the quickest way to look.
  const decoder = new TextDecoder('latin1')
  let tail = ''
  let list: string | null = null
  for await (const piece of pieces) {
    const text = decoder.decode(piece, { stream: true })
    if (list === null) {
      const seen = tail + text
      const at = seen.search(/<(?:\w+:)?mergeCells\b/)
      if (at >= 0) list = seen.slice(at)
      else tail = seen.slice(-64)
    } else list += text
    if (list === null) continue
    if (list.length > largestList)
      throw new AppError('unreadable-file', '合并的单元格多得不正常，读不出来。请取消合并后另存一份再上传。')
    if (/<\/(?:\w+:)?mergeCells>/.test(list.slice(-text.length - 64))) break
  }
  return mergesIn(list ?? '')
}

function mergesIn(list: string): Merge[] {
  const end = list.search(/<\/(?:\w+:)?mergeCells>/)
  const merges: Merge[] = []
  for (const match of list.slice(0, end < 0 ? undefined : end).matchAll(/ref="([A-Z]+)(\d+):[A-Z]+(\d+)"/g)) {
    const column = columnOf(match[1])
    const [first, last] = [Number(match[2]), Number(match[3])]
    if (column !== null && last > first) merges.push({ column, first, last })
  }
  return merges.sort((a, b) => a.first - b.first)
}

/**
 * In: merges by first row. Out: a function that gives each row of the sheet, in order, the value of the merges it is in.
 * A row that has nothing of its own stays empty.
 */
export function spreadMerges(merges: readonly Merge[]): (row: Row) => void {
  let next = 0
  let open: { merge: Merge; value: Cell }[] = []
  return (row) => {
    if (merges.length === 0) return
    open = open.filter(({ merge }) => merge.last >= row.number)
    if (open.length > 0 && row.cells.some((cell) => !isBlank(cell)))
      for (const { merge, value } of open) {
        while (row.cells.length <= merge.column) row.cells.push(null)
        row.cells[merge.column] = value
      }
    for (let merge = merges[next]; merge !== undefined && merge.first <= row.number; merge = merges[next]) {
      if (merge.first === row.number) open.push({ merge, value: row.cells[merge.column] ?? null })
      next += 1
    }
  }
}
