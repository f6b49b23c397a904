import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jobs } from '../../jobs/index.ts'
import { record } from '../../src/audit/index.ts'
import { verifyExport } from '../../src/audit/verify-export.ts'
import { hashPassword, sessionCookie } from '../../src/identity/index.ts'
import { people } from '../../src/identity/schema.ts'
import { openSession } from '../../src/identity/sign-in/sessions.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { transact } from '../../src/platform/context.ts'
import { transactAs } from '../../src/platform/database.ts'
import { publishSample } from '../support/scarce-catalogue.ts'
import { makeWorld, testPassword, type World } from '../support/world.ts'
import { type RunningWorker, startWorker } from './wrangler.ts'

let world: World
let worker: RunningWorker
beforeAll(async () => {
  world = await makeWorld()
  await publishSample(world, { 'ECS-08': 10, 'ECS-11': 15 })
  worker = await startWorker(world.databaseUrl, 45_000)
}, 60_000)
afterAll(() => worker?.stop())

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${worker.url}${path}`, { redirect: 'manual', signal: AbortSignal.timeout(15_000), ...init })

describe('the app on Workers', () => {
  it('is live, and ready through Hyperdrive', async () => {
    expect((await ask('/healthz')).status).toBe(200)
    const ready = await ask('/readyz')
    expect(await ready.json()).toEqual({ state: 'ready', reasons: [] })
  })

  it('answers what it answers on Node', async () => {
    for (const path of [
      '/',
      '/sign-in',
      '/set-up',
      '/admin/people',
      '/api/v1/nothing',
      '/api/v1/catalogue?jurisdiction=lingchuan',
    ]) {
      const [there, here] = [await ask(path), await world.fetch(path)]
      expect([path, there.status, there.headers.get('content-type'), there.headers.get('location')]).toEqual([
        path,
        here.status,
        here.headers.get('content-type'),
        here.headers.get('location'),
      ])
    }
  })

  it('answers the catalogue in force, word for word', async () => {
    const path = '/api/v1/catalogue?jurisdiction=lingchuan'
    const there = await ask(path)
    const [text, expected] = await Promise.all([there.text(), world.fetch(path).then((here) => here.text())])
    expect(JSON.parse(text)).toMatchObject({ total: 97, edition: { number: '2026年第1版' } })
    expect(text).toBe(expected)
    const again = await ask(path, { headers: { 'if-none-match': there.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
  })

  it('says what the law would say', async () => {
    const answer = await ask('/api/v1/eligibility/preview', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        regulation: 'lingchuan-2024',
        asOf: '2026-11-21',
        facts: { classified: false, migrationRequired: true, migrationDueOn: '2025-06-30', migratedOn: null },
      }),
    })
    expect(await answer.json()).toMatchObject({ scope: 'in', regulation: { id: 'lingchuan-2024' } })
  })

  it('shares scarce items out at the proven lowest price: HiGHS runs in workerd', async () => {
    const lines = Array.from({ length: 40 }, (_, id) => ({ id: `${id}`, vcpu: 3 + (id % 5), memoryGiB: 8 }))
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ lines }),
    }
    const path = '/api/v1/matching/preview?jurisdiction=lingchuan'
    const [there, here] = await Promise.all([ask(path, init), world.fetch(path, init)])
    const { lines: matches, monthlyFen } = await there.json()
    expect(monthlyFen).toBe((await here.json()).monthlyFen)
    expect(matches.every(({ optimal }: { optimal: boolean }) => optimal)).toBe(true)
    expect(JSON.stringify(matches)).toContain('争用余量')
  })

  it('understands words as Node does, also what names nothing', async () => {
    const texts = [
      '干部不想记那么多密码，一次登进去全能用',
      '4台8核16G，500G数据盘',
      '新建机房',
      '食堂冰柜两台',
    ]
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ lines: texts.map((text, place) => ({ id: `${place}`, text })) }),
    }
    const path = '/api/v1/matching/preview?jurisdiction=lingchuan'
    const [there, here] = await Promise.all([ask(path, init), world.fetch(path, init)])
    const answer = await there.json()
    expect(answer).toEqual(await here.json())
    expect(answer.lines.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'must-not-build',
      'served',
      'must-not-build',
      'not-in-catalogue',
    ])
  })

  it('signs in: scrypt runs in workerd, at its full cost', async () => {
    const passwordHash = await hashPassword(testPassword)
    await transactAs(world.database, 'sign-in', (tx) =>
      tx.update(people).set({ passwordHash }).where(eq(people.username, 'lingchuan-finance')),
    )
    const answer = await ask('/sign-in', {
      method: 'POST',
      headers: { origin: worker.url },
      body: new URLSearchParams({ username: 'lingchuan-finance', password: testPassword }),
    })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('set-cookie')).toContain('HttpOnly')
  })

  it('numbers, hashes and streams the audit log, and Node finds it right', async () => {
    const context = world.as('data-centre')
    const changes = Array.from({ length: 2500 }, (_, index) => ({
      operation: 'systems.import' as const,
      objectType: 'system',
      objectId: `LC-${index}`,
      after: { stage: 'trial', 备注: '测试' },
    }))
    await transact(context, (tx) => record(context, tx, changes))
    const auditor = world.as('audit').actor
    if (auditor.kind !== 'person') throw new Error('no auditor')
    const token = await openSession(world.database, systemClock, auditor.id, { address: null, agent: null })
    const answer = await ask('/api/v1/audit/export', {
      headers: { cookie: `${sessionCookie}=${token}` },
      signal: AbortSignal.timeout(25_000),
    })
    expect(answer.status).toBe(200)
    const text = await answer.text()
    async function* lines() {
      for (const line of text.split('\n')) yield new TextEncoder().encode(line)
    }
    const { header, entries, faults } = await verifyExport(lines(), () => [])
    expect([header.complete, entries, faults]).toEqual([true, header.treeSize, []])
    expect(text.match(/"systems\.import"/g)).toHaveLength(2500)
  })

  it('serves its assets from the bundle', async () => {
    const css = await ask('/assets/app.css')
    expect(css.headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(await css.text()).toBe(await (await world.fetch('/assets/app.css')).text())
  })

  it('answers many requests at once, each on its own connection', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask('/readyz')))
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 12 }, () => 200))
  })

  it('closes its connections after the answer', async () => {
    for (let round = 0; round < 4; round += 1) await Promise.all([1, 2, 3, 4].map(() => ask('/sign-in')))
    const connections = async () => {
      const [row] = await world.database.execute<{ count: number }>(
        sql`select count(*)::int as count from pg_stat_activity where datname = current_database()`,
      )
      return row?.count
    }
    // Four is the pool of this test file itself; sixteen requests that kept theirs would be seen.
    await expect.poll(connections, { timeout: 10_000 }).toBeLessThanOrEqual(4)
  })

  it('runs the jobs that are due when the cron trigger fires', async () => {
    const fired = await ask('/cdn-cgi/local/scheduled', { signal: AbortSignal.timeout(30_000) })
    expect(fired.status).toBe(200)
    const runs = await transactAs(world.database, 'all-jurisdictions', (tx) =>
      tx.execute<{ job: string; status: string; error: string | null }>(
        sql`select job, status, error from job_runs`,
      ),
    )
    expect(runs.filter(({ status }) => status !== 'done')).toEqual([])
    expect(runs.map(({ job }) => job)).toContain(jobs[0]?.name)
  })
})
