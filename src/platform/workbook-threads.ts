/** Spreadsheets on Node: read in threads, so that a large or a hostile one neither blocks nor kills the server. */
import { AppError } from './errors.ts'
import type { Row, Sheet } from './spreadsheet/cells.ts'
import type { WorkbookReader } from './spreadsheet/workbook-reader.ts'
import { ThreadLost, threadPool } from './thread-pool.ts'
import type { ThreadReply, ThreadTask } from './workbook-thread.ts'

export interface WorkbookThreads {
  readWorkbook: WorkbookReader
  /** Ends every thread; what is still being read is refused. */
  stop(): Promise<void>
}
export interface WorkbookThreadsOptions {
  /** Files at a time; an import holds one until it is stored. */
  most?: number
  /** How long a file may wait for its turn. */
  waitSeconds?: number
  /** How long a file may keep others waiting for its rows, in all. 100,000 rows take some five seconds. */
  seconds?: number
  /** What a thread's heap may take. 100,000 rows take some 200. */
  megabytes?: number
}

/** Threads start with the first file, stay for the next ones, and don't keep the process alive. */
export function workbookThreads(options: WorkbookThreadsOptions = {}): WorkbookThreads {
  const { most = 4, waitSeconds = 60, seconds = 60, megabytes = 512 } = options
  const program = new URL('./workbook-thread.ts', import.meta.url)
  const pool = threadPool<ThreadTask, ThreadReply>({ program, most, megabytes })

  const readWorkbook: WorkbookReader = async (file, { signal }, work) => {
    const ending = new AbortController()
    const cancel = () => ending.abort(signal?.reason)
    if (signal?.aborted === true) cancel()
    signal?.addEventListener('abort', cancel)
    const wait = setTimeout(() => ending.abort(tooMany()), waitSeconds * 1_000)
    try {
      return await pool.use(ending.signal, async (thread) => {
        clearTimeout(wait)
        let left = seconds * 1_000
        const ask = async (task: ThreadTask) => {
          const begin = performance.now()
          const late = setTimeout(() => ending.abort(tooLong(seconds)), Math.max(0, left))
          try {
            return taken(await thread.ask(task))
          } finally {
            clearTimeout(late)
            left -= performance.now() - begin
          }
        }
        const opened = await ask({ do: 'open', file })
        const sheets = 'sheets' in opened ? opened.sheets : []
        try {
          return await work(
            sheets.map((sheet, index): Sheet => ({ ...sheet, rows: () => rowsOf(index, ask) })),
          )
        } finally {
          // A thread that can't close has ended.
          await ask({ do: 'close' }).catch(() => {})
        }
      })
    } catch (error) {
      throw error instanceof ThreadLost && isOutOfMemory(error.cause) ? tooMuchMemory(error) : error
    } finally {
      clearTimeout(wait)
      signal?.removeEventListener('abort', cancel)
    }
  }
  return { readWorkbook, stop: pool.stop }
}

/** Asks for the next portion while this one is worked through. */
async function* rowsOf(
  sheet: number,
  ask: (task: ThreadTask) => Promise<ThreadReply>,
): AsyncGenerator<Row[]> {
  let coming = ask({ do: 'rows', sheet })
  for (;;) {
    const reply = await coming
    if (!('rows' in reply) || reply.rows === null) return
    coming = ask({ do: 'more' })
    // Who stops reading here never learns how it would have gone on.
    coming.catch(() => {})
    yield reply.rows
  }
}

/** Throws what the thread refused with, as openWorkbook throws it here. */
function taken(reply: ThreadReply): ThreadReply {
  if ('refused' in reply) throw new AppError(reply.refused, reply.detail)
  if ('failed' in reply) throw new Error(`a spreadsheet could not be read: ${reply.failed}`)
  return reply
}

function isOutOfMemory(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

const advice = '请只留下要上传的内容，另存一份或拆成几份再传。'
const tooLong = (seconds: number) =>
  new AppError('too-large', `这个文件读了 ${seconds} 秒还没有读完，已停止读取。${advice}`)
const tooMuchMemory = (cause: unknown) =>
  new AppError('too-large', `读这个文件要用的内存太多，已停止读取。${advice}`, { cause })
const tooMany = () =>
  new AppError('too-many-requests', '现在同时上传的表格太多，这一份没有读取。请过一两分钟再传。')
