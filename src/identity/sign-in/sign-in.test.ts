import { like, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testPassword, type World } from '../../../tests/support/world.ts'
import { createApp } from '../../app.ts'
import { loadAssets } from '../../platform/assets-folder.ts'
import { type Transaction, transactAs } from '../../platform/database.ts'
import { rateLimits, secondFactors, sessions } from '../schema.ts'
import { addTestPerson, codeOf, cookieOf, form, recorded, signInAs } from '../testing.ts'
import { countAttempt, forgiveAttempt, networkOf } from './attempts.ts'
import { endSessionsOf, unlockAccount } from './secure-account.ts'
import { signIn } from './sign-in.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const limits = <T>(work: (tx: Transaction) => Promise<T>) => transactAs(world.database, 'sign-in', work)
const forgetAll = () => limits((tx) => tx.delete(rateLimits))

describe('failures', () => {
  it('slow down: after five the next is heard a minute later, then two, then four, never longer than a quarter hour', async () => {
    await forgetAll()
    const personId = await addTestPerson(world, 'locked', ['department'])
    for (let failure = 1; failure <= 5; failure += 1)
      expect((await signInAs(world, 'Locked', 'wrong')).status).toBe(400)
    const waits = async () => {
      const answer = await signInAs(world, 'locked')
      return [answer.status, /约 (\d+) 分钟/.exec(await answer.text())?.[1]]
    }
    const over = () =>
      limits((tx) =>
        tx
          .update(rateLimits)
          .set({ expire: Date.now() - 1 })
          .where(like(rateLimits.key, 'wait-%')),
      )
    for (const minutes of ['1', '2', '4', '8', '15']) {
      // Asking while one must wait makes nothing longer.
      expect([await waits(), await waits()]).toEqual([
        [429, minutes],
        [429, minutes],
      ])
      await over()
      expect((await signInAs(world, 'locked', 'wrong')).status).toBe(400)
    }
    expect(await waits()).toEqual([429, '15'])
    await over()
    expect((await signInAs(world, 'locked')).status).toBe(303)
    const failures = (await recorded(world, 'person', personId)).filter(({ after }) =>
      JSON.stringify(after).includes('"succeeded":false'),
    )
    expect(failures.length).toBe(10)
  })

  it('from elsewhere hinder nobody here, and never an account that a second factor guards', async () => {
    await forgetAll()
    const personId = await addTestPerson(world, 'wanted', ['department'])
    const guess = (from: string) =>
      codeOf(
        signIn({ ...world.as('public'), address: from }, { username: 'wanted', password: 'guess' }, null),
      )
    for (let failure = 1; failure <= 8; failure += 1) await guess('203.0.113.7')
    expect((await signInAs(world, 'wanted')).status).toBe(303)
    // One customer has a whole /64 of addresses: they count as one.
    const six = await Promise.all(Array.from({ length: 8 }, (_, host) => guess(`2001:db8:1:2::${host + 1}`)))
    expect(six.filter((code) => code === 'too-many-requests').length).toBe(3)
    for (let failure = 1; failure <= 60; failure += 1)
      await countAttempt(world.database, 'everywhere', 'wanted').catch(() => {})
    expect((await signInAs(world, 'wanted')).status).toBe(429)
    await limits((tx) =>
      tx
        .insert(secondFactors)
        .values({ personId, secret: 'JBSWY3DPEHPK3PXP', confirmedAt: world.clock.now() }),
    )
    expect((await signInAs(world, 'wanted')).headers.get('location')).toContain('/sign-in/code')
  })

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0:0:1::1', '2001:db8:0:0::/64'],
    ['2001:db8::5', '2001:db8:0:0::/64'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    [null, 'unknown'],
  ])('of %s count for %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  it('of many at once are counted like those one after another', async () => {
    await forgetAll()
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => signInAs(world, 'nobody-here', 'guess')),
    )
    expect(answers.filter(({ status }) => status === 400).length).toBe(5)
    expect(answers.filter(({ status }) => status === 429).length).toBe(7)
  })

  it('are forgotten by a success, and lifted by the security administrator alone', async () => {
    await forgetAll()
    const personId = await addTestPerson(world, 'clumsy', ['department'])
    const fail = async (times: number) => {
      for (let failure = 1; failure <= times; failure += 1)
        await countAttempt(world.database, 'account', 'clumsy@127.0.0.1')
    }
    for (let round = 0; round < 2; round += 1) {
      await fail(4)
      expect((await signInAs(world, 'clumsy')).status).toBe(303)
    }
    await fail(5)
    expect((await signInAs(world, 'clumsy')).status).toBe(429)
    expect(await codeOf(unlockAccount(world.as('system-admin'), personId))).toBe('forbidden')
    const page = await (await world.fetch(`/admin/people/${personId}`, { as: 'security-admin' })).text()
    expect(page).toContain('解除锁定')
    await world.fetch(`/admin/people/${personId}/unlock`, { as: 'security-admin', ...form({}) })
    expect((await signInAs(world, 'clumsy')).status).toBe(303)
  })

  it('from one address on many accounts lock the address, and successes do not', async () => {
    await forgetAll()
    const from = '10.0.0.9'
    for (let attempt = 1; attempt <= 60; attempt += 1) {
      await countAttempt(world.database, 'address', from)
      await forgiveAttempt(world.database, 'address', from)
    }
    for (let failure = 1; failure <= 50; failure += 1) await countAttempt(world.database, 'address', from)
    expect(await codeOf(countAttempt(world.database, 'address', from))).toBe('too-many-requests')
    expect((await signInAs(world, 'lingchuan-finance')).status).toBe(303)
    for (let failure = 1; failure <= 50; failure += 1)
      await countAttempt(world.database, 'address', '127.0.0.1')
    const answer = await signInAs(world, 'lingchuan-finance')
    expect([answer.status, (await answer.text()).includes('网络地址')]).toEqual([429, true])

    await addTestPerson(world, 'beside', ['department'])
    for (let failure = 1; failure <= 5; failure += 1)
      await countAttempt(world.database, 'account', 'beside@10.0.0.7')
    const page = await (await world.fetch('/admin/locks', { as: 'security-admin' })).text()
    for (const each of ['127.0.0.1', '10.0.0.9', 'beside', '10.0.0.7']) expect(page).toContain(each)
    const lift = (key: string) => world.fetch('/admin/locks/lift', { as: 'security-admin', ...form({ key }) })
    expect((await lift('address:127.0.0.1')).status).toBe(303)
    expect((await signInAs(world, 'lingchuan-finance')).status).toBe(303)
    expect((await lift('account:beside@10.0.0.7')).status).toBe(303)
    expect((await lift('account:beside@10.0.0.7')).status).toBe(409)
    expect(await codeOf(countAttempt(world.database, 'account', 'beside@10.0.0.7'))).toBe('done')
    await forgetAll()
  })
})

describe('the session cookie', () => {
  it('is __Host- and Secure where the site is served by TLS, and no other counts there', async () => {
    const origin = 'https://dengyun.example'
    const app = createApp({
      database: () => world.database,
      objects: () => world.objects,
      clock: world.clock,
      assets: await loadAssets(),
      publicOrigin: origin,
      setUpToken: undefined,
      addressOf: () => '127.0.0.1',
      log: () => {},
    })
    const sent = form({ username: 'lingchuan-finance', password: testPassword, next: '/account' })
    const answer = await app.request(`${origin}/sign-in`, { ...sent, headers: { origin } })
    const set = answer.headers.get('set-cookie') ?? ''
    expect(set).toMatch(/^__Host-dengyun_session=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const ask = async (cookie: string) =>
      (await app.request(`${origin}/account`, { headers: { cookie } })).status
    const [pair = ''] = set.split(';')
    expect(await ask(pair)).toBe(200)
    expect(await ask(pair.replace('__Host-', ''))).toBe(303)
  })
})

describe('my account', () => {
  it('shows where I am signed in, ends one session, or all others', async () => {
    await addTestPerson(world, 'travels', ['department'])
    const from = async (agent: string) => {
      const values = { username: 'travels', password: testPassword, next: '/account' }
      const sent = form(values)
      return cookieOf(await world.fetch('/sign-in', { ...sent, headers: { 'user-agent': agent } }))
    }
    const desk = await from('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/90.0 Safari/537.36')
    const phone = await from('Mozilla/5.0 (Linux; Android 12; HarmonyOS) Chrome/99.0 Mobile')
    const third = await from('curl/8')
    const page = await (await world.fetch('/account', { headers: { cookie: desk } })).text()
    for (const text of [
      'Chrome · Windows',
      'Chrome · 鸿蒙',
      '其他程序',
      '127.0.0.1',
      '本次',
      '结束其他 2 个会话',
    ])
      expect(page).toContain(text)

    const [, id] = /\/account\/sessions\/(\d+)\/end" ?>?/.exec(page) ?? []
    await world.fetch(`/account/sessions/${id}/end`, form({}, desk))
    const alive = async (cookie: string) => (await world.fetch('/account', { headers: { cookie } })).status
    expect([await alive(phone), await alive(third)].sort()).toEqual([200, 303])
    await world.fetch('/account/sessions/end-others', form({}, desk))
    expect([await alive(desk), await alive(phone), await alive(third)]).toEqual([200, 303, 303])
  })

  it('ends nobody else’s session', async () => {
    const mine = cookieOf(await signInAs(world, 'lingchuan-finance'))
    const theirs = cookieOf(await signInAs(world, 'lingchuan-department'))
    const kept = await transactAs(world.database, 'sign-in', (tx) =>
      tx.select({ id: sessions.id }).from(sessions).orderBy(sql`id desc`).limit(1),
    )
    const answer = await world.fetch(`/account/sessions/${kept[0]?.id}/end`, form({}, mine))
    expect(answer.status).toBe(404)
    expect((await world.fetch('/account', { headers: { cookie: theirs } })).status).toBe(200)
  })

  it('gets a new session at each sign-in, and the one before in the same browser ends', async () => {
    const first = cookieOf(await signInAs(world, 'lingchuan-finance'))
    const sent = form({ username: 'lingchuan-finance', password: testPassword, next: '/account' }, first)
    const second = cookieOf(await world.fetch('/sign-in', sent))
    expect(second).not.toBe(first)
    expect((await world.fetch('/account', { headers: { cookie: first } })).status).toBe(303)
    expect((await world.fetch('/account', { headers: { cookie: second } })).status).toBe(200)
  })

  it('changes its password after asking for the current one; every other session ends', async () => {
    await addTestPerson(world, 'changer', ['department'])
    const here = cookieOf(await signInAs(world, 'changer'))
    const elsewhere = cookieOf(await signInAs(world, 'changer'))
    const fresh = 'brand new words here'
    const change = (values: Record<string, string>) => world.fetch('/account/password', form(values, here))
    const wrong = await change({ current: 'wrong', password: fresh, repeated: fresh })
    expect([wrong.status, (await wrong.text()).includes('现在的密码不对')]).toEqual([400, true])
    for (const weak of ['short', 'changer-2026-changer', 'qwerty123456'])
      expect((await change({ current: testPassword, password: weak, repeated: weak })).status).toBe(400)
    const done = await change({ current: testPassword, password: fresh, repeated: fresh })
    expect(done.status).toBe(303)
    const alive = async (cookie: string) => (await world.fetch('/account', { headers: { cookie } })).status
    expect([await alive(here), await alive(elsewhere), await alive(cookieOf(done))]).toEqual([303, 303, 200])
    expect((await signInAs(world, 'changer')).status).toBe(400)
    expect((await signInAs(world, 'changer', fresh)).status).toBe(303)
  })

  it('is ended from outside by the security administrator, not by the system administrator', async () => {
    const personId = await addTestPerson(world, 'suspicious', ['department'])
    const cookie = cookieOf(await signInAs(world, 'suspicious'))
    expect(await codeOf(endSessionsOf(world.as('system-admin'), personId))).toBe('forbidden')
    expect(await endSessionsOf(world.as('security-admin'), personId)).toBe(1)
    expect((await world.fetch('/account', { headers: { cookie } })).status).toBe(303)
  })
})
