import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { judgeFunding } from '../../jobs/judge-funding.ts'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { auditEntries } from '../audit/schema.ts'
import { readEligibility } from '../funding/read-eligibility.ts'
import { addPerson } from '../identity/index.ts'
import { type Context, transact } from '../platform/context.ts'
import { transactAs } from '../platform/database.ts'
import { runOnce } from '../platform/jobs.ts'
import type { Role } from '../platform/permissions.ts'
import type { Pack } from '../regulations/engine/rules.ts'
import { jiaozuo2021 } from '../regulations/packs/jiaozuo-2021.ts'
import { adoptOlder } from '../rules/testing.ts'
import { confirmImport, previewLedger } from '../systems/index.ts'
import { factEntries, systems } from '../systems/schema.ts'
import { createProjectFromSystem } from './create-from-system.ts'
import { createProject } from './create-project.ts'
import { confirmIn, confirmMilestone, refuseMilestone } from './decide-milestone.ts'
import { linkSystem, unlinkSystem } from './link-system.ts'
import type { MilestoneStep } from './model.ts'
import { readEffect } from './read-effect.ts'
import { readMilestone, readProject } from './read-project.ts'
import { listProjects, projectFilters } from './read-projects.ts'
import { recordMilestone, revokeMilestone } from './record-milestone.ts'
import { projectTasks } from './tasks.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld({ now: '2026-11-25T10:00:00+08:00' })
})

const header =
  '系统编号,系统名称,主管单位,是否涉密,是否应急项目,立项批复时间,开工时间,建成时间,上线时间,竣工验收时间,验收备案时间,合同签订时间,合同备案时间,处置意见,要求完成时间,迁移确认时间,数据共享是否达标,业务协同是否达标'
/** A system that pays, but for what is said. */
const row = (given: Record<string, string> = {}) => {
  const all = {
    code: 'A-1',
    name: '国库支付系统',
    unit: '县财政局国库股',
    approved: '2022-03-01',
    started: '2022-04-01',
    built: '2022-11-01',
    live: '2022-12-01',
    accepted: '2023-01-05',
    filed: '2023-01-20',
    signed: '2022-03-20',
    contractFiled: '2022-03-25',
    ...given,
  }
  return `${all.code},${all.name},${all.unit},否,否,${all.approved},${all.started},${all.built},${all.live},${all.accepted},${all.filed},${all.signed},${all.contractFiled},迁移,2026-06-30,2026-05-01,是,是`
}
const bare = {
  approved: '',
  started: '',
  built: '',
  live: '',
  accepted: '',
  filed: '',
  signed: '',
  contractFiled: '',
}
async function imported(...rows: string[]) {
  const bytes = new TextEncoder().encode([header, ...rows].join('\n'))
  const { importId } = await previewLedger(world.as('data-centre'), { fileName: '台账.csv', bytes })
  await confirmImport(world.as('data-centre'), importId, { document: '陵数函〔2026〕1号' })
}
const systemOf = (code = 'A-1') =>
  transact(world.as('job'), async (tx) => {
    const [found] = await tx.select().from(systems).where(eq(systems.code, code))
    if (found === undefined) throw new Error('no system')
    return found
  })
/** As an installation judged by other rules. */
const judgedBy = (pack: Pack) => transact(world.as('job'), (tx) => adoptOlder(world.as('job'), tx, pack))
const judge = (period: string) =>
  runOnce(
    { database: world.database, objects: world.objects, clock: world.clock, log: () => {} },
    judgeFunding,
    world.jurisdictionId,
    period,
  )
const fundsOf = async (code = 'A-1') => (await readEligibility(world.as('finance'), code)).verdict?.funds

async function another(role: Role, organisation: Role = role): Promise<Context> {
  const organisationId = world.organisations[organisation]
  const id = await transactAs(world.database, 'sign-in', (tx) =>
    addPerson(tx, {
      jurisdictionId: world.jurisdictionId,
      organisationId,
      username: `second-${role}-${organisationId}`,
      name: '另一位',
      passwordHash: null,
      roles: [role],
    }),
  )
  const context = world.as(role)
  if (context.actor.kind !== 'person') throw new Error('no person')
  return { ...context, actor: { ...context.actor, id, organisationId, organisationIds: [organisationId] } }
}

async function projectOf(...codes: string[]): Promise<number> {
  const projectId = await createProject(world.as('department'), { name: '国库支付系统建设' })
  for (const code of codes) await linkSystem(world.as('department'), { projectId, code, role: 'builds' })
  return projectId
}

const people: Record<'department' | 'bureau' | 'finance' | 'filing', readonly [Role, Role]> = {
  department: ['department', 'department-head'],
  bureau: ['bureau-handler', 'competent-bureau'],
  finance: ['finance', 'competent-bureau'],
  filing: ['department', 'competent-bureau'],
}
/** A milestone with both of its people. Out: its id. */
async function happened(
  projectId: number,
  whose: keyof typeof people,
  step: MilestoneStep,
  day: string,
  more: Record<string, unknown> = {},
): Promise<number> {
  const [first, second] = people[whose]
  const id = await recordMilestone(world.as(first), { projectId, step, day, ...more })
  await confirmMilestone(world.as(second), { id })
  return id
}
const outOfOrder = { asHappened: true, reason: '补记' }
const accepted = { outcome: 'passed', ...outOfOrder }

describe('a milestone', () => {
  it('changes nothing until a second person confirms it, and then facts and verdict at once', async () => {
    await imported(row(bare))
    await judge('2026-11-25')
    const projectId = await projectOf('A-1')
    const id = await recordMilestone(world.as('department'), {
      projectId,
      step: 'accepted',
      day: '2026-10-19',
      document: '验收报告',
      ...accepted,
    })
    expect(await systemOf()).toMatchObject({ acceptedOn: null })
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
    expect(await systemOf()).toMatchObject({ acceptedOn: '2026-10-19', acceptanceFiledOn: 'infinity' })
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
    await imported(row(bare))
    const projectId = await projectOf('A-1')
    const own = { projectId, step: 'built', day: '2026-10-01', asHappened: true, reason: '补记' }
    for (const role of ['bureau-handler', 'competent-bureau', 'finance', 'data-centre', 'audit'] as const)
      await expect(recordMilestone(world.as(role), own), role).rejects.toMatchObject({ code: 'forbidden' })
    const mine = await recordMilestone(world.as('department-head'), own)
    await expect(confirmMilestone(world.as('department-head'), { id: mine })).rejects.toThrow('须由另一人')
    for (const role of ['department', 'competent-bureau', 'finance', 'bureau-handler'] as const)
      await expect(confirmMilestone(world.as(role), { id: mine }), role).rejects.toMatchObject({
        code: 'forbidden',
      })
    await confirmMilestone(await another('department-head'), { id: mine })

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
    await confirmMilestone(await another('finance'), { id: review })
    expect(await systemOf()).toMatchObject({
      builtOn: '2026-10-01',
      approvedOn: '2026-09-01',
      investmentFen: 60_000_000,
      financeReviewedOn: '2026-09-05',
    })
  })

  it('of another department or jurisdiction is not there', async () => {
    await imported(row(bare))
    const projectId = await projectOf('A-1')
    const id = await recordMilestone(world.as('department'), {
      projectId,
      step: 'emergency',
      day: '2026-10-01',
    }).catch(() =>
      recordMilestone(world.as('bureau-handler'), { projectId, step: 'emergency', day: '2026-10-01' }),
    )
    const beside = await another('department-head', 'finance')
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
    await imported(row(bare))
    const projectId = await projectOf('A-1')
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
    await happened(projectId, 'department', 'live', '2026-11-01', { asHappened: true, reason: '试运行在先' })
    expect(await systemOf()).toMatchObject({ liveOn: '2026-11-01' })
  })

  it('that two people record at once is one, and the other is shown both', async () => {
    await imported(row(bare))
    const projectId = await projectOf('A-1')
    const built = (who: Context, day: string) =>
      recordMilestone(who, { projectId, step: 'built', day, asHappened: true, reason: '补记' })
    const outcomes = await Promise.allSettled([
      built(world.as('department'), '2026-10-01'),
      built(await another('department'), '2026-10-02'),
    ])
    const [refused] = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(refused).toMatchObject({ code: 'conflict' })
    for (const text of ['2026-10-01', '2026-10-02', '登记）']) expect(refused.message).toContain(text)
  })

  it('is decided on once when two confirm at the same moment', async () => {
    await imported(row(bare))
    const projectId = await projectOf('A-1')
    const id = await recordMilestone(world.as('department'), {
      projectId,
      step: 'built',
      day: '2026-10-01',
      asHappened: true,
      reason: '补记',
    })
    const second = await another('department-head')
    const outcomes = await Promise.allSettled(
      [world.as('department-head'), second].map((who) => confirmMilestone(who, { id })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(refuseMilestone(second, { id, comment: '不符' })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is refused with a reason and then recorded anew', async () => {
    await imported(row(bare))
    const projectId = await projectOf('A-1')
    const built = { projectId, step: 'built', day: '2026-10-01', asHappened: true, reason: '补记' }
    const id = await recordMilestone(world.as('department'), built)
    await expect(refuseMilestone(world.as('department-head'), { id, comment: ' ' })).rejects.toMatchObject({
      errors: [{ path: 'comment' }],
    })
    await refuseMilestone(world.as('department-head'), { id, comment: '日期与报告不符' })
    expect(await systemOf()).toMatchObject({ builtOn: null })
    await recordMilestone(world.as('department'), { ...built, day: '2026-10-02' })
  })

  it('is on the desk of who can confirm it', async () => {
    await imported(row(bare))
    const projectId = await projectOf('A-1')
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
    await imported(row({ ...bare, built: '2026-01-01' }))
    const projectId = await projectOf('A-1')
    const id = await happened(projectId, 'department', 'built', '2026-03-01', {
      asHappened: true,
      reason: '补记',
    })
    expect(await systemOf()).toMatchObject({ builtOn: '2026-03-01' })
    const revocation = await revokeMilestone(world.as('department'), { id, reason: '登记到了别的项目' })
    expect(await systemOf()).toMatchObject({ builtOn: '2026-03-01' })
    await expect(
      revokeMilestone(await another('department'), { id, reason: '再登一次' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await confirmMilestone(world.as('department-head'), { id: revocation })
    expect(await systemOf()).toMatchObject({ builtOn: '2026-01-01' })
    await expect(
      revokeMilestone(world.as('department'), { id: revocation, reason: '撤销错了' }),
    ).rejects.toThrow('本身就是撤销')
    await expect(revokeMilestone(world.as('department'), { id, reason: '再撤' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('leaves what was recorded after the milestone, and what others said', async () => {
    await imported(row(bare))
    const projectId = await projectOf('A-1')
    const first = await happened(projectId, 'department', 'accepted', '2026-09-01', accepted)
    await happened(projectId, 'filing', 'acceptance-filed', '2026-09-10')
    await happened(projectId, 'department', 'accepted', '2026-10-10', accepted)
    expect(await systemOf()).toMatchObject({ acceptedOn: '2026-10-10', acceptanceFiledOn: 'infinity' })
    const revocation = await revokeMilestone(world.as('department'), { id: first, reason: '不是验收' })
    await confirmMilestone(world.as('department-head'), { id: revocation })
    expect(await systemOf()).toMatchObject({ acceptedOn: '2026-10-10', acceptanceFiledOn: 'infinity' })
  })
})

describe('a filing', () => {
  it('counts from the day of handing in once the bureau has confirmed it', async () => {
    await imported(row(bare))
    await judge('2026-11-25')
    const projectId = await projectOf('A-1')
    // LC-29: thirty working days from 2026-10-19 end with 2026-11-30.
    await happened(projectId, 'department', 'accepted', '2026-10-19', accepted)
    expect(await fundsOf()).not.toMatchObject({ operations: 'denied' })
    world.clock.set('2026-12-01T10:00:00+08:00')
    await judge('2026-12-01')
    expect(await fundsOf()).toMatchObject({ construction: 'denied', operations: 'denied' })
    const id = await recordMilestone(world.as('department'), {
      projectId,
      step: 'acceptance-filed',
      day: '2026-12-01',
    })
    world.clock.set('2026-12-03T10:00:00+08:00')
    await judge('2026-12-03')
    await expect(confirmMilestone(world.as('department-head'), { id })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await fundsOf()).toMatchObject({ operations: 'denied' })
    await confirmMilestone(world.as('competent-bureau'), { id })
    expect(await systemOf()).toMatchObject({ acceptanceFiledOn: '2026-12-01' })
    expect(await fundsOf()).not.toMatchObject({ operations: 'denied' })
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
    await imported(row(bare))
    await judge('2026-11-25')
    const projectId = await projectOf('A-1')
    await happened(projectId, 'department', 'accepted', day, accepted)
    const { verdict } = await readEligibility(world.as('finance'), 'A-1')
    expect(verdict?.deadlines.find(({ clause }) => clause === 'LC-29')).toMatchObject({ dueOn })
  })

  it('can not be confirmed once what it files is revoked', async () => {
    await imported(row(bare))
    const projectId = await projectOf('A-1')
    const id = await happened(projectId, 'department', 'accepted', '2026-10-19', accepted)
    const filing = await recordMilestone(world.as('department'), {
      projectId,
      step: 'acceptance-filed',
      day: '2026-11-01',
    })
    const revocation = await revokeMilestone(world.as('department'), { id, reason: '验收不成立' })
    await confirmMilestone(world.as('department-head'), { id: revocation })
    await expect(confirmMilestone(world.as('competent-bureau'), { id: filing })).rejects.toThrow('还不能确认')
  })
})

it('an extension of an acceptance under the rules of Jiaozuo pays again at once, until the day after its end', async () => {
  await judgedBy(jiaozuo2021)
  await imported(row({ ...bare, approved: '2025-01-01', started: '2025-02-01' }))
  await judge('2026-11-25')
  const projectId = await projectOf('A-1')
  // JZP-20: six months from 2025-08-31 end with 2026-02-28.
  await happened(projectId, 'department', 'built', '2025-08-31', outOfOrder)
  const denied = async () =>
    (await readEligibility(world.as('finance'), 'A-1')).verdict?.findings.some(
      ({ clause, effect }) => clause === 'JZP-21' && effect === 'denied',
    )
  expect(await fundsOf()).toMatchObject({ construction: 'denied', operations: 'denied' })
  await happened(projectId, 'bureau', 'acceptance-extended', '2026-11-24', {
    until: '2026-12-31',
    reason: '上级平台接口延后',
  })
  expect(await denied()).toBe(false)
  world.clock.set('2026-12-31T10:00:00+08:00')
  await judge('2026-12-31')
  expect(await denied()).toBe(false)
  world.clock.set('2027-01-01T10:00:00+08:00')
  await judge('2027-01-01')
  expect(await denied()).toBe(true)
  expect(await fundsOf()).toMatchObject({ construction: 'denied', operations: 'denied' })
})

describe('a project', () => {
  it('is numbered by the year, or by hand once', async () => {
    const numbers = async () =>
      (await listProjects(world.as('audit'), projectFilters.parse({}))).projects.map((one) => one.number)
    await projectOf()
    await createProject(world.as('bureau-handler'), { name: '数据平台' })
    await createProject(world.as('department'), { name: '会计系统', number: '陵财信〔2026〕1' })
    await projectOf()
    expect(await numbers()).toEqual(['XM-2026-00003', '陵财信〔2026〕1', 'XM-2026-00002', 'XM-2026-00001'])
    await expect(
      createProject(world.as('department'), { name: '另一个', number: '陵财信〔2026〕1' }),
    ).rejects.toMatchObject({ code: 'conflict', errors: [{ path: 'number' }] })
    await expect(
      createProject(world.as('department'), {
        name: '别人的',
        organisationId: world.organisations.finance,
      }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('builds a system alone, for the time being, and says so', async () => {
    await imported(row(bare))
    await projectOf('A-1')
    const second = await projectOf()
    await expect(
      linkSystem(world.as('department'), { projectId: second, code: 'A-1', role: 'rebuilds' }),
    ).rejects.toThrow('一个系统暂时只能有一个建设或改建项目')
    await linkSystem(world.as('department'), { projectId: second, code: 'A-1', role: 'runs' })
    await happened(second, 'department', 'decommissioned', '2026-11-20')
    expect(await systemOf()).toMatchObject({ decommissionedOn: '2026-11-20', builtOn: null })
  })

  it('takes its facts back from a system that was linked by mistake', async () => {
    await imported(row(bare))
    const projectId = await projectOf('A-1')
    await happened(projectId, 'bureau', 'approval', '2026-11-20')
    expect(await systemOf()).toMatchObject({ approvedOn: '2026-11-20' })
    await unlinkSystem(world.as('department'), { projectId, code: 'A-1' })
    expect(await systemOf()).toMatchObject({ approvedOn: null })
    await expect(unlinkSystem(world.as('department'), { projectId, code: 'A-1' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await linkSystem(world.as('department'), { projectId, code: 'A-1', role: 'builds' })
    expect(await systemOf()).toMatchObject({ approvedOn: '2026-11-20' })
  })

  it('lifts no stop by a link, which has one signature', async () => {
    await imported(row({ ...bare, accepted: '2026-08-01', filed: '无' }))
    await judge('2026-11-25')
    expect(await fundsOf()).toMatchObject({ operations: 'denied' })
    const projectId = await projectOf()
    await happened(projectId, 'department', 'accepted', '2026-08-01', accepted)
    await happened(projectId, 'filing', 'acceptance-filed', '2026-08-02')
    await expect(
      linkSystem(world.as('department'), { projectId, code: 'A-1', role: 'builds' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    expect((await readProject(world.as('department'), projectId)).systems).toEqual([])
  })
})

describe('a project made of the ledger', () => {
  it('has its dates as milestones that count, without evidence, and moves no fact and no money', async () => {
    await imported(row())
    await judge('2026-11-25')
    const [before, funds] = [await systemOf(), await fundsOf()]
    const id = await createProjectFromSystem(world.as('department'), { code: 'A-1' })
    const project = await readProject(world.as('department'), id)
    expect(project).toMatchObject({
      number: 'XM-2026-00001',
      name: '国库支付系统',
      systems: [{ code: 'A-1', role: 'builds' }],
    })
    expect(
      project.milestones.map(({ step, day, fromLedger, counts }) => [step, day, fromLedger, counts]),
    ).toEqual([
      ['approval', '2022-03-01', true, true],
      ['contract-signed', '2022-03-20', true, true],
      ['contract-filed', '2022-03-25', true, true],
      ['construction-started', '2022-04-01', true, true],
      ['built', '2022-11-01', true, true],
      ['live', '2022-12-01', true, true],
      ['accepted', '2023-01-05', true, true],
      ['acceptance-filed', '2023-01-20', true, true],
    ])
    const { version: _version, updatedAt: _at, ...after } = await systemOf()
    expect(before).toMatchObject(after)
    expect(await fundsOf()).toEqual(funds)
    await expect(createProjectFromSystem(world.as('department'), { code: 'A-1' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('is not made of a ledger without any date', async () => {
    await imported(row(bare))
    await expect(createProjectFromSystem(world.as('department'), { code: 'A-1' })).rejects.toThrow(
      '没有可以补录的',
    )
    expect((await listProjects(world.as('audit'), projectFilters.parse({}))).total).toBe(0)
  })

  it('wins over a ledger that says otherwise later', async () => {
    await imported(row())
    const id = await createProjectFromSystem(world.as('department'), { code: 'A-1' })
    world.clock.set('2026-11-26T10:00:00+08:00')
    await imported(row({ built: '2022-10-01' }))
    world.clock.set('2026-11-27T10:00:00+08:00')
    await happened(id, 'department', 'construction-started', '2022-04-02')
    expect(await systemOf()).toMatchObject({ builtOn: '2022-11-01', constructionStartedOn: '2022-04-01' })
  })
})

it('confirms with fact and verdict, or not at all', async () => {
  await imported(row(bare))
  const projectId = await projectOf('A-1')
  const id = await recordMilestone(world.as('bureau-handler'), {
    projectId,
    step: 'approval',
    day: '2026-11-20',
  })
  const audited = () =>
    transact(world.as('audit'), async (tx) => (await tx.select().from(auditEntries)).length)
  const [before, entries] = [await systemOf(), await audited()]
  const bureau = world.as('competent-bureau')
  const failing = transact(bureau, async (tx) => {
    await confirmIn(bureau, tx, id)
    throw new Error('the power fails')
  })
  await expect(failing).rejects.toThrow('the power fails')
  expect(await systemOf()).toEqual(before)
  expect(await audited()).toBe(entries)
  expect((await readMilestone(world.as('audit'), id)).milestone).toMatchObject({ status: 'recorded' })
  await confirmMilestone(bureau, { id })
  expect(await readEligibility(world.as('finance'), 'A-1')).toMatchObject({ agrees: true })
})

it('keeps a milestone as it was recorded, by the database too', async () => {
  await imported(row(bare))
  const projectId = await projectOf('A-1')
  const id = await happened(projectId, 'bureau', 'approval', '2026-11-20')
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
