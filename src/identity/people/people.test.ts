import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testPassword, type World } from '../../../tests/support/world.ts'
import { assertNotOwn, visibilityOf } from '../../platform/context.ts'
import { databaseErrorCode, transactAs } from '../../platform/database.ts'
import { administrators, type Role, roles } from '../../platform/permissions.ts'
import { accountChanges, memberships, people } from '../schema.ts'
import { addTestPerson, codeOf, cookieOf, form, recorded, releaseAsked, signInAs } from '../testing.ts'
import {
  askAccountChange,
  listAskedChanges,
  refuseAccountChange,
  releaseAccountChange,
} from './account-changes.ts'
import { movePerson, setDisabled } from './change-person.ts'
import { createPerson } from './create-person.ts'
import { grantRole, withdrawRole } from './decide-role.ts'
import { listPeople } from './list-people.ts'
import { askForRole } from './request-role.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const system = () => world.as('system-admin')
const security = () => world.as('security-admin')

function idOf(role: Role): number {
  const { actor } = world.as(role)
  return actor.kind === 'person' ? actor.id : 0
}

describe('a newcomer', () => {
  const password = 'two unrelated words'

  it('is made by one administrator, sets their own password, and has rights once another grants them', async () => {
    const organisationId = world.organisations.department
    const made = await world.fetch('/admin/people', {
      as: 'system-admin',
      ...form({
        organisationId: String(organisationId),
        name: '张三',
        username: 'zhangsan',
        role: 'department',
      }),
    })
    expect(made.status).toBe(200)
    const invitation = /http:\/\/dengyun\.test(\/invitation\/[\w-]+)/.exec(await made.text())?.[1] ?? ''
    // Whoever invites has the link, and no code.
    expect((await world.fetch(invitation, form({ password, repeated: password }))).status).toBe(400)
    const [invited] = (await listPeople(system(), { q: '张三', state: '', page: 1 })).people
    const code = await releaseAsked(world, invited?.id ?? 0)
    const set = (values: Record<string, string>) =>
      world.fetch(invitation, form({ password, code, ...values }))
    expect((await set({ repeated: 'other words here' })).status).toBe(400)
    expect((await set({ repeated: password, code: 'aaaa-bbbb-cccc-dddd' })).status).toBe(400)
    expect((await set({ repeated: password })).status).toBe(200)
    expect((await set({ repeated: password })).status).toBe(404)

    const before = cookieOf(await signInAs(world, 'zhangsan', password))
    const systems = (cookie: string) => world.fetch('/systems', { headers: { cookie } })
    expect((await systems(before)).status).toBe(403)

    const requests = await (await world.fetch('/admin/rights', { as: 'security-admin' })).text()
    expect(requests).toContain('张三')
    const [zhangsan] = (await listPeople(system(), { q: '张三', state: '', page: 1 })).people
    const id = zhangsan?.id ?? 0
    await grantRole(security(), { personId: id, role: 'department' })
    expect((await systems(before)).status).toBe(303)
    const after = cookieOf(await signInAs(world, 'zhangsan', password))
    expect((await systems(after)).status).toBe(200)

    const entries = await recorded(world, 'person', id)
    expect(entries.map(({ operation }) => operation)).toEqual([
      'identity.manage-people',
      'identity.manage-people',
      'identity.manage-people',
      'identity.secure-accounts',
      'identity.sign-in',
      'identity.sign-in',
      'identity.approve-rights',
      'identity.sign-in',
    ])
    const said = JSON.stringify(entries)
    for (const secret of [password, code, invitation.split('/').at(-1) ?? '', 'scrypt'])
      expect(said).not.toContain(secret)
  })

  it('whose account is taken is told so at the field, and what was typed stays', async () => {
    const again = await world.fetch('/admin/people', {
      as: 'system-admin',
      ...form({
        organisationId: String(world.organisations.finance),
        name: '李四',
        username: 'ZHANGSAN',
        role: 'finance',
      }),
    })
    expect(again.status).toBe(400)
    const page = await again.text()
    expect(page).toContain('账号已被使用')
    expect(page).toContain('value="李四"')
  })

  it('has an invitation that expires', async () => {
    const { invitation } = await createPerson(system(), {
      organisationId: world.organisations.department,
      name: '迟到',
      username: 'late',
      role: 'department',
    })
    world.clock.set('2026-11-28T10:00:01+08:00')
    expect((await world.fetch(invitation)).status).toBe(404)
    world.clock.set('2026-11-21T10:00:00+08:00')
    expect((await world.fetch(invitation)).status).toBe(200)
  })
})

describe('rights', () => {
  it('are granted by nobody but the security administrator, who neither asks nor serves themselves', async () => {
    const personId = await addTestPerson(world, 'asker', [])
    expect(await codeOf(askForRole(security(), { personId, role: 'finance' }))).toBe('forbidden')
    await askForRole(system(), { personId, role: 'finance' })
    expect(await codeOf(askForRole(system(), { personId, role: 'finance' }))).toBe('conflict')
    expect(await codeOf(grantRole(system(), { personId, role: 'finance' }))).toBe('forbidden')
    const own = { personId: idOf('security-admin'), role: 'security-admin' as const }
    expect(await codeOf(grantRole(security(), own))).toBe('forbidden')
    expect(await codeOf(withdrawRole(security(), { ...own, reason: '试' }))).toBe('conflict')
    await grantRole(security(), { personId, role: 'finance' })
    expect(await codeOf(grantRole(security(), { personId, role: 'finance' }))).toBe('conflict')
  })

  it('asked for and granted by the same hand are refused by the database too', async () => {
    const personId = await addTestPerson(world, 'four-eyes', [])
    const hand = idOf('security-admin')
    const values = { personId, role: 'audit' as const, jurisdictionId: world.jurisdictionId }
    const insert = transactAs(world.database, 'sign-in', (tx) =>
      tx.insert(memberships).values({ ...values, status: 'granted', requestedBy: hand, grantedBy: hand }),
    )
    expect(await insert.catch(databaseErrorCode)).toBe('23514')
  })

  it('taken away end the sessions at once, with the reason on record', async () => {
    const personId = await addTestPerson(world, 'withdrawn', ['department'])
    const cookie = cookieOf(await signInAs(world, 'withdrawn'))
    await withdrawRole(security(), { personId, role: 'department', reason: '岗位调整' })
    expect((await world.fetch('/account', { headers: { cookie } })).status).toBe(303)
    const again = cookieOf(await signInAs(world, 'withdrawn'))
    expect((await world.fetch('/systems', { headers: { cookie: again } })).status).toBe(403)
    const entries = await recorded(world, 'person', personId)
    expect(entries.find(({ operation }) => operation === 'identity.approve-rights')).toMatchObject({
      reason: '岗位调整',
      before: { role: 'department', granted: true },
    })
  })
})

describe('the three administrators', () => {
  const combinations: [Role, Role][] = administrators.flatMap((one) =>
    (Object.keys(roles) as Role[])
      .filter((other) => other !== one)
      .map((other): [Role, Role] => [one, other]),
  )

  it.each(combinations)('never meet in one person: %s and %s', async (one, other) => {
    const personId = await addTestPerson(world, `${one}-${other}`, [one])
    expect(await codeOf(askForRole(system(), { personId, role: other }))).toBe('invalid-input')
    const insert = transactAs(world.database, 'sign-in', (tx) =>
      tx
        .insert(memberships)
        .values({ personId, role: other, jurisdictionId: world.jurisdictionId, status: 'requested' }),
    )
    expect(await insert.catch(databaseErrorCode)).toBe('23503')
    const turned = transactAs(world.database, 'sign-in', (tx) =>
      tx.update(people).set({ duty: 'business' }).where(eq(people.id, personId)),
    )
    expect(await turned.catch(databaseErrorCode)).toBe('23503')
  })

  it('see no business row, whatever they ask the database', async () => {
    const { jurisdictionId, organisations } = world
    const seen = (visibility: Parameters<typeof transactAs>[1]) =>
      transactAs(world.database, visibility, (tx) => tx.execute(sql`select name from systems`))
    await transactAs(world.database, { jurisdictionId, organisations: 'all' }, (tx) =>
      tx.execute(sql`insert into systems (jurisdiction_id, organisation_id, code, name)
        values (${jurisdictionId}, ${organisations.department}, 'S-1', '学籍系统')`),
    )
    expect((await seen(visibilityOf(world.as('finance').actor))).length).toBe(1)
    for (const admin of administrators)
      expect([admin, (await seen(visibilityOf(world.as(admin).actor))).length]).toEqual([admin, 0])
  })

  it('stay: the last of a kind can’t be disabled, moved or withdrawn', async () => {
    const town = await makeWorld()
    const securityId = town.as('security-admin').actor
    if (securityId.kind !== 'person') throw new Error('no person')
    const audit = town.as('audit-admin').actor
    if (audit.kind !== 'person') throw new Error('no person')
    const act = () => setDisabled(town.as('system-admin'), securityId.id, true)
    expect(await codeOf(act())).toBe('conflict')
    expect(await codeOf(movePerson(town.as('system-admin'), securityId.id, town.organisations.audit))).toBe(
      'conflict',
    )
    const withdraw = { personId: audit.id, role: 'audit-admin' as const, reason: '试' }
    expect(await codeOf(withdrawRole(town.as('security-admin'), withdraw))).toBe('conflict')
    await addTestPerson(town, 'successor', ['security-admin'])
    expect(await codeOf(act())).toBe('done')
  })
})

describe('leaving and moving', () => {
  it('takes everything at once: roles, sessions; coming back starts without roles', async () => {
    const personId = await addTestPerson(world, 'leaver', ['department'])
    const cookie = cookieOf(await signInAs(world, 'leaver'))
    await world.fetch(`/admin/people/${personId}/disable`, { as: 'system-admin', ...form({}) })
    expect((await world.fetch('/account', { headers: { cookie } })).status).toBe(303)
    expect((await signInAs(world, 'leaver')).status).toBe(400)
    await world.fetch(`/admin/people/${personId}/enable`, { as: 'system-admin', ...form({}) })
    const back = cookieOf(await signInAs(world, 'leaver'))
    expect((await world.fetch('/systems', { headers: { cookie: back } })).status).toBe(403)
  })

  it('to another unit ends what one could do in the old one', async () => {
    const personId = await addTestPerson(world, 'mover', ['department'])
    const cookie = cookieOf(await signInAs(world, 'mover'))
    await askForRole(system(), { personId, role: 'finance' })
    await movePerson(system(), personId, world.organisations.audit)
    expect((await world.fetch('/account', { headers: { cookie } })).status).toBe(303)
    const [listed] = (await listPeople(security(), { q: 'mover', state: '', page: 1 })).people
    expect(listed).toMatchObject({ organisationName: '县审计局机关', roles: [], requested: [] })
    expect(await codeOf(movePerson(system(), personId, world.organisations.audit))).toBe('conflict')
    // What was asked for the old unit is not granted in the new one.
    expect(await codeOf(grantRole(security(), { personId, role: 'finance' }))).not.toBe('done')
  })

  it('is nothing one does to oneself', async () => {
    const own = idOf('system-admin')
    expect(await codeOf(setDisabled(system(), own, true))).toBe('conflict')
    expect(await codeOf(movePerson(system(), own, world.organisations.audit))).toBe('conflict')
    expect(await codeOf(askAccountChange(system(), own, 'password'))).toBe('conflict')
  })

  it('a reset password takes two administrators: one has the link, the other the code, neither both', async () => {
    const personId = await addTestPerson(world, 'forgetful', ['department'])
    const cookie = cookieOf(await signInAs(world, 'forgetful'))
    const invitation = (await askAccountChange(system(), personId, 'password')) ?? ''
    const fresh = 'brand new words here'
    const set = (code: string) => world.fetch(invitation, form({ password: fresh, repeated: fresh, code }))
    // Asked for is not done: nobody is locked out, nobody comes in.
    expect((await world.fetch('/account', { headers: { cookie } })).status).toBe(200)
    for (const code of ['', 'aaaa-bbbb-cccc-dddd']) expect((await set(code)).status).toBe(400)
    const [change] = await listAskedChanges(system(), personId)
    const changeId = change?.id ?? 0
    expect(await codeOf(releaseAccountChange(system(), personId, { changeId }))).toBe('forbidden')
    expect(await codeOf(askAccountChange(security(), personId, 'password'))).toBe('forbidden')
    const code = await releaseAsked(world, personId)
    expect((await world.fetch('/account', { headers: { cookie } })).status).toBe(303)
    expect((await signInAs(world, 'forgetful')).status).toBe(400)
    expect((await set(code)).status).toBe(200)
    expect((await set(code)).status).toBe(404)
    expect((await signInAs(world, 'forgetful', testPassword)).status).toBe(400)
    // The owner is told on every page until they have seen it.
    world.clock.set('2026-11-21T10:05:00+08:00')
    const again = cookieOf(await signInAs(world, 'forgetful', fresh))
    const page = async () => (await world.fetch('/account', { headers: { cookie: again } })).text()
    expect(await page()).toContain('管理员变动过您账号的登录凭据')
    expect(await page()).toContain('重设密码')
    await world.fetch('/account/changes/seen', form({}, again))
    expect(await page()).not.toContain('管理员变动过您账号的登录凭据')
    world.clock.set('2026-11-21T10:00:00+08:00')
  })

  it('a change asked for can be refused, and asked for anew ends the link of before', async () => {
    const personId = await addTestPerson(world, 'twice', ['department'])
    const first = (await askAccountChange(system(), personId, 'password')) ?? ''
    const second = (await askAccountChange(system(), personId, 'password')) ?? ''
    expect((await world.fetch(first)).status).toBe(404)
    expect((await world.fetch(second)).status).toBe(200)
    const [change] = await listAskedChanges(security(), personId)
    const changeId = change?.id ?? 0
    await refuseAccountChange(security(), personId, changeId)
    expect(await codeOf(releaseAccountChange(security(), personId, { changeId }))).toBe('conflict')
    expect((await signInAs(world, 'twice')).status).toBe(303)
  })

  it('one hand that asks and releases is refused by the database too', async () => {
    const personId = await addTestPerson(world, 'both-hands', [])
    const hand = idOf('system-admin')
    const { jurisdictionId } = world
    const insert = transactAs(world.database, 'sign-in', (tx) =>
      tx.insert(accountChanges).values({
        ...{ jurisdictionId, personId, kind: 'password', status: 'asked' },
        ...{ askedBy: hand, decidedBy: hand, askedAt: world.clock.now() },
      }),
    )
    expect(await insert.catch(databaseErrorCode)).toBe('23514')
  })
})

describe('another jurisdiction', () => {
  it('has no people here, for its administrators', async () => {
    const elsewhere = {
      ...system(),
      actor: { ...system().actor, jurisdictionId: 'elsewhere' },
    }
    expect((await listPeople(elsewhere, { q: '', state: '', page: 1 })).total).toBe(0)
    expect(await codeOf(setDisabled(elsewhere, idOf('department'), true))).toBe('not-found')
    expect(await codeOf(movePerson(elsewhere, idOf('department'), 1))).toBe('not-found')
  })
})

describe('what one filed oneself', () => {
  it('is approved by somebody else', () => {
    const context = world.as('competent-bureau')
    expect(() => assertNotOwn(context, idOf('competent-bureau'))).toThrow('须由另一人审批')
    expect(() => assertNotOwn(context, idOf('bureau-handler'))).not.toThrow()
    expect(() => assertNotOwn(context, null)).not.toThrow()
  })
})
