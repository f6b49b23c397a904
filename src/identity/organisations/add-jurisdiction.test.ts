import { describe, expect, it } from 'vitest'
import { makeWorld } from '../../../tests/support/world.ts'
import { transactAs } from '../../platform/database.ts'
import { addPerson } from '../people/accounts.ts'
import { sessionCookie } from '../sign-in/cookies.ts'
import { openSession } from '../sign-in/sessions.ts'

const world = await makeWorld()
const values = {
  jurisdictionId: 'gaoping',
  jurisdictionName: '高平市',
  regulationId: '',
  organisationName: '高平市行政审批服务管理局',
  name: '许一',
  username: 'gaoping-admin',
  securityName: '许二',
  securityUsername: 'gaoping-anquan',
  auditName: '许三',
  auditUsername: 'gaoping-shenji',
}
const post = (changes: Partial<typeof values> = {}) =>
  world.fetch('/admin/jurisdictions', {
    as: 'system-admin',
    method: 'POST',
    body: new URLSearchParams({ ...values, ...changes }),
  })

describe('a further jurisdiction', () => {
  it('is made by the system administrator, and its three administrators come in by invitation', async () => {
    const form = await (await world.fetch('/admin/jurisdictions', { as: 'system-admin' })).text()
    expect(form).toContain('暂不采用')
    const made = await post()
    expect(made.status).toBe(200)
    const invitations = [...(await made.text()).matchAll(/http:\/\/dengyun\.test(\/invitation\/[\w-]+)/g)]
    expect(invitations).toHaveLength(3)

    const password = 'two unrelated words'
    const accepted = await world.fetch(invitations[0]?.[1] ?? '', {
      method: 'POST',
      body: new URLSearchParams({ password, repeated: password }),
    })
    expect(accepted.status).toBe(200)
    const signedIn = await world.fetch('/sign-in', {
      method: 'POST',
      body: new URLSearchParams({ username: values.username, password, next: '/' }),
    })
    expect(signedIn.status).toBe(303)
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const people = await (await world.fetch('/admin/people', { headers: { cookie } })).text()
    expect(people).toContain('高平市行政审批服务管理局')
    expect(people).not.toContain('县财政局')

    const list = await (await world.fetch('/admin/jurisdictions', { as: 'system-admin' })).text()
    expect(list).toMatch(/gaoping[\s\S]*尚未采用/)
    // The public looks at the first one, and can choose another.
    const anonymous = await (await world.fetch('/jurisdictions')).text()
    expect(anonymous).toContain('/catalogue?jurisdiction=gaoping')
    expect(await (await world.fetch('/catalogue?jurisdiction=gaoping')).text()).toContain('高平市')
  })

  it('is refused with the field at fault and what was typed', async () => {
    for (const [changes, words] of [
      [{ jurisdictionId: 'lingchuan' }, '已有这个代码的辖区'],
      [{ jurisdictionId: 'Gao Ping' }, '小写字母'],
      [{ jurisdictionId: 'gp-2', username: 'lingchuan-finance' }, '账号已被使用'],
      [{ jurisdictionId: 'gp-2', regulationId: 'atlantis-1' }, '没有收录这部法规'],
      [{ jurisdictionId: 'gp-2', auditUsername: 'GAOPING-anquan' }, '三个不同的账号'],
    ] as const) {
      const refused = await post(changes)
      expect(refused.status).toBe(400)
      const page = await refused.text()
      expect(page).toContain(words)
      expect(page).toContain('value="高平市行政审批服务管理局"')
    }
    const list = await (await world.fetch('/admin/jurisdictions', { as: 'system-admin' })).text()
    expect(list).not.toContain('gp-2')
  })

  it('is not made by the administrator of another jurisdiction than the first', async () => {
    await post({
      jurisdictionId: 'zezhou',
      username: 'zz-a',
      securityUsername: 'zz-b',
      auditUsername: 'zz-c',
    })
    const token = await transactAs(world.database, 'sign-in', async (tx) => {
      const [{ id } = { id: 0 }] = await tx.execute<{ id: number }>(
        `select organisation_id as id from people where username = 'zz-a'`,
      )
      return addPerson(tx, {
        jurisdictionId: 'zezhou',
        organisationId: Number(id),
        username: 'zz-d',
        name: '许四',
        passwordHash: null,
        roles: ['system-admin'],
      })
    })
    const session = await openSession(world.database, world.clock, token, { address: null, agent: null })
    const headers = { cookie: `${sessionCookie}=${session}` }
    const page = await (await world.fetch('/admin/jurisdictions', { headers })).text()
    expect(page).toContain('新建辖区由陵川县的系统管理员办理')
    const refused = await world.fetch('/admin/jurisdictions', {
      headers,
      method: 'POST',
      body: new URLSearchParams({ ...values, jurisdictionId: 'other' }),
    })
    expect(refused.status).toBe(403)
  })
})
