import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { readEligibility } from '../funding/read-eligibility.ts'
import { transact } from '../platform/context.ts'
import { jiaozuo2021 } from '../regulations/packs/jiaozuo-2021.ts'
import { yuncheng2021 } from '../regulations/packs/yuncheng-2021.ts'
import { factEntries } from '../systems/schema.ts'
import { confirmMilestone } from './decide-milestone.ts'
import { recordMilestone, revokeMilestone } from './record-milestone.ts'
import {
  accepted,
  bare,
  fundsOf,
  happened,
  imported,
  judge,
  judgedBy,
  outOfOrder,
  projectOf,
  row,
  systemOf,
} from './testing.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld({ now: '2026-11-25T10:00:00+08:00' })
})

describe('a filing', () => {
  it('counts from the day of handing in once the bureau has confirmed it', async () => {
    await imported(world, row(bare))
    await judge(world, '2026-11-25')
    const projectId = await projectOf(world, 'A-1')
    // LC-29: thirty working days from 2026-10-19 end with 2026-11-30.
    await happened(world, projectId, 'department', 'accepted', '2026-10-19', accepted)
    expect(await fundsOf(world)).not.toMatchObject({ operations: 'denied' })
    world.clock.set('2026-12-01T10:00:00+08:00')
    await judge(world, '2026-12-01')
    expect(await fundsOf(world)).toMatchObject({ construction: 'denied', operations: 'denied' })
    const id = await recordMilestone(world.as('department'), {
      projectId,
      step: 'acceptance-filed',
      day: '2026-12-01',
    })
    world.clock.set('2026-12-03T10:00:00+08:00')
    await judge(world, '2026-12-03')
    await expect(confirmMilestone(world.as('department-head'), { id })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await fundsOf(world)).toMatchObject({ operations: 'denied' })
    await confirmMilestone(world.as('competent-bureau'), { id })
    expect(await systemOf(world)).toMatchObject({ acceptanceFiledOn: '2026-12-01' })
    expect(await fundsOf(world)).not.toMatchObject({ operations: 'denied' })
    const entries = await transact(world.as('job'), (tx) =>
      tx.select().from(factEntries).where(eq(factEntries.sourceId, id)),
    )
    expect(entries).toMatchObject([{ holdsFrom: '2026-12-01' }])
  })

  it.each([
    ['2026-10-19', '2026-11-30'],
    ['2026-10-20', '2026-12-01'],
    ['2026-09-01', '2026-10-19'],
    ['2026-11-16', '2026-12-28'],
  ])('of an acceptance on %s is due on %s', async (day, dueOn) => {
    await imported(world, row(bare))
    await judge(world, '2026-11-25')
    const projectId = await projectOf(world, 'A-1')
    await happened(world, projectId, 'department', 'accepted', day, accepted)
    const { verdict } = await readEligibility(world.as('finance'), 'A-1')
    expect(verdict?.deadlines.find(({ clause }) => clause === 'LC-29')).toMatchObject({ dueOn })
  })

  it('can not be confirmed once what it files is revoked', async () => {
    await imported(world, row(bare))
    const projectId = await projectOf(world, 'A-1')
    const id = await happened(world, projectId, 'department', 'accepted', '2026-10-19', accepted)
    const filing = await recordMilestone(world.as('department'), {
      projectId,
      step: 'acceptance-filed',
      day: '2026-11-01',
    })
    const revocation = await revokeMilestone(world.as('department'), { id, reason: '验收不成立' })
    await confirmMilestone(world.as('department-head'), { id: revocation })
    await expect(confirmMilestone(world.as('competent-bureau'), { id: filing })).rejects.toThrow('还不能确认')
  })

  it('keeps what it files from being revoked, also where both waited for their second person', async () => {
    await imported(world, row(bare))
    const projectId = await projectOf(world, 'A-1')
    const id = await happened(world, projectId, 'department', 'contract-signed', '2026-10-19')
    const revocation = await revokeMilestone(world.as('department'), { id, reason: '合同未签' })
    await happened(world, projectId, 'filing', 'contract-filed', '2026-11-01')
    await expect(confirmMilestone(world.as('department-head'), { id: revocation })).rejects.toThrow(
      '合同备案报的就是这一条',
    )
    expect(await systemOf(world)).toMatchObject({
      contractSignedOn: '2026-10-19',
      contractFiledOn: '2026-11-01',
    })
  })
})

it('an extension of an acceptance under the rules of Jiaozuo pays again at once, until the day after its end', async () => {
  await judgedBy(world, jiaozuo2021)
  await imported(world, row({ ...bare, approved: '2025-01-01', started: '2025-02-01' }))
  await judge(world, '2026-11-25')
  const projectId = await projectOf(world, 'A-1')
  // JZP-20: six months from 2025-08-31 end with 2026-02-28.
  await happened(world, projectId, 'department', 'built', '2025-08-31', outOfOrder)
  const denied = async () =>
    (await readEligibility(world.as('finance'), 'A-1')).verdict?.findings.some(
      ({ clause, effect }) => clause === 'JZP-21' && effect === 'denied',
    )
  expect(await fundsOf(world)).toMatchObject({ construction: 'denied', operations: 'denied' })
  await happened(world, projectId, 'bureau', 'acceptance-extended', '2026-11-24', {
    until: '2026-12-31',
    reason: '上级平台接口延后',
  })
  expect(await denied()).toBe(false)
  world.clock.set('2026-12-31T10:00:00+08:00')
  await judge(world, '2026-12-31')
  expect(await denied()).toBe(false)
  world.clock.set('2027-01-01T10:00:00+08:00')
  await judge(world, '2027-01-01')
  expect(await denied()).toBe(true)
  expect(await fundsOf(world)).toMatchObject({ construction: 'denied', operations: 'denied' })
})

describe('under the rules', () => {
  const deadlineOf = async (clause: string) =>
    (await readEligibility(world.as('finance'), 'A-1')).verdict?.deadlines.find(
      (one) => one.clause === clause,
    )?.dueOn

  it.each([
    ['2026-05-29', '2026-11-30'],
    ['2026-05-31', '2026-11-30'],
    ['2026-04-01', '2026-10-08'],
    ['2025-08-31', '2026-02-28'],
  ])('of Lingchuan, what was built on %s is to be accepted by %s', async (day, dueOn) => {
    await imported(world, row(bare))
    await judge(world, '2026-11-25')
    await happened(world, await projectOf(world, 'A-1'), 'department', 'built', day, outOfOrder)
    expect(await deadlineOf('LC-27')).toBe(dueOn)
  })

  it.each([
    ['2026-09-01', '2026-10-08'],
    ['2026-10-31', '2026-11-30'],
  ])('of Lingchuan, the disposal of what was given up on %s is to be reported by %s', async (day, dueOn) => {
    await imported(world, row(bare))
    await judge(world, '2026-11-25')
    await happened(world, await projectOf(world, 'A-1'), 'department', 'decommissioned', day)
    expect(await deadlineOf('LC-32')).toBe(dueOn)
  })

  it.each([
    ['2026-09-24', '2026-10-09'],
    ['2026-09-28', '2026-10-10'],
    ['2026-02-12', '2026-02-26'],
    ['2026-04-27', '2026-05-07'],
  ])('of Yuncheng, a contract signed on %s is to be filed by %s', async (day, dueOn) => {
    await judgedBy(world, yuncheng2021)
    await imported(world, row(bare))
    await judge(world, '2026-11-25')
    await happened(world, await projectOf(world, 'A-1'), 'department', 'contract-signed', day)
    const { verdict } = await readEligibility(world.as('finance'), 'A-1')
    expect(verdict?.deadlines.map((one) => one.dueOn)).toContain(dueOn)
  })

  it.each([
    ['without an emergency', false],
    ['in one that the bureau confirmed', true],
  ])('of Lingchuan, a beginning before the approval %s', async (_what, emergency) => {
    await imported(world, row(bare))
    await judge(world, '2026-11-25')
    const projectId = await projectOf(world, 'A-1')
    if (emergency) await happened(world, projectId, 'bureau', 'emergency', '2026-03-01')
    await happened(world, projectId, 'department', 'construction-started', '2026-03-02', outOfOrder)
    await happened(world, projectId, 'bureau', 'approval', '2026-04-01', outOfOrder)
    const { verdict } = await readEligibility(world.as('finance'), 'A-1')
    const warned = verdict?.findings.some(({ clause, effect }) => clause === 'LC-7c' && effect === 'warned')
    expect(warned).toBe(!emergency)
  })
})
