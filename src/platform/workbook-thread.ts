/** The thread of workbook-threads.ts: opens a file, gives its rows portion by portion, and lets go of it. */
import { parentPort } from 'node:worker_threads'
import { AppError, type ErrorCode } from './errors.ts'
import type { Row, Sheet } from './spreadsheet/cells.ts'
import { openWorkbook, type UploadedFile } from './spreadsheet/read-workbook.ts'

/** `rows`: the first portion of a sheet; `more`: the next one of the same. */
export type ThreadTask =
  | { do: 'open'; file: UploadedFile }
  | { do: 'rows'; sheet: number }
  | { do: 'more' }
  | { do: 'close' }
export type ThreadReply =
  | { sheets: Pick<Sheet, 'name' | 'kind'>[] }
  /** null: there are no more. */
  | { rows: Row[] | null }
  | { refused: ErrorCode; detail: string }
  | { failed: string }

let sheets: Sheet[] = []
let reading: AsyncIterator<Row[]> | undefined

async function answer(task: ThreadTask): Promise<ThreadReply> {
  if (task.do === 'open') sheets = await openWorkbook(task.file)
  else if (task.do !== 'more') {
    await reading?.return?.()
    reading = undefined
    if (task.do === 'close') sheets = []
    else reading = sheets[task.sheet]?.rows()[Symbol.asyncIterator]()
  }
  if (task.do === 'open' || task.do === 'close')
    return { sheets: sheets.map(({ name, kind }) => ({ name, kind })) }
  const portion = await reading?.next()
  return { rows: portion === undefined || portion.done === true ? null : portion.value }
}

let turn: Promise<void> = Promise.resolve()
parentPort?.on('message', (task: ThreadTask) => {
  turn = turn.then(async () => {
    let reply: ThreadReply
    try {
      reply = await answer(task)
    } catch (error) {
      reply =
        error instanceof AppError
          ? { refused: error.code, detail: error.message }
          : { failed: error instanceof Error ? String(error.stack) : String(error) }
    }
    parentPort?.postMessage(reply)
  })
})
