import { and, eq, isNull, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { verdictForMoney, verdictsAsOf } from '../funding/index.ts'
import { readEligibility } from '../funding/read-eligibility.ts'
import { replayVerdict } from '../funding/replay.ts'
import { verdicts } from '../funding/schema.ts'
import { verdictsCheck } from '../funding/verdict-checks.ts'
import { transact } from '../platform/context.ts'
import { dateOf } from '../platform/dates.ts'
import { registerCheck, systemsAsOf } from '../systems/index.ts'
import { factEntries } from '../systems/schema.ts'
import { createProjectFromSystem } from './create-from-system.ts'
import { createProject } from './create-project.ts'
import { confirmMilestone } from './decide-milestone.ts'
import { linkSystem, unlinkSystem } from './link-system.ts'
import { readEffect } from './read-effect.ts'
import { readMilestone } from './read-project.ts'
import { recordMilestone, revokeMilestone } from './record-milestone.ts'
import { accepted, fundsOf, happened, imported, judge, outOfOrder, row, systemOf } from './testing.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld({ now: '2026-11-25T10:00:00+08:00' })
})

/** A project of the department. Out: its id. */
async function project(name: string, role: 'builds' | 'rebuilds' = 'builds'): Promise<number> {
  const projectId = await createProject(world.as('department'), { name })
  await linkSystem(world.as('department'), { projectId, code: 'A-1', role })
  return projectId
}

/** Of the ledger: accepted and filed in 2023, it pays. A second phase begins in September. */
async function twoPhases() {
  await imported(world, row())
  await judge(world, '2026-11-25')
  const first = await createProjectFromSystem(world.as('department'), { code: 'A-1', name: '一期' })
  const second = await project('二期', 'rebuilds')
  return { first, second }
}

const findings = async () => (await readEligibility(world.as('finance'), 'A-1')).verdict?.findings ?? []

/** Every check of the night, on what is kept of registers and verdicts. */
const differences = () =>
  transact(world.as('job'), async (tx) => {
    const found = []
    for (const check of [registerCheck, verdictsCheck]) {
      const { differences: of } = await check.run(world.as('job'), tx, [])
      found.push(...(Array.isArray(of) ? of : await tx.execute(sql`select * from (${of}) d`)))
    }
    return found
  })

describe('a system that two projects build', () => {
  it('is not paid while the second is accepted and unfiled, though the first alone would be', async () => {
    const { second } = await twoPhases()
    expect(await fundsOf(world)).toMatchObject({ operations: 'eligible' })
    await happened(world, second, 'bureau', 'approval', '2026-01-10')
    await happened(world, second, 'department', 'construction-started', '2026-02-01')
    expect(await fundsOf(world)).toMatchObject({ operations: 'eligible', construction: 'eligible' })
    await happened(world, second, 'department', 'built', '2026-06-01')
    await happened(world, second, 'department', 'accepted', '2026-08-20', { outcome: 'passed' })

    expect(await fundsOf(world)).toMatchObject({ operations: 'denied', construction: 'denied' })
    expect((await findings())[0]).toMatchObject({
      clause: 'LC-29',
      since: '2026-10-09',
      reason: expect.stringMatching(/^项目“二期”（XM-2026-00002）：2026年8月20日竣工验收/),
      project: { id: second, number: 'XM-2026-00002', name: '二期' },
    })
    const { verdict } = await verdictForMoney(world.as('finance'), (await systemOf(world)).id)
    expect(verdict?.byProject).toMatchObject([
      { project: { name: '一期' }, funds: { operations: 'eligible' } },
      { project: { name: '二期' }, funds: { operations: 'denied' } },
    ])
    expect(verdict?.deadlines).toContainEqual(
      expect.objectContaining({ clause: 'LC-29', dueOn: '2026-10-08', project: expect.anything() }),
    )
    const { liftingRemedies } = await readEligibility(world.as('finance'), 'A-1')
    expect(liftingRemedies).toMatchObject([{ clause: 'LC-29', effect: 'denied', project: { name: '二期' } }])
    const page = await world.fetch('/systems/A-1', { as: 'finance' })
    const text = await page.text()
    expect(text).toContain('各项目下的结论，最严的算数')
    expect(text).toContain('项目“二期”（XM-2026-00002）：批准日期 2026年1月10日')
    // The register's own columns stay the first's.
    expect(await systemOf(world)).toMatchObject({ acceptedOn: '2023-01-05', acceptanceFiledOn: '2023-01-20' })
  })

  it('is not paid while the first is unfiled, though the second alone would be, and is again once that is filed', async () => {
    await imported(world, row())
    await judge(world, '2026-11-25')
    const first = await project('一期')
    const second = await project('二期', 'rebuilds')
    await happened(world, second, 'bureau', 'approval', '2026-09-10')
    await happened(world, second, 'department', 'construction-started', '2026-10-01')
    await happened(world, first, 'department', 'accepted', '2026-08-20', accepted)
    expect(await fundsOf(world)).toMatchObject({ operations: 'denied' })
    expect((await findings())[0]).toMatchObject({ since: '2026-10-09', project: { name: '一期' } })

    world.clock.set('2026-12-03T10:00:00+08:00')
    await happened(world, first, 'filing', 'acceptance-filed', '2026-12-01')
    expect(await fundsOf(world)).toMatchObject({ operations: 'eligible' })
    const replayed = await replayVerdict(world.as('audit'), 'A-1', { asOf: dateOf('2026-11-30') })
    expect(replayed.past.verdict.funds).toMatchObject({ operations: 'denied' })
  })

  it('keeps one verdict, says it again of any day as it was written, and every check agrees', async () => {
    const { second } = await twoPhases()
    await happened(world, second, 'department', 'accepted', '2026-08-20', accepted)
    const before = world.clock.now()
    world.clock.set('2026-11-26T10:00:00+08:00')
    await judge(world, '2026-11-26')
    const id = await happened(world, second, 'filing', 'acceptance-filed', '2026-09-20')
    expect(await fundsOf(world)).toMatchObject({ operations: 'eligible' })
    const standing = await transact(world.as('job'), (tx) =>
      tx.select().from(verdicts).where(isNull(verdicts.supersededAt)),
    )
    expect(standing).toHaveLength(1)
    const then = await replayVerdict(world.as('audit'), 'A-1', {
      asOf: dateOf('2026-11-25'),
      knownAt: before,
    })
    expect(then.past.verdict.funds).toMatchObject({ operations: 'denied' })
    expect(then.proof).toMatchObject({ same: true })
    expect(await differences()).toEqual([])
    const { agrees } = await readEligibility(world.as('finance'), 'A-1')
    expect(agrees).toBe(true)
    const revocation = await revokeMilestone(world.as('department'), { id, reason: '误登' })
    await confirmMilestone(world.as('competent-bureau'), { id: revocation })
    expect(await fundsOf(world)).toMatchObject({ operations: 'denied' })
    expect(await differences()).toEqual([])
  })

  it('counts in a report of a past day what stood under each project then', async () => {
    const { second } = await twoPhases()
    await happened(world, second, 'department', 'accepted', '2026-08-20', accepted)
    world.clock.set('2026-12-02T10:00:00+08:00')
    await happened(world, second, 'filing', 'acceptance-filed', '2026-12-01')
    const operationsOn = (day: string) =>
      transact(world.as('job'), async (tx) => {
        const asOf = dateOf(day)
        const register = systemsAsOf(world.jurisdictionId, { day: asOf, knownAt: world.clock.now() })
        const said = await verdictsAsOf(world.as('job'), tx, register, asOf)
        return tx.execute<{ operations: string }>(sql`select operations from ${said} v`)
      })
    expect(await operationsOn('2026-11-30')).toMatchObject([{ operations: 'denied' }])
    expect(await operationsOn('2026-12-02')).toMatchObject([{ operations: 'eligible' }])
  })

  it('shows before signing what a milestone of the second says, not what the register does', async () => {
    const { second } = await twoPhases()
    const id = await recordMilestone(world.as('department'), {
      projectId: second,
      step: 'built',
      day: '2026-06-01',
      ...outOfOrder,
    })
    const { milestone } = await readMilestone(world.as('department-head'), id)
    const [effect] = await readEffect(world.as('department-head'), milestone)
    expect(effect?.facts).toContainEqual({ label: '建成日期', before: '未登记', after: '2026年6月1日' })
    expect(effect?.facts).toContainEqual({ label: '竣工验收日期', before: '未登记', after: '尚未验收' })
  })

  it('is given up once, whichever project says so', async () => {
    const { second } = await twoPhases()
    await happened(world, second, 'department', 'decommissioned', '2026-11-01')
    expect(await systemOf(world)).toMatchObject({ decommissionedOn: '2026-11-01', underProjects: null })
  })

  it('is judged anew without the second once the link is undone, unless that lifts a stop or the first leads', async () => {
    const { first, second } = await twoPhases()
    await expect(unlinkSystem(world.as('department'), { projectId: first, code: 'A-1' })).rejects.toThrow(
      '请先解除那些项目的关联',
    )
    await happened(world, second, 'bureau', 'approval', '2026-01-10')
    expect((await systemOf(world)).underProjects).toHaveLength(2)
    await unlinkSystem(world.as('department'), { projectId: second, code: 'A-1' })
    expect((await systemOf(world)).underProjects).toBeNull()
    await linkSystem(world.as('department'), { projectId: second, code: 'A-1', role: 'rebuilds' })
    expect((await systemOf(world)).underProjects).toMatchObject([
      { name: '一期', facts: null },
      {
        name: '二期',
        facts: { approvedOn: '2026-01-10', constructionStartedOn: 'infinity', acceptedOn: 'infinity' },
      },
    ])
    await happened(world, second, 'department', 'accepted', '2026-08-20', accepted)
    await expect(
      unlinkSystem(world.as('department'), { projectId: second, code: 'A-1' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await expect(createProjectFromSystem(world.as('department'), { code: 'A-1' })).rejects.toThrow(
      '台账日期已经随项目“一期”',
    )
  })

  it('has the facts of a third beside them, recorded together in the order of their days', async () => {
    const { second } = await twoPhases()
    const third = await project('三期', 'rebuilds')
    await happened(world, third, 'bureau', 'approval', '2026-11-22')
    await happened(world, second, 'bureau', 'approval', '2026-11-24')
    await happened(world, second, 'department', 'construction-started', '2026-11-25')
    await happened(world, third, 'department', 'construction-started', '2026-11-25')
    expect((await systemOf(world)).underProjects).toMatchObject([
      { name: '一期', facts: null },
      { name: '二期', facts: { approvedOn: '2026-11-24', constructionStartedOn: '2026-11-25' } },
      { name: '三期', facts: { approvedOn: '2026-11-22', constructionStartedOn: '2026-11-25' } },
    ])
    const entries = await transact(world.as('job'), (tx) =>
      tx
        .select({ voids: factEntries.voids })
        .from(factEntries)
        .where(and(eq(factEntries.sourceKind, 'milestone'), isNull(factEntries.voids))),
    )
    expect(entries.length).toBeGreaterThan(3)
    expect(await differences()).toEqual([])
  })
})
