import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testPassword, type World } from '../../tests/support/world.ts'
import { transactAs } from '../platform/database.ts'
import type { Role } from '../platform/permissions.ts'
import { sessions } from './schema.ts'
import { hashPassword, verifyPassword } from './sign-in/passwords.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const form = (values: Record<string, string>, cookie?: string): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(values),
  headers: cookie === undefined ? {} : { cookie },
})

function cookieOf(answer: Response): string {
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

async function signInAs(username: string, password = testPassword): Promise<Response> {
  return world.fetch('/sign-in', form({ username, password, next: '/admin/people' }))
}

describe('passwords', () => {
  it('are recognised again, and only they', async () => {
    const kept = await hashPassword('陵川-数据-2026')
    expect(kept).toMatch(/^scrypt\$65536\$8\$2\$/)
    expect(await verifyPassword('陵川-数据-2026', kept)).toBe(true)
    expect(await verifyPassword('陵川-数据-2025', kept)).toBe(false)
    expect(await verifyPassword('陵川-数据-2026', 'plain')).toBe(false)
  })
})

describe('signing in', () => {
  it('opens a session in a cookie that scripts can’t read, and keeps only its hash', async () => {
    const answer = await signInAs('LINGCHUAN-system-admin')
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/admin/people')
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly/)
    expect(answer.headers.get('set-cookie')).toMatch(/SameSite=Lax/)
    const cookie = cookieOf(answer)
    expect((await world.fetch('/admin/people', { headers: { cookie } })).status).toBe(200)
    const token = cookie.split('=')[1] ?? ''
    const kept = await transactAs(world.database, 'sign-in', (tx) => tx.select().from(sessions))
    expect(kept.length).toBeGreaterThan(0)
    expect(JSON.stringify(kept)).not.toContain(token)
  })

  it('says the same for a wrong password and an unknown account', async () => {
    const wrong = await signInAs('lingchuan-system-admin', 'wrong-password-1')
    const unknown = await signInAs('nobody-here', 'wrong-password-1')
    expect([wrong.status, unknown.status]).toEqual([400, 400])
    expect(await wrong.text()).toContain('账号或密码不对')
    expect(await unknown.text()).toContain('账号或密码不对')
  })

  it('never sends people to another site', async () => {
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
      const answer = await world.fetch(
        '/sign-in',
        form({ username: 'lingchuan-audit', password: testPassword, next }),
      )
      expect(answer.headers.get('location')).toBe('/')
    }
  })

  it('ends with signing out, with an hour of idleness and with twelve hours', async () => {
    const cookie = cookieOf(await signInAs('lingchuan-system-admin'))
    const status = async () => (await world.fetch('/admin/people', { headers: { cookie } })).status
    world.clock.set('2026-11-21T10:59:00+08:00')
    expect(await status()).toBe(200)
    world.clock.set('2026-11-21T11:58:00+08:00')
    expect(await status()).toBe(200)
    world.clock.set('2026-11-21T12:59:00+08:00')
    expect(await status()).toBe(303)

    world.clock.set('2026-11-21T10:00:00+08:00')
    const other = cookieOf(await signInAs('lingchuan-system-admin'))
    await world.fetch('/sign-out', form({}, other))
    expect((await world.fetch('/admin/people', { headers: { cookie: other } })).status).toBe(303)

    const long = cookieOf(await signInAs('lingchuan-system-admin'))
    for (let minute = 30; minute <= 12 * 60; minute += 30) {
      world.clock.set(new Date(Date.parse('2026-11-21T10:00:00+08:00') + minute * 60_000).toISOString())
      const expected = minute < 12 * 60 ? 200 : 303
      expect((await world.fetch('/admin/people', { headers: { cookie: long } })).status).toBe(expected)
    }
    world.clock.set('2026-11-21T10:00:00+08:00')
  })
})

describe('writes from elsewhere', () => {
  it('are refused: a form and JSON from another origin, with or without a session', async () => {
    const cookie = cookieOf(await signInAs('lingchuan-system-admin'))
    for (const headers of [
      { cookie, origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
      { cookie, 'content-type': 'application/json' },
      { origin: 'https://evil.example', 'content-type': 'application/json' },
    ]) {
      const answer = await world.app.request('http://dengyun.test/admin/people', {
        method: 'POST',
        headers,
        body: 'a=b',
      })
      expect(answer.status).toBe(403)
    }
  })
})

describe('the first screen', () => {
  it('is the desk, an administrator’s own work, or the catalogue', async () => {
    const home = async (as?: Role) =>
      (await world.fetch('/', as === undefined ? {} : { as })).headers.get('location')
    expect(await home()).toBe('/catalogue')
    expect(await home('finance')).toBe('/desk')
    expect(await home('system-admin')).toBe('/admin/people')
    expect(await home('security-admin')).toBe('/admin/rights')
    expect(await home('audit-admin')).toBe('/admin/audit')
  })
})

describe('first set-up', () => {
  it('wants the token from the log, happens once, and then the administrator signs in', async () => {
    const empty = await makeWorld()
    // A world comes populated; the set-up page must then be closed.
    expect((await empty.fetch('/set-up')).headers.get('location')).toBe('/sign-in')
    const late = await empty.fetch('/set-up', form({ ...setUpValues, token: 'set-up-token' }))
    expect(late.status).toBe(409)
  })

  it('opens on an empty database and makes three administrators, two of them by invitation', async () => {
    const empty = await makeWorld({ empty: true })
    for (const path of ['/', '/sign-in'])
      expect((await empty.fetch(path)).headers.get('location')).toBe('/set-up')
    const shown = await (await empty.fetch('/set-up')).text()
    expect(shown).toContain('首次使用')
    expect(shown).not.toContain('set-up-token')
    const wrong = await empty.fetch('/set-up', form({ ...setUpValues, token: 'guess' }))
    expect(wrong.status).toBe(403)
    expect(await wrong.text()).toContain('value="陵川县"')
    const same = await empty.fetch('/set-up', form({ ...setUpValues, auditUsername: 'Admin', token: 'x' }))
    expect(await same.text()).toContain('三个不同的账号')

    const done = await empty.fetch('/set-up', form({ ...setUpValues, token: 'set-up-token' }))
    expect(done.status).toBe(200)
    const invitations = [...(await done.text()).matchAll(/http:\/\/dengyun\.test(\/invitation\/[\w-]+)/g)]
    expect(invitations).toHaveLength(2)
    const [security = ''] = invitations.map(([, path]) => path ?? '')
    const password = 'two unrelated words'
    expect(await (await empty.fetch(security)).text()).toContain('anquan')
    const weak = await empty.fetch(
      security,
      form({ password: 'anquan-2026-anquan', repeated: 'anquan-2026-anquan' }),
    )
    expect(weak.status).toBe(400)
    expect((await empty.fetch(security, form({ password, repeated: password }))).status).toBe(200)
    expect((await empty.fetch(security)).status).toBe(404)

    for (const [username, secret] of [
      ['admin', setUpValues.password],
      ['anquan', password],
    ] as const) {
      const signedIn = await empty.fetch('/sign-in', form({ username, password: secret, next: '/' }))
      // Administrators must have a second factor from the first day; until then they have no rights.
      expect(signedIn.headers.get('location')).toBe('/account/second-factor')
      const cookie = cookieOf(signedIn)
      expect((await empty.fetch('/account/second-factor', { headers: { cookie } })).status).toBe(200)
      expect((await empty.fetch('/admin/people', { headers: { cookie } })).status).toBe(303)
    }
    const again = await empty.fetch('/set-up', form({ ...setUpValues, token: 'set-up-token' }))
    expect(again.status).toBe(409)
  })
})

const setUpValues = {
  jurisdictionId: 'lingchuan',
  jurisdictionName: '陵川县',
  regulationId: 'lingchuan-2024',
  organisationName: '县数据局',
  name: '管理员',
  username: 'admin',
  password: 'twelve-chars-1',
  securityName: '李安全',
  securityUsername: 'anquan',
  auditName: '王审计',
  auditUsername: 'shenji',
}
