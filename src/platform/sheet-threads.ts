/** Tables as .xlsx on Node: written in threads, so that a large one doesn't block the server. */
import type { ThreadReply, ThreadTask } from './sheet-thread.ts'
import type { SheetWriter } from './spreadsheet/sheet-writer.ts'
import { threadPool } from './thread-pool.ts'

export interface SheetThreads {
  writeSheet: SheetWriter
  /** Ends every thread; what is still being written is refused. */
  stop(): Promise<void>
}

/** Threads start with the first table, stay for the next ones, and don't keep the process alive. In: how many at a time. */
export function sheetThreads({ most = 2 }: { most?: number } = {}): SheetThreads {
  const program = new URL('./sheet-thread.ts', import.meta.url)
  const pool = threadPool<ThreadTask, ThreadReply>({ program, most })
  const writeSheet: SheetWriter = (sheet, rows, { signal = new AbortController().signal }) =>
    pool.use(signal, async (thread) => {
      const ask = async (task: ThreadTask) => {
        const reply = await thread.ask(task)
        if ('failed' in reply) throw new Error(`a table could not be written: ${reply.failed}`)
        return reply.bytes
      }
      await ask({ do: 'begin', sheet })
      for await (const portion of rows) await ask({ do: 'add', rows: portion })
      const bytes = await ask({ do: 'finish' })
      if (bytes === null) throw new Error('no table was written')
      return bytes
    })
  return { writeSheet, stop: pool.stop }
}
