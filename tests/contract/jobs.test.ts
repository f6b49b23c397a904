import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { listJurisdictions } from '../../src/identity/index.ts'
import { type Connection, connect, transactAs } from '../../src/platform/database.ts'
import { dateOf } from '../../src/platform/dates.ts'
import { dueDaily, type Job, type JobDependencies, runDue, runOnce } from '../../src/platform/jobs.ts'
import { writing } from '../support/test-job.ts'
import { makeWorld, type World } from '../support/world.ts'

const lingchuan = 'lingchuan'
let world: World
let here: JobDependencies
const clients: Connection['client'][] = []
beforeAll(async () => {
  world = await makeWorld()
  here = { ...world, log: (message) => world.logs.push(message) }
})
afterAll(async () => {
  // At once: the driver would wait for what it asked of a connection that was cut.
  await Promise.all(clients.map((client) => client.end({ timeout: 0 })))
})
afterEach(() => {
  vi.useRealTimers()
})

/** Another instance of the app: connections of its own. */
function instance(): JobDependencies {
  const { database, client } = connect(world.databaseUrl, { max: 2 })
  clients.push(client)
  return { ...here, database }
}

async function runAllDue(at: JobDependencies, jobs: readonly Job[]): Promise<number> {
  return runDue(at, jobs, await listJurisdictions(at.database))
}

const inJurisdiction = { jurisdictionId: lingchuan, organisations: 'all' } as const

/** The periods that a test job has written, in the order of writing. */
async function effects(job: string): Promise<string[]> {
  const rows = await transactAs(world.database, inJurisdiction, (tx) =>
    tx.execute<{ period: string }>(
      sql`select object_id as period from audit_entries where object_type = ${job} order by id`,
    ),
  )
  return rows.map(({ period }) => period)
}

async function runOf(job: string) {
  const [row] = await transactAs(world.database, 'all-jurisdictions', (tx) =>
    tx.execute<{
      status: string
      attempts: number
      fence: number
      error: string | null
      result: unknown
      lease: number
    }>(sql`
      select status, attempts, fence, error, result, extract(epoch from lease_until - now())::float8 / 60 as lease
      from job_runs where job = ${job}`),
  )
  if (row === undefined) throw new Error(`no run of ${job}`)
  return row
}

/** As if the time until which the run may not be taken over had passed: no step of it, so the trigger looks away. */
async function passLease(job: string): Promise<void> {
  await world.database.transaction(async (tx) => {
    await tx.execute(sql`select set_config('dengyun.realm', 'all-jurisdictions', true)`)
    await tx.execute(sql`alter table job_runs disable trigger user`)
    await tx.execute(sql`update job_runs set lease_until = now() - interval '1 second' where job = ${job}`)
    await tx.execute(sql`alter table job_runs enable trigger user`)
  })
}

function gate() {
  let open = () => {}
  const opened = new Promise<void>((done) => {
    open = done
  })
  return { open, opened }
}

const fails: Job['run'] = async (context, tx, period) => {
  await writing('fails').run(context, tx, period)
  throw new Error('算到一半')
}

describe('a run', () => {
  it('happens once a period when eight instances begin it together', async () => {
    const job = writing('together', () => new Promise((later) => setTimeout(later, 100)))
    const instances = Array.from({ length: 8 }, instance)
    const outcomes = await Promise.all(instances.map((each) => runOnce(each, job, lingchuan, '2026-11-20')))
    expect(outcomes.toSorted()).toEqual(['done', ...Array.from({ length: 7 }, () => 'not-claimed')])
    expect(await effects('together')).toEqual(['2026-11-20'])
    expect(await runOf('together')).toMatchObject({ status: 'done', attempts: 1, result: { 写入: 1 } })
  })

  it('is not repeated, however long ago it was done', async () => {
    const job = writing('again')
    expect(await runOnce(here, job, lingchuan, '2026-11-20')).toBe('done')
    await passLease('again')
    expect(await runOnce(here, job, lingchuan, '2026-11-20')).toBe('not-claimed')
    expect(await effects('again')).toEqual(['2026-11-20'])
  })

  it('that fails leaves nothing, says why, and is tried again after two minutes, then four, then done', async () => {
    const failing = { ...writing('fails'), run: fails }
    expect(await runOnce(here, failing, lingchuan, '2026-11-20')).toBe('failed')
    expect(await effects('fails')).toEqual([])
    const first = await runOf('fails')
    expect(first).toMatchObject({ status: 'failed', attempts: 1, error: '算到一半' })
    expect(first.lease).toBeCloseTo(2, 1)
    expect(world.logs.at(-1)).toContain('算到一半')

    expect(await runOnce(here, writing('fails'), lingchuan, '2026-11-20')).toBe('not-claimed')
    await passLease('fails')
    expect(await runOnce(here, failing, lingchuan, '2026-11-20')).toBe('failed')
    expect((await runOf('fails')).lease).toBeCloseTo(4, 1)

    await passLease('fails')
    expect(await runOnce(here, writing('fails'), lingchuan, '2026-11-20')).toBe('done')
    expect(await runOf('fails')).toMatchObject({ status: 'done', attempts: 3, error: null })
    expect(await effects('fails')).toEqual(['2026-11-20'])
  })

  it('waits an hour at most', async () => {
    const failing = { ...writing('hopeless'), run: fails }
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      expect(await runOnce(here, failing, lingchuan, '2026-11-20')).toBe('failed')
      expect((await runOf('hopeless')).lease).toBeLessThanOrEqual(60)
      await passLease('hopeless')
    }
  })
})

describe('a run that loses its lease', () => {
  for (const [ending, end] of [
    ['ends', async () => {}],
    ['fails', () => Promise.reject(new Error('太晚'))],
  ] as const)
    it(`is taken over, and what it wrote is rolled back when it ${ending} after all`, async () => {
      const name = `lost-${ending}`
      const [written, goOn] = [gate(), gate()]
      const first = runOnce(
        instance(),
        writing(name, async () => {
          written.open()
          await goOn.opened
          await end()
        }),
        lingchuan,
        '2026-11-20',
      )
      await written.opened
      await passLease(name)
      expect(await runOnce(instance(), writing(name), lingchuan, '2026-11-20')).toBe('done')
      goOn.open()
      expect(await first).not.toBe('done')
      expect(await effects(name)).toEqual(['2026-11-20'])
      expect(await runOf(name)).toMatchObject({ status: 'done', fence: 2, error: null })
    })

  it('does not lose it while it is alive: it renews the lease every minute', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const [written, goOn] = [gate(), gate()]
    const job = writing('long', async () => {
      written.open()
      await goOn.opened
    })
    const run = runOnce(instance(), job, lingchuan, '2026-11-20')
    await written.opened
    await passLease('long')
    vi.advanceTimersByTime(60_000)
    await expect.poll(async () => (await runOf('long')).lease).toBeGreaterThan(2)
    expect(await runOnce(here, writing('long'), lingchuan, '2026-11-20')).toBe('not-claimed')
    goOn.open()
    expect(await run).toBe('done')
    expect(await effects('long')).toEqual(['2026-11-20'])
  })
})

describe('a crash', () => {
  for (const [when, wait] of [
    ['during a query', sql`select pg_sleep(20)`],
    ['between two queries', null],
  ] as const)
    it(`of the database connection ${when} rolls back, and the run is repeated`, async () => {
      const name = wait === null ? 'cut-between' : 'cut-during'
      const goingOn: string[] = []
      const job = writing(name, async (tx) => {
        const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
        const cut = async () => {
          await world.database.execute(sql`select pg_terminate_backend(${row?.pid ?? 0})`)
        }
        if (wait === null) {
          await cut()
          await new Promise((later) => setTimeout(later, 300))
        } else {
          setTimeout(cut, 200)
          await tx.execute(wait)
        }
        await tx.execute(sql`select 1`)
        goingOn.push('wrote to a connection that is somebody else’s by now')
      })
      const other = instance()
      expect(await runOnce(other, job, lingchuan, '2026-11-20')).toBe('failed')
      expect(goingOn).toEqual([])
      expect(await effects(name)).toEqual([])
      expect(await runOf(name)).toMatchObject({ status: 'failed', attempts: 1 })
      await passLease(name)
      expect(await runOnce(other, writing(name), lingchuan, '2026-11-20')).toBe('done')
      expect(await effects(name)).toEqual(['2026-11-20'])
    })

  it('of the process (kill -9) rolls back, and the run is taken over when its lease is over', async () => {
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        join(import.meta.dirname, '../support/killed-job.ts'),
        ...[world.databaseUrl, lingchuan, 'killed', '2026-11-20'],
      ],
      { cwd: join(import.meta.dirname, '../..'), stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const [said] = await once(child.stdout, 'data')
    expect(String(said)).toContain('written')
    child.kill('SIGKILL')
    await once(child, 'exit')

    expect(await runOf('killed')).toMatchObject({ status: 'running', attempts: 1 })
    expect(await runOnce(here, writing('killed'), lingchuan, '2026-11-20')).toBe('not-claimed')
    expect((await runOf('killed')).lease).toBeLessThanOrEqual(3)
    await passLease('killed')
    expect(await runOnce(here, writing('killed'), lingchuan, '2026-11-20')).toBe('done')
    expect(await effects('killed')).toEqual(['2026-11-20'])
    expect(await runOf('killed')).toMatchObject({ status: 'done', attempts: 2, fence: 2 })
  })
})

describe('what was missed', () => {
  const months = ['2026-07', '2026-08', '2026-09', '2026-10']
  const missing: Job['due'] = (_now, lastDone) =>
    lastDone === null ? months : months.filter((month) => month > lastDone)

  it('is caught up in order, once, also by two instances at a time', async () => {
    const job = writing('monthly', async () => {}, missing)
    const done = await Promise.all([runAllDue(instance(), [job]), runAllDue(instance(), [job])])
    await runAllDue(here, [job])
    expect(done[0] + done[1]).toBeGreaterThan(0)
    expect(await effects('monthly')).toEqual(months)
    expect(await runAllDue(here, [job])).toBe(0)
  })

  it('waits for an earlier period that failed, so that none is skipped', async () => {
    let broken = true
    const job = writing(
      'broken',
      async (_tx, period) => {
        if (broken && period === '2026-08') throw new Error('八月不行')
      },
      missing,
    )
    expect(await runAllDue(here, [job])).toBe(1)
    expect(await runAllDue(here, [job])).toBe(0)
    expect(await effects('broken')).toEqual(['2026-07'])
    broken = false
    await passLease('broken')
    expect(await runAllDue(here, [job])).toBe(3)
    expect(await effects('broken')).toEqual(months)
  })

  it('of one job does not keep the others from running', async () => {
    const failing = { ...writing('first', async () => {}, missing), run: fails }
    expect(await runAllDue(here, [failing, writing('second', async () => {}, missing)])).toBe(4)
    expect(await effects('second')).toEqual(months)
  })

  it('of a daily job is made up for by the newest day, from its hour on', () => {
    const due = dueDaily(2)
    const at = (hour: number) => ({ today: dateOf('2026-11-21'), hour })
    const since = dateOf('2026-11-01')
    expect(due(at(1), '2026-11-20', since)).toEqual([])
    expect(due(at(2), '2026-11-20', since)).toEqual(['2026-11-21'])
    expect(due(at(23), '2026-11-03', since)).toEqual(['2026-11-21'])
    expect(due(at(2), '2026-11-21', since)).toEqual([])
    // Nothing done yet: a new installation shouldn't wait for the night.
    expect(due(at(0), null, since)).toEqual(['2026-11-21'])
  })
})
