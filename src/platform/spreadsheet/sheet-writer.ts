import { inTurns } from '../turns.ts'
import { sheetAsXlsx, type WrittenCell, type WrittenSheet } from './write-sheet.ts'

/** Rows of a table, in portions that are soon worked through. */
export type WrittenRows = AsyncIterable<WrittenCell[][]>

/**
 * Writes a table as .xlsx. Where that is done differs by runtime: here, or in a thread (sheet-threads.ts).
 * Rejects with the signal's reason, and with what the rows throw.
 */
export type SheetWriter = (
  sheet: WrittenSheet,
  rows: WrittenRows,
  options: { signal?: AbortSignal | undefined },
) => Promise<Uint8Array<ArrayBuffer>>

/** Writes in the request itself. */
const writeSheetInline: SheetWriter = async (sheet, portions) => {
  const rows: WrittenCell[][] = []
  for await (const portion of portions) rows.push(...portion)
  return sheetAsXlsx(sheet, rows)
}

/** What writing needs of a context. */
export interface WritingContext {
  writeSheet?: SheetWriter | undefined
  signal?: AbortSignal | undefined
}

/** In: a table, what its rows are made of, and how each is. Out: it as .xlsx, written as the runtime of `context` does. */
export function writeSheet<T>(
  context: WritingContext,
  sheet: WrittenSheet,
  lines: readonly T[],
  cellsOf: (line: T, place: number) => WrittenCell[],
): Promise<Uint8Array<ArrayBuffer>> {
  const { signal } = context
  return (context.writeSheet ?? writeSheetInline)(sheet, portionsOf(lines, cellsOf, signal), { signal })
}

const rowsAtOnce = 100

async function* portionsOf<T>(
  lines: readonly T[],
  cellsOf: (line: T, place: number) => WrittenCell[],
  signal: AbortSignal | undefined,
): WrittenRows {
  const turn = inTurns({ signal })
  for (let from = 0; from < lines.length; from += rowsAtOnce) {
    yield lines.slice(from, from + rowsAtOnce).map((line, place) => cellsOf(line, from + place))
    await turn()
  }
}
