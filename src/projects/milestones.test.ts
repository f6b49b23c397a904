import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { auditEntries } from '../audit/schema.ts'
import { readEligibility } from '../funding/read-eligibility.ts'
import type { Context } from '../platform/context.ts'
import { transact } from '../platform/context.ts'
import type { Role } from '../platform/permissions.ts'
import { factEntries } from '../systems/schema.ts'
import { createProjectFromSystem } from './create-from-system.ts'
import { confirmIn, confirmMilestone, refuseMilestone } from './decide-milestone.ts'
import { linkSystem } from './link-system.ts'
import { readEffect } from './read-effect.ts'
import { readMilestone, readProject } from './read-project.ts'
import { listProjects, projectFilters } from './read-projects.ts'
import { recordMilestone, revokeMilestone } from './record-milestone.ts'
import { projectTasks } from './tasks.ts'
import { accepted, another, bare, happened, imported, judge, projectOf, row, systemOf } from './testing.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld({ now: '2026-11-25T10:00:00+08:00' })
})

describe('a milestone', () => {
  it('changes nothing until a second person confirms it, and then facts and verdict at once', async () => {
    await imported(world, row(bare))
    await judge(world, '2026-11-25')
    const projectId = await projectOf(world, 'A-1')
    const id = await recordMilestone(world.as('department'), {
      projectId,
      step: 'accepted',
      day: '2026-10-19',
      document: '验收报告',
      ...accepted,
    })
    expect(await systemOf(world)).toMatchObject({ acceptedOn: null })
    const { milestone } = await readMilestone(world.as('department-head'), id)
    expect(await readEffect(world.as('department-head'), milestone)).toMatchObject([
      {
        code: 'A-1',
        facts: [
          { label: '竣工验收日期', before: '未登记', after: '2026年10月19日' },
          { label: '验收备案日期', before: '未登记', after: '尚未备案' },
        ],
      },
    ])
    await confirmMilestone(world.as('department-head'), { id })
    expect(await systemOf(world)).toMatchObject({ acceptedOn: '2026-10-19', acceptanceFiledOn: 'infinity' })
    const entries = await transact(world.as('job'), (tx) =>
      tx.select().from(factEntries).where(eq(factEntries.sourceKind, 'milestone')),
    )
    const idOf = (role: Role) => {
      const { actor } = world.as(role)
      return actor.kind === 'person' ? actor.id : 0
    }
    expect(entries).toMatchObject([
      {
        sourceId: id,
        holdsFrom: '2026-11-25',
        document: '验收报告',
        recordedBy: idOf('department'),
        confirmedBy: idOf('department-head'),
      },
    ])
    const { verdict } = await readEligibility(world.as('finance'), 'A-1')
    expect(verdict?.deadlines).toMatchObject([{ clause: 'LC-29', dueOn: '2026-11-30' }])
  })

  it('is confirmed by another person of the side that may, and by no other', async () => {
    await imported(world, row(bare))
    const projectId = await projectOf(world, 'A-1')
    const own = { projectId, step: 'built', day: '2026-10-01', asHappened: true, reason: '补记' }
    for (const role of ['bureau-handler', 'competent-bureau', 'finance', 'data-centre', 'audit'] as const)
      await expect(recordMilestone(world.as(role), own), role).rejects.toMatchObject({ code: 'forbidden' })
    const mine = await recordMilestone(world.as('department-head'), own)
    await expect(confirmMilestone(world.as('department-head'), { id: mine })).rejects.toThrow('须由另一人')
    for (const role of ['department', 'competent-bureau', 'finance', 'bureau-handler'] as const)
      await expect(confirmMilestone(world.as(role), { id: mine }), role).rejects.toMatchObject({
        code: 'forbidden',
      })
    await confirmMilestone(await another(world, 'department-head'), { id: mine })

    const approval = { projectId, step: 'approval', day: '2026-09-01', fen: 60_000_000 }
    await expect(recordMilestone(world.as('department'), approval)).rejects.toThrow('立项批复由主管部门登记')
    const approved = await recordMilestone(world.as('bureau-handler'), approval)
    await expect(confirmMilestone(world.as('department-head'), { id: approved })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await confirmMilestone(world.as('competent-bureau'), { id: approved })
    const reviewed = { projectId, step: 'finance-reviewed', day: '2026-09-05' }
    const review = await recordMilestone(world.as('finance'), reviewed)
    await expect(confirmMilestone(world.as('finance'), { id: review })).rejects.toThrow('须由另一人')
    await confirmMilestone(await another(world, 'finance'), { id: review })
    expect(await systemOf(world)).toMatchObject({
      builtOn: '2026-10-01',
      approvedOn: '2026-09-01',
      investmentFen: 60_000_000,
      financeReviewedOn: '2026-09-05',
    })
  })

  it('of another department or jurisdiction is not there', async () => {
    await imported(world, row(bare))
    const projectId = await projectOf(world, 'A-1')
    const id = await recordMilestone(world.as('department'), {
      projectId,
      step: 'emergency',
      day: '2026-10-01',
    }).catch(() =>
      recordMilestone(world.as('bureau-handler'), { projectId, step: 'emergency', day: '2026-10-01' }),
    )
    const beside = await another(world, 'department-head', 'finance')
    const { actor } = world.as('competent-bureau')
    const elsewhere = { ...world.as('competent-bureau'), actor: { ...actor, jurisdictionId: 'qinshui' } }
    const gone = { code: 'not-found' }
    for (const context of [beside, elsewhere]) {
      await expect(readProject(context, projectId)).rejects.toMatchObject(gone)
      await expect(readMilestone(context, id)).rejects.toMatchObject(gone)
      await expect(confirmMilestone(context, { id })).rejects.toMatchObject(gone)
      await expect(refuseMilestone(context, { id, comment: '不符' })).rejects.toMatchObject(gone)
      await expect(revokeMilestone(context, { id, reason: '登记错了' })).rejects.toMatchObject(gone)
      await expect(
        recordMilestone(context, { projectId, step: 'approval', day: '2026-10-01' }),
      ).rejects.toMatchObject(gone)
      await expect(linkSystem(context, { projectId, code: 'A-1', role: 'runs' })).rejects.toMatchObject(gone)
      expect((await listProjects(context, projectFilters.parse({}))).total).toBe(0)
    }
    await expect(createProjectFromSystem(beside, { code: 'A-1' })).rejects.toMatchObject(gone)
  })

  it('is refused where it can not be, naming the field, and taken as it happened with a reason', async () => {
    await imported(world, row(bare))
    const projectId = await projectOf(world, 'A-1')
    const attempt = (step: string, day: string, more = {}) =>
      recordMilestone(world.as('department'), { projectId, step, day, ...more })
    const wrong = (path: string) => ({ code: 'invalid-input', errors: [{ path }] })
    await expect(attempt('built', '2026-11-26')).rejects.toMatchObject(wrong('day'))
    await expect(attempt('live', '2026-11-01')).rejects.toMatchObject(wrong('asHappened'))
    await expect(attempt('live', '2026-11-01', { asHappened: true })).rejects.toMatchObject(wrong('reason'))
    await expect(attempt('contract-filed', '2026-11-01')).rejects.toMatchObject(wrong('step'))
    await expect(attempt('acceptance-filed', '2026-11-01')).rejects.toMatchObject(wrong('step'))
    await expect(attempt('accepted', '2026-11-01')).rejects.toMatchObject(wrong('outcome'))
    await expect(attempt('built', '2026-13-01')).rejects.toMatchObject(wrong('day'))
    await expect(attempt('built', '2026-11-01', { fen: 1 })).rejects.toMatchObject(wrong('fen'))
    await expect(
      recordMilestone(world.as('bureau-handler'), {
        projectId,
        step: 'acceptance-extended',
        day: '2026-11-01',
        until: '2026-11-01',
        reason: '疫情影响',
      }),
    ).rejects.toMatchObject(wrong('until'))
    await happened(world, projectId, 'department', 'live', '2026-11-01', {
      asHappened: true,
      reason: '试运行在先',
    })
    expect(await systemOf(world)).toMatchObject({ liveOn: '2026-11-01' })
  })

  it('that two people record at once is one, and the other is shown both', async () => {
    await imported(world, row(bare))
    const projectId = await projectOf(world, 'A-1')
    const built = (who: Context, day: string) =>
      recordMilestone(who, { projectId, step: 'built', day, asHappened: true, reason: '补记' })
    const outcomes = await Promise.allSettled([
      built(world.as('department'), '2026-10-01'),
      built(await another(world, 'department'), '2026-10-02'),
    ])
    const [refused] = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(refused).toMatchObject({ code: 'conflict' })
    for (const text of ['2026-10-01', '2026-10-02', '登记）']) expect(refused.message).toContain(text)
  })

  it('is decided on once when two confirm at the same moment', async () => {
    await imported(world, row(bare))
    const projectId = await projectOf(world, 'A-1')
    const id = await recordMilestone(world.as('department'), {
      projectId,
      step: 'built',
      day: '2026-10-01',
      asHappened: true,
      reason: '补记',
    })
    const second = await another(world, 'department-head')
    const outcomes = await Promise.allSettled(
      [world.as('department-head'), second].map((who) => confirmMilestone(who, { id })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(refuseMilestone(second, { id, comment: '不符' })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is refused with a reason and then recorded anew', async () => {
    await imported(world, row(bare))
    const projectId = await projectOf(world, 'A-1')
    const built = { projectId, step: 'built', day: '2026-10-01', asHappened: true, reason: '补记' }
    const id = await recordMilestone(world.as('department'), built)
    await expect(refuseMilestone(world.as('department-head'), { id, comment: ' ' })).rejects.toMatchObject({
      errors: [{ path: 'comment' }],
    })
    await refuseMilestone(world.as('department-head'), { id, comment: '日期与报告不符' })
    expect(await systemOf(world)).toMatchObject({ builtOn: null })
    await recordMilestone(world.as('department'), { ...built, day: '2026-10-02' })
  })

  it('is on the desk of who can confirm it', async () => {
    await imported(world, row(bare))
    const projectId = await projectOf(world, 'A-1')
    await recordMilestone(world.as('department'), {
      projectId,
      step: 'built',
      day: '2026-10-01',
      asHappened: true,
      reason: '补记',
    })
    const count = async (role: Role) => (await projectTasks(world.as(role)))[0]?.count ?? 0
    expect(await count('department-head')).toBe(1)
    for (const role of ['department', 'competent-bureau', 'finance', 'audit'] as const)
      expect(await count(role), role).toBe(0)
  })
})

describe('a revocation', () => {
  it('is a milestone with two people, after which the register says what it did', async () => {
    await imported(world, row({ ...bare, built: '2026-01-01' }))
    const projectId = await projectOf(world, 'A-1')
    const id = await happened(world, projectId, 'department', 'built', '2026-03-01', {
      asHappened: true,
      reason: '补记',
    })
    expect(await systemOf(world)).toMatchObject({ builtOn: '2026-03-01' })
    const revocation = await revokeMilestone(world.as('department'), { id, reason: '登记到了别的项目' })
    expect(await systemOf(world)).toMatchObject({ builtOn: '2026-03-01' })
    await expect(
      revokeMilestone(await another(world, 'department'), { id, reason: '再登一次' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await confirmMilestone(world.as('department-head'), { id: revocation })
    expect(await systemOf(world)).toMatchObject({ builtOn: '2026-01-01' })
    await expect(
      revokeMilestone(world.as('department'), { id: revocation, reason: '撤销错了' }),
    ).rejects.toThrow('本身就是撤销')
    await expect(revokeMilestone(world.as('department'), { id, reason: '再撤' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('of what is filed waits until the filing is revoked, and leaves what was recorded after', async () => {
    await imported(world, row(bare))
    const projectId = await projectOf(world, 'A-1')
    const first = await happened(world, projectId, 'department', 'accepted', '2026-09-01', accepted)
    const filing = await happened(world, projectId, 'filing', 'acceptance-filed', '2026-09-10')
    await happened(world, projectId, 'department', 'accepted', '2026-10-10', accepted)
    expect(await systemOf(world)).toMatchObject({ acceptedOn: '2026-10-10', acceptanceFiledOn: 'infinity' })
    const revoke = (id: number) => revokeMilestone(world.as('department'), { id, reason: '不是验收' })
    await expect(revoke(first)).rejects.toThrow('2026年9月10日的验收备案报的就是这一条')
    const unfiled = await revoke(filing)
    await expect(revoke(first)).rejects.toMatchObject({ code: 'conflict' })
    await confirmMilestone(world.as('competent-bureau'), { id: unfiled })
    await confirmMilestone(world.as('department-head'), { id: await revoke(first) })
    expect(await systemOf(world)).toMatchObject({ acceptedOn: '2026-10-10', acceptanceFiledOn: 'infinity' })
  })
})

it('confirms with fact and verdict, or not at all', async () => {
  await imported(world, row(bare))
  const projectId = await projectOf(world, 'A-1')
  const id = await recordMilestone(world.as('bureau-handler'), {
    projectId,
    step: 'approval',
    day: '2026-11-20',
  })
  const audited = () =>
    transact(world.as('audit'), async (tx) => (await tx.select().from(auditEntries)).length)
  const [before, entries] = [await systemOf(world), await audited()]
  const bureau = world.as('competent-bureau')
  const failing = transact(bureau, async (tx) => {
    await confirmIn(bureau, tx, id)
    throw new Error('the power fails')
  })
  await expect(failing).rejects.toThrow('the power fails')
  expect(await systemOf(world)).toEqual(before)
  expect(await audited()).toBe(entries)
  expect((await readMilestone(world.as('audit'), id)).milestone).toMatchObject({ status: 'recorded' })
  await confirmMilestone(bureau, { id })
  expect(await readEligibility(world.as('finance'), 'A-1')).toMatchObject({ agrees: true })
})

it('keeps a milestone as it was recorded, by the database too', async () => {
  await imported(world, row(bare))
  const projectId = await projectOf(world, 'A-1')
  const id = await happened(world, projectId, 'bureau', 'approval', '2026-11-20')
  const attempt = (statement: ReturnType<typeof sql>) =>
    transact(world.as('job'), (tx) => tx.execute(statement)).then(
      () => 'done',
      (error: Error) => String(error.cause ?? error),
    )
  expect(await attempt(sql`update project_milestones set day = '2026-11-19' where id = ${id}`)).toMatch(
    /stays what was recorded|may not go/,
  )
  expect(await attempt(sql`update project_milestones set status = 'recorded' where id = ${id}`)).toMatch(
    /may not go/,
  )
  expect(await attempt(sql`delete from project_milestones where id = ${id}`)).toMatch(
    /denied|may not be deleted/,
  )
})
