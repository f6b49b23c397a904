/** Threads of one program, on Node: what takes long is computed there, so that it never blocks the server. */
import { Worker } from 'node:worker_threads'

export interface ThreadPoolOptions {
  /** The threads' program: it answers each message, in order, with one of its own. */
  program: URL
  /** Threads at most; further work waits its turn. */
  most: number
  /** Whether it reaches pages (.tsx), which Node doesn't load by itself. */
  pages?: boolean
  /** What a thread's heap may take before it is ended. */
  megabytes?: number
  /** How long a thread without work keeps its memory; default a minute. */
  idleMs?: number
}

/** A thread that ended before it had answered. */
export class ThreadLost extends Error {}

/** A thread that belongs to one piece of work. */
export interface Thread<Message, Reply> {
  /** Out: what the thread answers. Rejects with ThreadLost when it ends first, with the signal's reason when given up. */
  ask(message: Message): Promise<Reply>
}

export interface ThreadPool<Message, Reply> {
  /**
   * Gives `work` a thread of its own as soon as one is free. A thread can't be interrupted: when the signal aborts, or
   * `work` ends without waiting for the answers, it is ended, and the next one starts afresh.
   * Out: what `work` gives. Rejects with the signal's reason, and with what `work` throws.
   */
  use<T>(signal: AbortSignal, work: (thread: Thread<Message, Reply>) => Promise<T>): Promise<T>
  /** Ends every thread; what waits or is under way is refused. */
  stop(): Promise<void>
}

interface Waiting<Reply> {
  start: (thread: OwnThread<Reply>) => void
  refuse: (reason: unknown) => void
}
interface OwnThread<Reply> {
  worker: Worker
  /** Who waits for an answer, in the order of their messages. */
  asked: { settle: (reply: Reply) => void; refuse: (reason: unknown) => void }[]
  /** Why it has ended; undefined while it lives. */
  ended?: unknown
  /** Ends it where no work comes. */
  idling?: NodeJS.Timeout
}

/** Threads start with the first work, stay for the next if it comes soon, and don't keep the process alive. */
export function threadPool<Message, Reply>(options: ThreadPoolOptions): ThreadPool<Message, Reply> {
  const { program, most, megabytes, pages = false, idleMs = 60_000 } = options
  // Threads don't load TypeScript by themselves before Node 22.18.
  const loader = new URL('./load-typescript.mjs', import.meta.url)
  const execArgv = process.features.typescript && !pages ? [] : ['--import', loader.href]
  const resourceLimits = megabytes === undefined ? {} : { maxOldGenerationSizeMb: megabytes }
  const threads = new Set<OwnThread<Reply>>()
  const idle: OwnThread<Reply>[] = []
  const waiting: Waiting<Reply>[] = []

  function start(): OwnThread<Reply> {
    const worker = new Worker(program, { execArgv, resourceLimits })
    const thread: OwnThread<Reply> = { worker, asked: [] }
    threads.add(thread)
    let cause: unknown
    worker.on('message', (reply: Reply) => thread.asked.shift()?.settle(reply))
    worker.on('error', (error) => {
      cause = error
    })
    worker.on('exit', (code) => end(thread, new ThreadLost(`the thread ended with ${code}`, { cause })))
    return thread
  }

  function end(thread: OwnThread<Reply>, reason: unknown): void {
    if (!threads.delete(thread)) return
    thread.ended = reason
    const place = idle.indexOf(thread)
    if (place >= 0) idle.splice(place, 1)
    for (const { refuse } of thread.asked.splice(0)) refuse(reason)
    void thread.worker.terminate()
    next()
  }

  function next(): void {
    while (waiting.length > 0 && (idle.length > 0 || threads.size < most)) {
      const thread = idle.pop() ?? start()
      clearTimeout(thread.idling)
      thread.worker.ref()
      waiting.shift()?.start(thread)
    }
  }

  function release(thread: OwnThread<Reply>): void {
    if (!threads.has(thread)) return
    if (thread.asked.length > 0) end(thread, new ThreadLost('nobody waits for the answer'))
    else {
      thread.worker.unref()
      thread.idling = setTimeout(end, idleMs, thread, new ThreadLost('it had no work')).unref()
      idle.push(thread)
      next()
    }
  }

  /** Out: a free thread, once there is one. Rejects with the signal's reason. */
  function acquire(signal: AbortSignal): Promise<OwnThread<Reply>> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const giveUp = () => {
        waiting.splice(waiting.indexOf(own), 1)
        reject(signal.reason)
      }
      const own: Waiting<Reply> = {
        start: (thread) => {
          signal.removeEventListener('abort', giveUp)
          resolve(thread)
        },
        refuse: (reason) => {
          signal.removeEventListener('abort', giveUp)
          reject(reason)
        },
      }
      signal.addEventListener('abort', giveUp)
      waiting.push(own)
      next()
    })
  }

  return {
    async use(signal, work) {
      const thread = await acquire(signal)
      const giveUp = () => end(thread, signal.reason)
      signal.addEventListener('abort', giveUp)
      try {
        signal.throwIfAborted()
        return await work({
          ask: (message) =>
            new Promise((settle, refuse) => {
              if (!threads.has(thread)) return refuse(thread.ended)
              thread.asked.push({ settle, refuse })
              thread.worker.postMessage(message)
            }),
        })
      } finally {
        signal.removeEventListener('abort', giveUp)
        release(thread)
      }
    },
    async stop() {
      const stopping = new ThreadLost('stopping')
      for (const { refuse } of waiting.splice(0)) refuse(stopping)
      await Promise.all(
        [...threads].map((thread) => {
          const { worker } = thread
          end(thread, stopping)
          return worker.terminate()
        }),
      )
    },
  }
}
