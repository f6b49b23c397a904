import { Agent, request } from 'node:http'
import { parentPort } from 'node:worker_threads'

/** What is asked, and how often: `perSecond` of it, or one after the other where that is null. */
export interface Asked {
  name: string
  perSecond: number | null
  path: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body: string
}
export interface Task {
  origin: string
  seconds: number
  asked: Asked[]
}
/** By name: milliseconds from when each was to be asked until its answer was whole; infinite for one refused. */
export type Times = Record<string, number[]>

/** Out: whether it was answered, and not refused. */
function ask(agent: Agent, origin: string, { path, method, headers, body }: Asked): Promise<boolean> {
  return new Promise((done, failed) => {
    const sent = request(`${origin}${path}`, { agent, method, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => done((answer.statusCode ?? 500) < 400))
    })
    sent.on('error', failed)
    sent.end(body)
  })
}

/** Asks whether the last one was answered or not, as people do. */
async function steadily(origin: string, asked: Asked, perSecond: number, until: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true })
  const times: number[] = []
  const answers: Promise<void>[] = []
  for (let due = performance.now(); due < until; due += 1_000 / perSecond) {
    const wait = due - performance.now()
    if (wait > 0) await new Promise((later) => setTimeout(later, wait))
    const from = Math.max(due, performance.now() - 1)
    answers.push(
      ask(agent, origin, asked).then((answered) => {
        times.push(answered ? performance.now() - from : Number.POSITIVE_INFINITY)
      }),
    )
  }
  await Promise.all(answers)
  agent.destroy()
  return times
}

async function inTurn(origin: string, asked: Asked, until: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true })
  const times: number[] = []
  while (performance.now() < until) {
    const from = performance.now()
    const answered = await ask(agent, origin, asked)
    times.push(answered ? performance.now() - from : Number.POSITIVE_INFINITY)
  }
  agent.destroy()
  return times
}

parentPort?.on('message', async ({ origin, seconds, asked }: Task) => {
  try {
    const until = performance.now() + seconds * 1_000
    const all = await Promise.all(
      asked.map(async (each) => {
        const { perSecond } = each
        return [
          each.name,
          await (perSecond === null ? inTurn(origin, each, until) : steadily(origin, each, perSecond, until)),
        ] as const
      }),
    )
    parentPort?.postMessage(Object.fromEntries(all) satisfies Times)
  } catch (error) {
    parentPort?.postMessage(String(error))
  }
})
