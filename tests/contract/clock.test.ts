import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, it, onTestFinished, vi } from 'vitest'
import { listJurisdictions } from '../../src/identity/index.ts'
import { clockFrom, systemClock } from '../../src/platform/clock.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { transactAs } from '../../src/platform/database.ts'
import { dateInChina } from '../../src/platform/dates.ts'
import { dueDaily, runDue, runOnce } from '../../src/platform/jobs.ts'
import { openStorage } from '../../src/platform/storage.ts'
import { startServer } from '../../src/server.ts'
import { writing } from '../support/test-job.ts'
import { makeWorld, type World } from '../support/world.ts'

const day = 86_400_000
const ahead = clockFrom(() => new Date(Date.now() + 40 * day))

async function runsOf(world: World): Promise<{ job: string; period: string }[]> {
  const rows = await transactAs(world.database, 'all-jurisdictions', (tx) =>
    tx.execute<{ job: string; period: string }>(
      sql`select job, period from job_runs where status = 'done' order by job, period`,
    ),
  )
  return [...rows]
}

it('a server whose clock is 40 days ahead runs the database’s day and nothing later, and says that it is off', async () => {
  const world = await makeWorld()
  const folder = await mkdtemp(join(tmpdir(), 'dengyun-clock-'))
  const config = parseConfig({ DATA_DIR: folder, DATABASE_URL: world.databaseUrl, PORT: '0' })
  const logs: string[] = []
  const start = async (machineClock: typeof systemClock) => {
    const storage = await openStorage(config, () => {})
    const server = await startServer(config, storage, { machineClock, log: (line) => logs.push(line) })
    await vi.waitFor(
      async () => expect((await runsOf(world)).map(({ job }) => job)).toContain('sign-audit-head'),
      30_000,
    )
    return server
  }
  onTestFinished(() => rm(folder, { recursive: true, force: true }))

  const wrong = await start(ahead)
  const ready = await fetch(`${wrong.url}/readyz`)
  expect([ready.status, await ready.json()]).toEqual([
    200,
    { state: 'ready', reasons: [expect.stringContaining('比数据库的快40天')] },
  ])
  await wrong.stop()
  expect(logs.join('\n')).toContain('比数据库的快40天')
  const today = dateInChina(new Date())
  const runs = await runsOf(world)
  expect(runs.map(({ job, period }) => [job, period.slice(0, 10)])).toContainEqual(['judge-funding', today])
  expect(runs.filter(({ period }) => period.slice(0, 10) > today)).toEqual([])

  const right = await start(systemClock)
  expect(await (await fetch(`${right.url}/readyz`)).json()).toEqual({ state: 'ready', reasons: [] })
  await right.stop()
}, 90_000)

it('today runs whatever was done “later”, while a clock was wrong', async () => {
  const world = await makeWorld()
  const dependencies = { ...world, log: (message: string) => world.logs.push(message) }
  const job = writing('daily', async () => {}, dueDaily(1))
  expect(await runOnce(dependencies, job, world.jurisdictionId, '2026-12-31')).toBe('done')
  expect(await runDue(dependencies, [job], await listJurisdictions(world.database))).toBe(1)
  expect(await runDue(dependencies, [job], await listJurisdictions(world.database))).toBe(0)
  expect(await runsOf(world)).toEqual([
    { job: 'daily', period: '2026-11-21' },
    { job: 'daily', period: '2026-12-31' },
  ])
})
