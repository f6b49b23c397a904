/** The thread of apart-threads.ts: computes by the module it is told. */
import { parentPort } from 'node:worker_threads'

export interface ThreadTask {
  module: string
  input: unknown
}
export type ThreadReply = { output: unknown } | { failed: string }

async function answer({ module, input }: ThreadTask): Promise<ThreadReply> {
  try {
    const { compute }: { compute?: unknown } = await import(module)
    if (typeof compute !== 'function') throw new Error(`${module} exports no function compute`)
    return { output: await compute(input) }
  } catch (error) {
    return { failed: error instanceof Error ? String(error.stack) : String(error) }
  }
}

parentPort?.on('message', (task: ThreadTask) => {
  void answer(task).then((reply) => parentPort?.postMessage(reply))
})
