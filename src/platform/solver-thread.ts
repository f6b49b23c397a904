/** The thread of solver-threads.ts: one programme in, one answer out, as often as asked. */
import { parentPort } from 'node:worker_threads'
import loadHighs from 'highs'
import { solveByHighs } from './highs.ts'
import type { IntegerProgramme, ProgrammeAnswer } from './integer-programme.ts'

export interface ThreadTask {
  programme: IntegerProgramme
  seconds: number
}
export type ThreadReply = { answer: ProgrammeAnswer } | { failed: string }

const highs = loadHighs()
parentPort?.on('message', async ({ programme, seconds }: ThreadTask) => {
  let reply: ThreadReply
  try {
    reply = { answer: solveByHighs(await highs, programme, { seconds }) }
  } catch (error) {
    reply = { failed: String(error) }
  }
  parentPort?.postMessage(reply)
})
