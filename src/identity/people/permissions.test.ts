import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { allows } from '../../platform/context.ts'
import { administrators, allOperations, everyone, permissionOf, roles } from '../../platform/permissions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const operations = allOperations()
const grid = () =>
  operations
    .map((operation) => {
      const who = ['public', 'job', ...everyone] as const
      const allowed = who.filter((each) => allows(world.as(each).actor, operation))
      return `${operation}: ${allowed.join(' ')}`
    })
    .join('\n')

describe('the permission table', () => {
  it('says who may do what; changing it is a decision, not a side effect', async () => {
    await expect(grid()).toMatchFileSnapshot('permissions.golden.txt')
  })

  it('gives no business operation to an administrator, and none of theirs to anybody else', () => {
    const administrative = operations.filter((operation) =>
      administrators.some((role) => allows(world.as(role).actor, operation)),
    )
    const business = everyone.filter((role) => !administrators.some((each) => each === role))
    for (const operation of administrative) {
      const shared = allows({ kind: 'public', jurisdictionId: 'lingchuan' }, operation)
      const own =
        operation.startsWith('identity.') || operation.startsWith('audit.') || operation === 'jobs.read'
      expect([operation, shared || own]).toEqual([operation, true])
    }
    for (const operation of [
      'identity.manage-people',
      'identity.approve-rights',
      'audit.read-administration',
    ] as const)
      for (const role of business)
        expect([operation, role, allows(world.as(role).actor, operation)]).toEqual([operation, role, false])
  })

  it('separates the administrators: what one changes, no other does', () => {
    const changes = operations.filter((operation) => /^identity\.(manage|approve|secure)/.test(operation))
    for (const operation of changes)
      expect([
        operation,
        administrators.filter((role) => allows(world.as(role).actor, operation)).length,
      ]).toEqual([operation, 1])
  })

  it('is shown as it is enforced, to everybody who signs in', async () => {
    expect((await world.fetch('/admin/permissions')).status).toBe(303)
    const page = await (await world.fetch('/admin/permissions', { as: 'department' })).text()
    for (const operation of operations) expect(page).toContain(permissionOf(operation).title)
    for (const name of Object.values(roles)) expect(page).toContain(name)
    const own = page.match(/●/g)?.length
    const granted = operations.flatMap((operation) =>
      everyone.filter((role) => {
        const allowed: readonly string[] = permissionOf(operation).roles
        return allowed.includes(role) && !allowed.includes('public')
      }),
    )
    // One more mark explains what it means.
    expect(own).toBe(granted.length + 1)
  })
})
