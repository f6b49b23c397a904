/** Integer programmes on Node: HiGHS in threads of its own, so that a hard one never blocks the server. */
import { Worker } from 'node:worker_threads'
import { AppError } from './errors.ts'
import type { IntegerProgramme, ProgrammeAnswer, ProgrammeSolver } from './integer-programme.ts'
import type { ThreadReply, ThreadTask } from './solver-thread.ts'

export interface SolverThreads {
  solve: ProgrammeSolver
  /** Ends every thread; what is still being solved is refused. */
  stop(): Promise<void>
}
export interface SolverThreadsOptions {
  /** Threads at most; further programmes wait their turn. */
  most?: number
  /** What the solver may take beyond its limit before its thread is ended: it looks at the clock only now and then. */
  graceSeconds?: number
  /** The thread's program. */
  program?: URL
}

interface Job {
  programme: IntegerProgramme
  deadline: number
  settle: (answer: ProgrammeAnswer) => void
  refuse: (reason: unknown) => void
  thread: Worker | null
}

const nothingKnown: ProgrammeAnswer = { values: null, infeasible: false, atLeast: null }
const unavailable = (cause: unknown) =>
  new AppError(
    'solver-unavailable',
    '分配方案没有算出来，数据没有改动。请重试一次；仍不行，请把申请拆成几份再提交。',
    {
      cause,
    },
  )

/** Threads start with the first programme, stay for the next ones, and don't keep the process alive. */
export function solverThreads(options: SolverThreadsOptions = {}): SolverThreads {
  const { most = 2, graceSeconds = 0.5, program = new URL('./solver-thread.ts', import.meta.url) } = options
  // Threads don't load TypeScript by themselves before Node 22.18.
  const execArgv = process.features.typescript ? [] : ['--import', 'tsx']
  const idle: Worker[] = []
  const jobOf = new Map<Worker, Job | null>()
  const waiting: Job[] = []

  function start(): Worker {
    const thread = new Worker(program, { execArgv })
    jobOf.set(thread, null)
    thread.on('message', (reply: ThreadReply) => {
      const job = jobOf.get(thread)
      jobOf.set(thread, null)
      idle.push(thread)
      thread.unref()
      if ('failed' in reply) job?.refuse(unavailable(reply.failed))
      else job?.settle(reply.answer)
      next()
    })
    let reason: unknown
    thread.on('error', (error) => {
      reason = error
    })
    thread.on('exit', (code) => {
      jobOf.get(thread)?.refuse(unavailable(reason ?? new Error(`the solver's thread ended with ${code}`)))
      forget(thread)
      next()
    })
    return thread
  }

  function forget(thread: Worker): void {
    jobOf.delete(thread)
    const place = idle.indexOf(thread)
    if (place >= 0) idle.splice(place, 1)
  }

  function next(): void {
    while (waiting.length > 0) {
      const thread = idle.pop() ?? (jobOf.size < most ? start() : undefined)
      const job = thread === undefined ? undefined : waiting.shift()
      if (thread === undefined || job === undefined) return
      job.thread = thread
      jobOf.set(thread, job)
      thread.ref()
      const seconds = Math.max(0.01, (job.deadline - performance.now()) / 1_000)
      thread.postMessage({ programme: job.programme, seconds } satisfies ThreadTask)
    }
  }

  /** Takes a job back that nobody waits for any more: its thread is ended, as it can't be interrupted. */
  function giveUp(job: Job): void {
    const place = waiting.indexOf(job)
    if (place >= 0) waiting.splice(place, 1)
    if (job.thread === null || jobOf.get(job.thread) !== job) return
    const { thread } = job
    forget(thread)
    void thread.terminate()
    next()
  }

  const solve: ProgrammeSolver = (programme, { seconds, signal }) =>
    new Promise((settle, refuse) => {
      if (signal?.aborted === true) return refuse(signal.reason)
      const deadline = performance.now() + seconds * 1_000
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', cancel)
      }
      const job: Job = {
        programme,
        deadline,
        thread: null,
        settle: (answer) => {
          done()
          settle(answer)
        },
        refuse: (reason) => {
          done()
          refuse(reason)
        },
      }
      const cancel = () => {
        giveUp(job)
        job.refuse(signal?.reason)
      }
      const timer = setTimeout(
        () => {
          giveUp(job)
          job.settle(nothingKnown)
        },
        (seconds + graceSeconds) * 1_000,
      )
      signal?.addEventListener('abort', cancel)
      waiting.push(job)
      next()
    })

  return {
    solve,
    stop: async () => {
      const threads = [...jobOf.keys()]
      for (const job of waiting.splice(0)) job.refuse(unavailable('stopping'))
      await Promise.all(threads.map((thread) => thread.terminate()))
    },
  }
}
