import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signAuditHeadJob } from '../../jobs/sign-audit-head.ts'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { transact } from '../platform/context.ts'
import { runOnce } from '../platform/jobs.ts'
import { newSm2PrivateKey, sm2PublicKeyOf } from '../platform/sm2.ts'
import { record } from './record.ts'

const key = newSm2PrivateKey()
let world: World
let folder: string
beforeAll(async () => {
  world = await makeWorld()
  folder = await mkdtemp(join(tmpdir(), 'dengyun-audit-'))
  for (const [day, objectId] of [
    [19, 'LC-001'],
    [20, 'LC-002'],
    [21, 'LC-003'],
  ] as const) {
    world.clock.set(`2026-11-${day}T10:00:00+08:00`)
    const context = { ...world.as('data-centre'), requestId: `request-${day}` }
    await transact(context, (tx) =>
      record(context, tx, [
        {
          operation: 'systems.import',
          objectType: 'system',
          objectId,
          before: { status: 'previewed', name: '<旧>' },
          after: { status: 'imported', name: '<旧>' },
          reason: `第 ${day} 日`,
        },
      ]),
    )
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const ask = (path: string, as?: 'audit' | 'finance' | 'department') =>
  world.fetch(path, as === undefined ? {} : { as })
const page = async (path: string) => (await ask(path, 'audit')).text()
const sequencesIn = (html: string) => [...html.matchAll(/href="\/audit\/(\d+)"/g)].map(([, n]) => Number(n))

describe('the auditors’ pages', () => {
  it('list the record, newest first, and find by object, person, day, operation and request', async () => {
    expect(sequencesIn(await page('/audit'))).toEqual([3, 2, 1])
    for (const [query, found] of [
      ['objectType=system&objectId=LC-002', [2]],
      ['person=县大数据中心经办', [3, 2, 1]],
      ['person=县大数据', []],
      ['from=2026-11-20', [3, 2]],
      ['to=2026-11-20', [2, 1]],
      ['from=2026-11-20&to=2026-11-20', [2]],
      ['operation=systems.import', [3, 2, 1]],
      ['operation=systems.read', []],
      ['requestId=request-19', [1]],
      ['objectId=&person=', [3, 2, 1]],
      ['before=3', [2, 1]],
    ] as const)
      expect([query, sequencesIn(await page(`/audit?${query}`))]).toEqual([query, found])
  })

  it('say what is wrong with a filter, and that nothing was found', async () => {
    const wrong = await ask('/audit?from=21.11.2026', 'audit')
    expect(wrong.status).toBe(400)
    expect(await wrong.text()).toContain('日期应写成')
    expect(await page('/audit?objectId=LC-999')).toContain('没有符合条件的记录')
  })

  it('show one entry with what changed, in Chinese, and its proof', async () => {
    const html = await page('/audit/2')
    for (const text of [
      '导入系统台账',
      '政务信息系统',
      '已预览',
      '已导入',
      '&lt;旧&gt;',
      '第 20 日',
      'request-20',
      '成立',
    ])
      expect(html).toContain(text)
    expect(html).not.toContain('不成立')
    expect((await ask('/audit/99', 'audit')).status).toBe(404)
  })

  it('are closed to every other role, and to strangers', async () => {
    for (const path of ['/audit', '/audit/1', '/audit/export']) {
      expect((await ask(path, 'finance')).status).toBe(403)
      expect((await ask(path, 'department')).status).toBe(403)
      expect((await ask(path)).status).toBe(303)
    }
    for (const path of ['entries', 'entries/1', 'consistency?from=1&to=2', 'export'])
      expect((await ask(`/api/v1/audit/${path}`, 'finance')).status).toBe(403)
  })

  it('page through by place, not by counting', async () => {
    const first = await (await ask('/api/v1/audit/entries?limit=2', 'audit')).json()
    expect(first).toMatchObject({ treeSize: 3, next: 2, items: [{ sequence: 3 }, { sequence: 2 }] })
    const second = await (await ask('/api/v1/audit/entries?limit=2&cursor=2', 'audit')).json()
    expect(second).toMatchObject({ next: null, items: [{ sequence: 1 }] })
  })
})

describe('the audit administrator', () => {
  it('reads what was done to accounts, and no business record, through either wall', async () => {
    const context = world.as('security-admin')
    await transact(context, (tx) =>
      record(context, tx, [
        {
          operation: 'identity.approve-rights',
          objectType: 'person',
          objectId: '7',
          before: { roles: ['finance'] },
          after: { roles: ['finance', 'audit'] },
          reason: '岗位调整',
        },
      ]),
    )
    const html = await (await world.fetch('/admin/audit', { as: 'audit-admin' })).text()
    expect(html).toContain('岗位：财政 → 财政、审计')
    expect(html).not.toContain('LC-00')
    const admin = world.as('audit-admin')
    const seen = await transact(admin, (tx) =>
      tx.execute<{ operation: string }>(sql`select distinct operation from audit_entries`),
    )
    expect(seen.map(({ operation }) => operation)).toEqual(['identity.approve-rights'])
    expect((await world.fetch('/audit', { as: 'audit-admin' })).status).toBe(403)
    for (const as of ['audit', 'security-admin', 'system-admin'] as const)
      expect((await world.fetch('/admin/audit', { as })).status).toBe(403)
    const none = await (await world.fetch('/admin/audit?person=nobody', { as: 'audit-admin' })).text()
    expect(none).toContain('没有符合条件的记录')
  })
})

describe('heads', () => {
  const dependencies = () => ({ ...world, log: (message: string) => world.logs.push(message) })

  it('are unsigned, and say so, without a key', async () => {
    expect(await runOnce(dependencies(), signAuditHeadJob, 'lingchuan', '2026-11-21')).toBe('done')
    const answer = await (await ask('/api/v1/audit/heads?jurisdiction=lingchuan')).json()
    expect(answer).toMatchObject({ publicKey: null, total: 1, items: [{ treeSize: 4, signature: null }] })
    expect(await page('/audit/heads')).toContain('链头没有签名')
  })

  it('are signed once a day with the configured key, and fetched without signing in', async () => {
    world.clock.set('2026-11-22T03:00:00+08:00')
    const withKey = { ...dependencies(), auditSigningKey: key }
    expect(await runOnce(withKey, signAuditHeadJob, 'lingchuan', '2026-11-22')).toBe('done')
    expect(await runOnce(withKey, signAuditHeadJob, 'lingchuan', '2026-11-22')).toBe('not-claimed')
    // Back to when the auditor's session is open.
    world.clock.set('2026-11-21T10:00:00+08:00')
    const answer = await (await ask('/api/v1/audit/heads?jurisdiction=lingchuan')).json()
    expect(answer).toMatchObject({
      jurisdiction: 'lingchuan',
      publicKey: sm2PublicKeyOf(key),
      total: 2,
      // The signing of the first head is itself an entry.
      items: [{ treeSize: 5, at: '2026-11-21T19:00:00.000Z' }, { treeSize: 4 }],
    })
    const open = await ask('/audit/heads')
    expect(open.status).toBe(200)
    expect(await open.text()).toContain(sm2PublicKeyOf(key))
  })

  it('are tied together by consistency proofs, which refuse sizes that never were', async () => {
    const proof = await (await ask('/api/v1/audit/consistency?from=4&to=5', 'audit')).json()
    const { items } = await (await ask('/api/v1/audit/heads?jurisdiction=lingchuan')).json()
    expect(proof).toMatchObject({ fromRoot: items[1].root, toRoot: items[0].root })
    for (const wrong of ['from=0&to=3', 'from=4&to=3', 'from=1&to=99', 'from=1', 'from=1&to=2&x=1'])
      expect((await ask(`/api/v1/audit/consistency?${wrong}`, 'audit')).status).toBe(400)
    expect((await ask('/api/v1/audit/entries/2?treeSize=1', 'audit')).status).toBe(400)
  })
})

describe('npm run audit:verify', () => {
  const verify = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, '../audit-verify.ts'), ...args],
      { encoding: 'utf8' },
    )
    return { status, text: `${stdout}${stderr}` }
  }

  it('passes what was downloaded, with the downloaded heads and the public key', async () => {
    const answer = await ask('/audit/export', 'audit')
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="audit\.jsonl"; filename\*=UTF-8''/,
    )
    await writeFile(join(folder, 'log.jsonl'), await answer.text())
    await writeFile(
      join(folder, 'extract.jsonl'),
      await (await ask('/audit/export?objectId=LC-002', 'audit')).text(),
    )
    await writeFile(
      join(folder, 'heads.json'),
      await (await ask('/api/v1/audit/heads?jurisdiction=lingchuan')).text(),
    )
    for (const file of ['log.jsonl', 'extract.jsonl']) {
      const { status, text } = verify(
        ...[join(folder, file), '--head', join(folder, 'heads.json'), '--public-key', sm2PublicKeyOf(key)],
      )
      expect([status, text]).toEqual([0, expect.stringContaining('结论：相符，未发现改动。')])
    }
  })

  it('takes a head as the monthly report prints it', async () => {
    const { items } = await (await ask('/api/v1/audit/heads?jurisdiction=lingchuan')).json()
    await writeFile(join(folder, 'printed.txt'), `${items[0].treeSize} ${items[0].root}\n`)
    await writeFile(join(folder, 'wrong.txt'), `${items[0].treeSize} ${'0'.repeat(64)}\n`)
    expect(verify(join(folder, 'log.jsonl'), '--head', join(folder, 'printed.txt')).status).toBe(0)
    const { status, text } = verify(join(folder, 'log.jsonl'), '--head', join(folder, 'wrong.txt'))
    expect([status, text]).toEqual([1, expect.stringContaining('不符：同为 5 条')])
  })

  it('names the entry that was changed in the file', async () => {
    const text = await (await ask('/audit/export', 'audit')).text()
    await writeFile(join(folder, 'changed.jsonl'), text.replace('第 20 日', '第 29 日'))
    const result = verify(join(folder, 'changed.jsonl'))
    expect([result.status, result.text]).toEqual([
      1,
      expect.stringContaining('不符：第 2 条：内容与当时的指纹不符，这条记录被改动过。'),
    ])
  })

  it('ends with 2 on what is no export, no file and no key', async () => {
    await writeFile(join(folder, 'other.txt'), 'hello\n')
    expect(verify(join(folder, 'other.txt'))).toMatchObject({
      status: 2,
      text: expect.stringContaining('第一行'),
    })
    expect(verify(join(folder, 'missing')).status).toBe(2)
    expect(verify(join(folder, 'log.jsonl'), '--public-key', 'abc').status).toBe(2)
    expect(verify().text).toContain('用法：')
  })
})

describe('an entry whose content is gone', () => {
  it('is reported as deleted, not as never written', async () => {
    await world.database.execute(sql`alter table audit_entries disable trigger user`)
    await world.database.execute(sql`alter table audit_entries no force row level security`)
    await world.database.execute(
      sql`delete from audit_entries where id = (select min(id) from audit_entries where object_id = 'LC-003')`,
    )
    const answer = await ask('/audit/3', 'audit')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('这条记录被删除了，请立即上报')
  })
})
