import { expect, it } from 'vitest'
import { makeWorld } from '../../tests/support/world.ts'
import { transact } from '../platform/context.ts'
import { seeingAll } from '../platform/database.ts'
import { dateOf } from '../platform/dates.ts'
import { recordFacts } from '../systems/index.ts'
import { systems } from '../systems/schema.ts'
import { recordRegister } from '../systems/testing.ts'
import { effectOf } from './effect-of.ts'
import { judgeSystems } from './judge-systems.ts'

it('counts what changes of other units’ systems, and names and sums up what the actor sees alone', async () => {
  const world = await makeWorld({ now: '2026-11-21T10:00:00+08:00' })
  const job = world.as('job')
  const made = await transact(job, (tx) =>
    tx
      .insert(systems)
      .values(
        (['department', 'finance'] as const).map((role) => ({
          jurisdictionId: world.jurisdictionId,
          organisationId: world.organisations[role],
          code: `S-${role}`,
          name: `${role}的系统`,
          classified: false,
        })),
      )
      .returning({ id: systems.id }),
  )
  await recordRegister(job)
  await transact(job, (tx) => judgeSystems(job, tx, world.clock.today()))
  const unshared = made.map(({ id }) => ({
    systemId: id,
    values: { dataSharing: false },
    holdsFrom: dateOf('2026-11-21'),
    source: { kind: 'milestone', id: 1 } as const,
    document: null,
    reason: null,
    recordedBy: null,
    confirmedBy: null,
  }))
  const effect = (as: 'department' | 'competent-bureau') =>
    effectOf(world.as(as), (tx) =>
      seeingAll(tx, () => recordFacts(world.as(as), tx, 'systems.import', unshared)),
    )
  const seen = await effect('competent-bureau')
  expect([seen.systems, seen.unseen, seen.some.length]).toEqual([2, 0, 2])
  const own = await effect('department')
  expect([own.systems, own.unseen]).toEqual([2, 1])
  expect(own.some.map(({ code }) => code)).toEqual(['S-department'])
  expect(own.byFund.every(({ systems: count }) => count === 1)).toBe(true)
})
