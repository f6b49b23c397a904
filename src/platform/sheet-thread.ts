/** The thread of sheet-threads.ts: takes a table row by row, and gives it back as a file. */
import { parentPort } from 'node:worker_threads'
import { sheetAsXlsx, type WrittenCell, type WrittenSheet } from './spreadsheet/write-sheet.ts'

export type ThreadTask =
  | { do: 'begin'; sheet: WrittenSheet }
  | { do: 'add'; rows: WrittenCell[][] }
  | { do: 'finish' }
export type ThreadReply = { bytes: Uint8Array<ArrayBuffer> | null } | { failed: string }

let sheet: WrittenSheet = { name: '', columns: [] }
let rows: WrittenCell[][] = []

async function answer(task: ThreadTask): Promise<Uint8Array<ArrayBuffer> | null> {
  if (task.do === 'add') {
    rows.push(...task.rows)
    return null
  }
  const written = rows
  rows = []
  if (task.do === 'finish') return sheetAsXlsx(sheet, written)
  sheet = task.sheet
  return null
}

parentPort?.on('message', (task: ThreadTask) => {
  answer(task).then(
    (bytes) => parentPort?.postMessage({ bytes } satisfies ThreadReply, bytes === null ? [] : [bytes.buffer]),
    (error: unknown) =>
      parentPort?.postMessage({
        failed: error instanceof Error ? String(error.stack) : String(error),
      } satisfies ThreadReply),
  )
})
