/** Integer programmes on Node: HiGHS in threads of its own, so that a hard one never blocks the server. */
import { AppError } from './errors.ts'
import type { ProgrammeAnswer, ProgrammeSolver } from './integer-programme.ts'
import type { ThreadReply, ThreadTask } from './solver-thread.ts'
import { ThreadLost, threadPool } from './thread-pool.ts'

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

const nothingKnown: ProgrammeAnswer = { values: null, infeasible: false, atLeast: null }
const unavailable = (cause: unknown) =>
  new AppError(
    'solver-unavailable',
    '分配方案没有算出来，数据没有改动。请重试一次；仍不行，请把申请拆成几份再提交。',
    { cause },
  )

/** Threads start with the first programme, stay for the next ones, and don't keep the process alive. */
export function solverThreads(options: SolverThreadsOptions = {}): SolverThreads {
  const { most = 2, graceSeconds = 0.5, program = new URL('./solver-thread.ts', import.meta.url) } = options
  const pool = threadPool<ThreadTask, ThreadReply>({ program, most })

  const solve: ProgrammeSolver = async (programme, { seconds, signal }) => {
    const deadline = performance.now() + seconds * 1_000
    const late = AbortSignal.timeout(Math.ceil((seconds + graceSeconds) * 1_000))
    try {
      const reply = await pool.use(
        AbortSignal.any(signal === undefined ? [late] : [signal, late]),
        (thread) =>
          thread.ask({ programme, seconds: Math.max(0.01, (deadline - performance.now()) / 1_000) }),
      )
      if ('failed' in reply) throw unavailable(reply.failed)
      return reply.answer
    } catch (error) {
      if (late.aborted && error === late.reason) return nothingKnown
      throw error instanceof ThreadLost ? unavailable(error) : error
    }
  }

  return { solve, stop: pool.stop }
}
