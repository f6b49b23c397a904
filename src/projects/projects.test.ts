import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { transact } from '../platform/context.ts'
import { dateOf } from '../platform/dates.ts'
import { recordFacts } from '../systems/index.ts'
import { createProjectFromSystem } from './create-from-system.ts'
import { createProject } from './create-project.ts'
import { confirmMilestone } from './decide-milestone.ts'
import { linkSystem, unlinkSystem } from './link-system.ts'
import { readProject } from './read-project.ts'
import { listProjects, projectFilters } from './read-projects.ts'
import { revokeMilestone } from './record-milestone.ts'
import { accepted, bare, fundsOf, happened, imported, judge, projectOf, row, systemOf } from './testing.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld({ now: '2026-11-25T10:00:00+08:00' })
})

describe('a project', () => {
  it('is numbered by the year, or by hand once', async () => {
    const numbers = async () =>
      (await listProjects(world.as('audit'), projectFilters.parse({}))).projects.map((one) => one.number)
    await projectOf(world)
    const organisationId = world.organisations.department
    await createProject(world.as('bureau-handler'), { name: '数据平台', organisationId })
    await createProject(world.as('department'), { name: '会计系统', number: '陵财信〔2026〕1' })
    await projectOf(world)
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

  it('builds or runs systems of its own unit only', async () => {
    await imported(world, row(bare), row({ ...bare, code: 'B-1', name: '林业系统', unit: '县林业局' }))
    await projectOf(world, 'A-1')
    const second = await projectOf(world)
    // Its milestones would move another unit's money.
    await expect(
      linkSystem(world.as('competent-bureau'), { projectId: second, code: 'B-1', role: 'runs' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await linkSystem(world.as('department'), { projectId: second, code: 'A-1', role: 'runs' })
    await happened(world, second, 'department', 'decommissioned', '2026-11-20')
    expect(await systemOf(world)).toMatchObject({ decommissionedOn: '2026-11-20', builtOn: null })
  })

  it('takes its facts back from a system that was linked by mistake', async () => {
    await imported(world, row(bare))
    const projectId = await projectOf(world, 'A-1')
    await happened(world, projectId, 'bureau', 'approval', '2026-11-20')
    expect(await systemOf(world)).toMatchObject({ approvedOn: '2026-11-20' })
    await unlinkSystem(world.as('department'), { projectId, code: 'A-1' })
    expect(await systemOf(world)).toMatchObject({ approvedOn: null })
    await expect(unlinkSystem(world.as('department'), { projectId, code: 'A-1' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await linkSystem(world.as('department'), { projectId, code: 'A-1', role: 'builds' })
    expect(await systemOf(world)).toMatchObject({ approvedOn: '2026-11-20' })
  })

  it('lifts no stop by a link, which has one signature', async () => {
    await imported(world, row({ ...bare, accepted: '2026-08-01', filed: '无' }))
    await judge(world, '2026-11-25')
    expect(await fundsOf(world)).toMatchObject({ operations: 'denied' })
    const projectId = await projectOf(world)
    await happened(world, projectId, 'department', 'accepted', '2026-08-01', accepted)
    await happened(world, projectId, 'filing', 'acceptance-filed', '2026-08-02')
    await expect(
      linkSystem(world.as('department'), { projectId, code: 'A-1', role: 'builds' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    expect((await readProject(world.as('department'), projectId)).systems).toEqual([])
  })
})

describe('a project made of the ledger', () => {
  it('has its dates as milestones that count, without evidence, and moves no fact and no money', async () => {
    await imported(world, row())
    await judge(world, '2026-11-25')
    const [before, funds] = [await systemOf(world), await fundsOf(world)]
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
    const { version: _version, updatedAt: _at, ...after } = await systemOf(world)
    expect(before).toMatchObject(after)
    expect(await fundsOf(world)).toEqual(funds)
    await expect(createProjectFromSystem(world.as('department'), { code: 'A-1' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('is not made of a ledger without any date', async () => {
    await imported(world, row(bare))
    await expect(createProjectFromSystem(world.as('department'), { code: 'A-1' })).rejects.toThrow(
      '没有可以补录的',
    )
    expect((await listProjects(world.as('audit'), projectFilters.parse({}))).total).toBe(0)
  })

  it('wins over a ledger that says otherwise later', async () => {
    await imported(world, row())
    const id = await createProjectFromSystem(world.as('department'), { code: 'A-1' })
    world.clock.set('2026-11-26T10:00:00+08:00')
    await imported(world, row({ built: '2022-10-01' }))
    world.clock.set('2026-11-27T10:00:00+08:00')
    await happened(world, id, 'department', 'construction-started', '2022-04-02')
    expect(await systemOf(world)).toMatchObject({
      builtOn: '2022-11-01',
      constructionStartedOn: '2022-04-01',
    })
  })
})

it('tells late what was given up before a declaration that there was nothing of the kind', async () => {
  world.clock.set('2026-11-10T10:00:00+08:00')
  await imported(world, row(bare))
  const { id: systemId } = await systemOf(world)
  const declaration = {
    systemId,
    values: { decommissionedOn: 'infinity', disposalReportedOn: 'infinity' },
    holdsFrom: dateOf('2026-11-25'),
    source: { kind: 'declaration', id: 1 },
    document: '陵数函〔2026〕9号',
    reason: null,
    recordedBy: null,
    confirmedBy: null,
  } as const
  world.clock.set('2026-11-26T10:00:00+08:00')
  await transact(world.as('job'), (tx) => recordFacts(world.as('job'), tx, 'systems.import', [declaration]))
  expect(await systemOf(world)).toMatchObject({ decommissionedOn: 'infinity' })
  const projectId = await projectOf(world, 'A-1')
  const id = await happened(world, projectId, 'department', 'decommissioned', '2026-11-20')
  expect(await systemOf(world)).toMatchObject({ decommissionedOn: '2026-11-20' })
  const revocation = await revokeMilestone(world.as('department'), { id, reason: '没有停用' })
  await confirmMilestone(world.as('department-head'), { id: revocation })
  expect(await systemOf(world)).toMatchObject({ decommissionedOn: 'infinity' })
})
