import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { serve } from '@hono/node-server'
import { createApp } from '../../src/app.ts'
import { apartThreads } from '../../src/platform/apart-threads.ts'
import { loadAssets } from '../../src/platform/assets-folder.ts'
import type { Context } from '../../src/platform/context.ts'
import { databaseError } from '../../src/platform/database.ts'
import { sheetThreads } from '../../src/platform/sheet-threads.ts'
import { solverThreads } from '../../src/platform/solver-threads.ts'
import { workbookThreads } from '../../src/platform/workbook-threads.ts'
import { confirmImport, previewLedger } from '../../src/systems/index.ts'
import { largeLedger, largeLines, sizes } from '../support/large-files.ts'
import { cpuTime, watchLoop } from '../support/watch-loop.ts'
import type { Asked, Task, Times } from './ask-steadily.ts'
import { actorsOf, openBench, percentile, publishCatalogue } from './seed.ts'

/** Small previews beside bulk work, each asked by a thread of its own; BENCH_SECONDS sets another time than a minute, BENCH_RATE another number a second. */
const seconds = Number(process.env.BENCH_SECONDS ?? 60)
const perSecond = Number(process.env.BENCH_RATE ?? 300)
const origin = 'http://bench.test'

const world = await openBench(10_000)
const threads = [workbookThreads(), sheetThreads(), solverThreads(), apartThreads()] as const
const [{ readWorkbook }, { writeSheet }, { solve }, { apart }] = threads
const askers = [0, 1].map(
  () => new Worker(new URL('./ask-steadily.ts', import.meta.url), { execArgv: ['--import', 'tsx'] }),
)
try {
  const as = await actorsOf(world)
  await publishCatalogue(as)
  const server = await listen()
  const small = [
    preview('small preview', largeLines().figures.slice(0, 1), perSecond),
    { name: 'healthz', path: '/healthz', perSecond: 20, method: 'GET', headers: {}, body: '' } as const,
  ]
  const bulk = [preview('1,000 lines', largeLines().figures.slice(0, 1_000), null)]
  for (const [name, asked] of [
    ['alone', [small]],
    [`beside imports of ${sizes.systems} systems and matching of 1,000 lines`, [small, bulk]],
  ] as const) {
    // Warm, as on a server.
    await askedBy(server.url, asked, 3)
    const takeLongest = watchLoop()
    const before = cpuTime()
    const importing = asked.length > 1 ? importFor({ ...as('data-centre'), readWorkbook }) : 0
    const [times = {}, others = {}] = await askedBy(server.url, asked, seconds)
    const { cpu } = takeLongest()
    const serverCpu = cpuTime() - before
    for (const [what, all] of Object.entries(times))
      print(`${what}, ${name}`, all, {
        wantedP99Ms: 50,
        longestTurnCpuMs: tenths(cpu),
        serverCpuSeconds: tenths(serverCpu / 1_000),
      })
    for (const [what, all] of Object.entries(others)) print(`${what}, meanwhile`, all)
    console.error(`${await importing} imports`)
  }
  server.close()
} finally {
  await Promise.all(askers.map((asker) => asker.terminate()))
  await Promise.all(threads.map(({ stop }) => stop()))
  await world.close()
}

function print(figure: string, all: readonly number[], more: object = {}): void {
  const [p50Ms, p99Ms, longestMs] = [0.5, 0.99, 1].map((share) => tenths(percentile(all, share)))
  const refused = all.filter((time) => !Number.isFinite(time)).length
  console.log(JSON.stringify({ figure, asked: all.length, refused, p50Ms, p99Ms, longestMs, ...more }))
}

function preview(name: string, lines: readonly object[], perSecond: number | null): Asked {
  return {
    name,
    perSecond,
    path: '/api/v1/matching/preview',
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: world.cookieOf('department'), origin },
    body: JSON.stringify({ lines }),
  }
}

/** Imports ledgers one after the other until the time is up. Out: how many; what a busy database refuses isn't counted. */
async function importFor(context: Context): Promise<number> {
  const until = performance.now() + seconds * 1_000
  let count = 0
  for (let time = 0; performance.now() < until; time += 1) {
    const bytes = new TextEncoder().encode(largeLedger(`第${time}次的系统`))
    try {
      const { importId } = await previewLedger(context, { fileName: '台账.csv', bytes })
      await confirmImport(context, importId)
      count += 1
    } catch (error) {
      if (databaseError(error) === null) throw error
    }
  }
  return count
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10
}

/** In: what each of the threads asks. Out: the times of each. */
function askedBy(url: string, asked: readonly (readonly Asked[])[], time: number): Promise<Times[]> {
  return Promise.all(
    asked.map(async (each, place) => {
      const asker = askers[place]
      if (asker === undefined) throw new Error('no thread asks')
      asker.postMessage({ origin: url, seconds: time, asked: [...each] } satisfies Task)
      const [answer]: unknown[] = await once(asker, 'message')
      if (typeof answer === 'string') throw new Error(answer)
      return answer as Times
    }),
  )
}

async function listen(): Promise<{ url: string; close(): void }> {
  const { database, clock, job } = world
  const app = createApp({
    database: () => database,
    objects: () => job.objects,
    clock,
    assets: await loadAssets(),
    publicOrigin: origin,
    setUpToken: undefined,
    addressOf: () => null,
    // What is refused is counted.
    log: () => {},
    readWorkbook,
    writeSheet,
    solve,
    apart,
  })
  return new Promise((listening) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      listening({ url: `http://127.0.0.1:${port}`, close: () => server.close() }),
    )
  })
}
