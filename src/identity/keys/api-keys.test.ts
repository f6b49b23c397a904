import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { databaseErrorCode, transactAs } from '../../platform/database.ts'
import type { Operation } from '../../platform/permissions.ts'
import { movePerson, setDisabled } from '../people/change-person.ts'
import { withdrawRole } from '../people/decide-role.ts'
import { apiKeys } from '../schema.ts'
import { addTestPerson, codeOf, recorded } from '../testing.ts'
import { collectKey, createKey, revokeKey } from './api-keys.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const system = () => world.as('system-admin')

/** Out: the context of a person made for a test. */
async function someone(username: string, roles: Parameters<typeof addTestPerson>[2]) {
  const id = await addTestPerson(world, username, roles, world.organisations.finance)
  const base = world.as('finance')
  if (base.actor.kind !== 'person') throw new Error('no person')
  return { id, context: { ...base, actor: { ...base.actor, id, roles } } }
}

async function keyFor(username: string, operations: Operation[], roles: Parameters<typeof addTestPerson>[2]) {
  const owner = await someone(username, roles)
  const keyId = await createKey(system(), { username, name: '预算一体化系统', days: 30, operations })
  return { ...owner, keyId, key: await collectKey(owner.context, keyId) }
}

const ask = (key: string, path = '/api/v1/systems?jurisdiction=lingchuan', init: RequestInit = {}) =>
  world.app.request(`http://dengyun.test${path}`, {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${key}` },
  })

describe('an API key', () => {
  it('is set up by the system administrator, who never sees it, and collected once by who answers for it', async () => {
    const owner = await someone('collects', ['finance'])
    const keyId = await createKey(system(), {
      username: 'Collects',
      name: '预算一体化系统',
      days: 365,
      operations: ['systems.read'],
    })
    expect(await codeOf(collectKey(system(), keyId))).toBe('conflict')
    const key = await collectKey(owner.context, keyId)
    expect(key).toMatch(/^dy_[\w-]{43}$/)
    expect(await codeOf(collectKey(owner.context, keyId))).toBe('conflict')
    const page = await (await world.fetch('/admin/keys', { as: 'system-admin' })).text()
    expect(page).toContain(`${key.slice(0, 9)}…`)
    expect(page).not.toContain(key)
    expect(page).toContain('<legend>运维资金</legend>')
    expect(page).not.toContain('<legend>账号与权限</legend>')
    const kept = await transactAs(world.database, 'sign-in', (tx) => tx.select().from(apiKeys))
    expect(JSON.stringify([kept, await recorded(world, 'api-key', keyId)])).not.toContain(key)
    expect((await ask(key)).status).toBe(200)
  })

  it('does what it is scoped to, and nothing else its person may do', async () => {
    const { key } = await keyFor('scoped', ['systems.read'], ['finance'])
    expect((await ask(key)).status).toBe(200)
    for (const path of ['/account', '/admin/permissions', '/reports'])
      expect([path, (await ask(key, path)).status]).toEqual([path, 403])
  })

  it('can’t be given what its person may not do, nor accounts and administration, nor more than a year', async () => {
    await someone('limited', ['department'])
    const input = { username: 'limited', name: '试', days: 30 }
    expect(await codeOf(createKey(system(), { ...input, operations: ['reports.read'] }))).toBe(
      'invalid-input',
    )
    const refused = await world.fetch('/admin/keys', {
      as: 'system-admin',
      method: 'POST',
      body: new URLSearchParams({
        username: 'limited',
        name: '试一试',
        days: '366',
        operations: 'systems.read',
      }),
    })
    expect(refused.status).toBe(400)
    const administrative = await world.fetch('/admin/keys', {
      as: 'system-admin',
      method: 'POST',
      body: new URLSearchParams({
        username: 'lingchuan-system-admin',
        name: '试一试',
        days: '30',
        operations: 'identity.manage-people',
      }),
    })
    expect(administrative.status).toBe(400)
    const beyond = transactAs(world.database, 'sign-in', async (tx) => {
      const [row] = await tx.select().from(apiKeys).limit(1)
      if (row === undefined) throw new Error('no key')
      const expiresAt = new Date(row.createdAt.getTime() + 367 * 86_400_000)
      await tx.update(apiKeys).set({ expiresAt }).where(eq(apiKeys.id, row.id))
    })
    expect(await beyond.catch(databaseErrorCode)).toBe('23514')
    expect(
      await codeOf(createKey(world.as('security-admin'), { ...input, operations: ['systems.read'] })),
    ).toBe('forbidden')
  })

  it('unknown, revoked or expired is refused, never taken for the public', async () => {
    const { key, keyId, context } = await keyFor('ends', ['systems.read'], ['finance'])
    const publicPath = '/api/v1/catalogue?jurisdiction=lingchuan'
    expect((await ask('dy_unknown', publicPath)).status).toBe(401)
    world.clock.set('2026-12-21T10:00:01+08:00')
    expect((await ask(key)).status).toBe(401)
    world.clock.set('2026-11-21T10:00:00+08:00')
    expect((await ask(key)).status).toBe(200)
    await revokeKey(context, keyId)
    expect((await ask(key)).status).toBe(401)
    expect(await codeOf(revokeKey(context, keyId))).toBe('conflict')
  })

  it('is revoked by nobody else’s hand but the system administrator’s', async () => {
    const { key, keyId } = await keyFor('owns', ['systems.read'], ['finance'])
    expect(await codeOf(revokeKey(world.as('finance'), keyId))).toBe('conflict')
    expect((await ask(key)).status).toBe(200)
    await revokeKey(system(), keyId)
    expect((await ask(key)).status).toBe(401)
  })

  it('ends with its person: moved, gone, or without the role', async () => {
    const moved = await keyFor('moves', ['systems.read'], ['finance'])
    await movePerson(system(), moved.id, world.organisations.audit)
    expect((await ask(moved.key)).status).toBe(401)
    const gone = await keyFor('leaves', ['systems.read'], ['finance'])
    await setDisabled(system(), gone.id, true)
    expect((await ask(gone.key)).status).toBe(401)
    await setDisabled(system(), gone.id, false)
    expect((await ask(gone.key)).status).toBe(401)
    const stripped = await keyFor('stripped', ['systems.read'], ['finance'])
    await withdrawRole(world.as('security-admin'), {
      personId: stripped.id,
      role: 'finance',
      reason: '岗位调整',
    })
    expect((await ask(stripped.key)).status).toBe(403)
  })

  it('says when it was last used, to the minute', async () => {
    const { key, keyId } = await keyFor('used', ['systems.read'], ['finance'])
    const lastUsed = async () => {
      const [row] = await transactAs(world.database, 'sign-in', (tx) =>
        tx.select().from(apiKeys).where(eq(apiKeys.id, keyId)),
      )
      return row?.lastUsedAt?.toISOString()
    }
    await ask(key)
    world.clock.set('2026-11-21T10:00:30+08:00')
    await ask(key)
    expect(await lastUsed()).toBe('2026-11-21T02:00:00.000Z')
    world.clock.set('2026-11-21T10:01:01+08:00')
    await ask(key)
    expect(await lastUsed()).toBe('2026-11-21T02:01:01.000Z')
    world.clock.set('2026-11-21T10:00:00+08:00')
  })

  it('writes without an origin, but a cookie beside it is checked as ever', async () => {
    const { key } = await keyFor('writes', ['systems.read'], ['finance'])
    const post = { method: 'POST', body: '{}' }
    const json = { 'content-type': 'application/json' }
    expect((await ask(key, '/api/v1/nothing', { ...post, headers: json })).status).toBe(404)
    const cookie = 'dengyun_session=anything'
    expect((await ask(key, '/api/v1/nothing', { ...post, headers: { ...json, cookie } })).status).toBe(403)
  })
})
