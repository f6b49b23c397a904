import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { transactAs } from '../../src/platform/database.ts'
import { runOnce } from '../../src/platform/jobs.ts'
import { faultOf, logLine } from '../../src/platform/log.ts'
import { writing } from '../support/test-job.ts'
import { makeWorld, testPassword, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const lines = () => world.logs.map((line) => logLine(world.clock.now(), line))

/** Lets every write to a table fail, with the row in PostgreSQL's own words. */
async function failing(table: string): Promise<void> {
  await world.database.execute(
    sql.raw(`create or replace function refuse_all() returns trigger language plpgsql as
      $$ begin raise exception 'row %', new using detail = new::text, errcode = 'data_exception'; end $$`),
  )
  await world.database.execute(
    sql.raw(
      `create trigger refuse_all before insert or update on ${table} for each row execute function refuse_all()`,
    ),
  )
}

const posted = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) })

describe('the log of a statement that failed', () => {
  it('holds no value, no row and no secret', async () => {
    // Signed in before anything fails.
    for (const as of ['department', 'data-centre'] as const) await world.fetch('/account', { as })
    for (const table of ['people', 'sessions', 'ledger_imports', 'resource_requests']) await failing(table)
    world.logs.length = 0
    const secret = '四个不相干的词 verschwiegen'
    const asked = [
      world.fetch('/account/password', {
        as: 'department',
        ...posted({ current: testPassword, password: secret, repeated: secret }),
      }),
      world.fetch('/sign-in', posted({ username: 'lingchuan-department', password: testPassword })),
      world.fetch('/api/v1/ledger-imports?fileName=x.csv', {
        method: 'POST',
        as: 'data-centre',
        headers: { 'content-type': 'application/octet-stream' },
        body: '系统编号,系统名称,主管单位\nA-1,秘密台账行,县财政局国库股',
      }),
      world.fetch('/api/v1/requests', {
        method: 'POST',
        as: 'department',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ project: '秘密台账行', systemName: '系统', purpose: '用途', lines: [] }),
      }),
    ]
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([500, 500, 500, 500])
    expect(world.logs).toHaveLength(4)
    const log = lines().join('\n')
    expect(log).toContain('insert into')
    for (const hidden of [testPassword, secret, 'verschwiegen', 'scrypt$', 'params', '秘密台账行'])
      expect(log).not.toContain(hidden)
  })

  it('is one line of JSON, whatever was in it', async () => {
    for (const line of lines()) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u)
      expect(JSON.parse(line)).toMatchObject({ at: expect.any(String), message: expect.any(String) })
    }
  })
})

describe('a job that failed', () => {
  it('keeps no value in its run and none in the log', async () => {
    const planted = 'scrypt$16384$8$1$abc$def'
    const job = writing('fails-with-values', async (tx) => {
      await tx.execute(sql`select ${planted}::text::int`)
    })
    const said: unknown[] = []
    const dependencies = { ...world, log: (message: string, fault?: object) => said.push({ message, fault }) }
    expect(await runOnce(dependencies, job, world.jurisdictionId, '2026-11-21')).toBe('failed')
    const [run] = await transactAs(world.database, 'all-jurisdictions', (tx) =>
      tx.execute(sql`select error from job_runs where job = 'fails-with-values'`),
    )
    expect(String(run?.error)).toContain('22P02')
    expect(said).toHaveLength(1)
    for (const text of [JSON.stringify(said), String(run?.error)]) expect(text).not.toContain('scrypt')
  })
})

describe('a forged line', () => {
  it('stays within its own line: line breaks, terminal codes and bidirectional marks are escaped', async () => {
    world.logs.length = 0
    const path = '/admin/people%0A2026-11-30T00:00:00Z%20forged%1B[2J%E2%80%AE'
    await world.fetch(path, posted({ a: 'b' }))
    await world.fetch(path, { method: 'POST', headers: { origin: 'https://elsewhere.example' } })
    // Such an address leads nowhere, and so nothing of it reaches the log; what does is escaped.
    expect(world.logs).toEqual([])
    const line = logLine(world.clock.now(), 'a\nb\u001b[2J\u202ec', faultOf(new Error('x\r\ny')))
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(JSON.parse(line)).toMatchObject({ message: 'a\nb\u001b[2J\u202ec', fault: { message: 'x\r\ny' } })
  })
})
