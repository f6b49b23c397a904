/** What takes long, on Node: computed in threads, so that it doesn't block the server. */
import type { Apart } from './apart.ts'
import type { ThreadReply, ThreadTask } from './apart-thread.ts'
import { threadPool } from './thread-pool.ts'

export interface ApartThreads {
  apart: Apart
  /** Ends every thread; what is still being computed is refused. */
  stop(): Promise<void>
}

/** Threads start with the first work, stay for the next, and don't keep the process alive. In: how many at a time. */
export function apartThreads({ most = 1 }: { most?: number } = {}): ApartThreads {
  const program = new URL('./apart-thread.ts', import.meta.url)
  const pool = threadPool<ThreadTask, ThreadReply>({ program, most, pages: true })
  return {
    apart: <Input, Output>(module: URL, input: Input, signal = new AbortController().signal) =>
      pool.use(signal, async (thread) => {
        const reply = await thread.ask({ module: module.href, input })
        if ('failed' in reply) throw new Error(`could not compute apart: ${reply.failed}`)
        return reply.output as Output
      }),
    stop: pool.stop,
  }
}
