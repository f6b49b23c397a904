import type { AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { createApp } from '../../src/app.ts'
import { loadAssets } from '../../src/platform/assets-folder.ts'
import { actorsOf, benchJurisdiction, median, openBench, publishCatalogue } from './seed.ts'

/** Rounds of each, in turns so that a busy machine slows all alike. */
const rounds = 15
/** Asks from a thread of its own: what asking costs must not count as answering. */
const asker = new Worker(new URL('./ask.ts', import.meta.url), { execArgv: ['--import', 'tsx'] })
const round = (url: string) =>
  new Promise<{ rate: number; answers: number }>((done, failed) => {
    asker.once('message', (answer: { rate: number; answers: number } | string) =>
      typeof answer === 'object' ? done(answer) : failed(new Error(answer)),
    )
    asker.postMessage(url)
  })

const world = await openBench(10)
try {
  await publishCatalogue(await actorsOf(world))
  const app = createApp({
    database: () => world.database,
    objects: () => world.job.objects,
    clock: world.clock,
    assets: await loadAssets(),
    publicOrigin: 'http://127.0.0.1',
    setUpToken: undefined,
    addressOf: () => null,
    log: (message) => console.error(message),
  })
  for (const [name, path] of [
    ['catalogue by API', `/api/v1/catalogue?jurisdiction=${benchJurisdiction}`],
    ['catalogue page', '/catalogue'],
  ] as const) {
    const { body, type } = await once(app, path)
    const bare = new Hono().get('/', (c) => c.body(body, 200, { 'Content-Type': type }))
    const [ours, theirs] = [await listen(app.fetch, path), await listen(bare.fetch, '/')]
    await round(ours.url)
    await round(theirs.url)
    const [mine, bares]: [Round[], Round[]] = [[], []]
    for (let time = 0; time < rounds; time += 1) {
      bares.push(await measured(theirs.url))
      mine.push(await measured(ours.url))
    }
    ours.close()
    theirs.close()
    const [perSecond, barePerSecond] = [mine, bares].map((all) => median(all.map(({ rate }) => rate)))
    const [cpu, bareCpu] = [mine, bares].map((all) => median(all.map(({ cpuMicros }) => cpuMicros)))
    console.log(
      JSON.stringify({
        figure: `${name}, ${Math.round(body.length / 1024)} KB`,
        perSecond: Math.round(perSecond ?? 0),
        bareHonoPerSecond: Math.round(barePerSecond ?? 0),
        ratio: hundredths((perSecond ?? 0) / (barePerSecond ?? 1)),
        wanted: 0.5,
        // What a busy machine leaves alone: the processor's time of the serving thread, a request.
        cpuMicros: Math.round(cpu ?? 0),
        bareCpuMicros: Math.round(bareCpu ?? 0),
        cpuRatio: hundredths((bareCpu ?? 0) / (cpu ?? 1)),
      }),
    )
  }
} finally {
  await asker.terminate()
  await world.close()
}

interface Round {
  /** Answers a second. */
  rate: number
  cpuMicros: number
}

async function measured(url: string): Promise<Round> {
  const before = process.threadCpuUsage()
  const { rate, answers } = await round(url)
  const { user, system } = process.threadCpuUsage(before)
  return { rate, cpuMicros: (user + system) / answers }
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}

/** In: an app and a path. Out: what it answers, which a bare route then answers as well, from bytes it has ready. */
async function once(app: ReturnType<typeof createApp>, path: string) {
  const answer = await app.request(`http://localhost${path}`)
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
  const body = new Uint8Array(await answer.arrayBuffer())
  return { body, type: answer.headers.get('content-type') ?? '' }
}

async function listen(fetch: (request: Request) => Response | Promise<Response>, path: string) {
  const server = serve({ fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise<void>((listening) => server.once('listening', () => listening()))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}${path}`, close: () => server.close() }
}
