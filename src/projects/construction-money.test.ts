import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { yuncheng2021 } from '../regulations/packs/yuncheng-2021.ts'
import { createProject, unitsThatLead } from './create-project.ts'
import { linkSystem } from './link-system.ts'
import { readConstructionMoney } from './read-construction-money.ts'
import { readProject } from './read-project.ts'
import { accepted, bare, happened, imported, judgedBy, outOfOrder, projectOf, row } from './testing.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld({ now: '2026-11-25T10:00:00+08:00' })
})

const moneyOf = async (projectId: number) => {
  const finance = world.as('finance')
  return readConstructionMoney(finance, await readProject(finance, projectId))
}

describe('construction money of a project without a system', () => {
  it('is judged by its own milestones: stopped from the day after a filing was due, paid again once filed', async () => {
    const projectId = await projectOf(world)
    expect(await moneyOf(projectId)).toBeNull()
    await happened(world, projectId, 'bureau', 'approval', '2026-01-10')
    await happened(world, projectId, 'department', 'construction-started', '2026-02-01')
    expect(await moneyOf(projectId)).toMatchObject({ verdict: 'eligible', findings: [] })
    await happened(world, projectId, 'department', 'accepted', '2026-08-20', accepted)
    expect(await moneyOf(projectId)).toMatchObject({
      verdict: 'denied',
      findings: [{ clause: 'LC-29', since: '2026-10-09' }],
      deadlines: [{ clause: 'LC-29', dueOn: '2026-10-08' }],
    })
    const page = await world.fetch(`/projects/${projectId}`, { as: 'department' })
    expect(await page.text()).toContain('建设资金：不予拨付')
    const answer = await world.fetch(`/api/v1/projects/${projectId}`, { as: 'finance' })
    expect(await answer.json()).toMatchObject({ construction: { verdict: 'denied' } })
    await happened(world, projectId, 'filing', 'acceptance-filed', '2026-11-20')
    expect(await moneyOf(projectId)).toMatchObject({ verdict: 'eligible', deadlines: [] })
  })

  it('is not known where a clause asks what only a system tells', async () => {
    await judgedBy(world, yuncheng2021)
    const projectId = await projectOf(world)
    await happened(world, projectId, 'bureau', 'approval', '2026-01-10')
    expect(await moneyOf(projectId)).toMatchObject({
      verdict: 'undetermined',
      findings: [{ clause: 'YC-23', missing: ['orders'] }],
    })
    await happened(world, projectId, 'department', 'construction-started', '2025-12-01', outOfOrder)
    await happened(world, projectId, 'department', 'accepted', '2026-08-20', accepted)
    expect(await moneyOf(projectId)).toMatchObject({ verdict: 'denied' })
  })

  it('is the systems’ to tell once it builds one', async () => {
    await imported(world, row(bare))
    const projectId = await projectOf(world)
    await happened(world, projectId, 'bureau', 'approval', '2026-01-10')
    await linkSystem(world.as('department'), { projectId, code: 'A-1', role: 'runs' })
    expect(await moneyOf(projectId)).not.toBeNull()
    const builder = await projectOf(world, 'A-1')
    expect(await moneyOf(builder)).toBeNull()
  })
})

it('is led by a unit with systems where the bureau registers it', async () => {
  await imported(world, row(bare))
  const bureau = world.as('competent-bureau')
  await expect(createProject(bureau, { name: '没有单位的' })).rejects.toMatchObject({
    errors: [{ path: 'organisationId' }],
  })
  expect(await unitsThatLead(world.as('department'))).toBeNull()
  const units = await unitsThatLead(bureau)
  expect(units).toEqual([{ id: world.organisations.department, name: '县财政局国库股' }])
  const form = await world.fetch('/projects/new', { as: 'competent-bureau' })
  expect(await form.text()).toContain('牵头单位')
  const body = new URLSearchParams({ name: '国库支付系统三期', organisationId: String(units?.[0]?.id) })
  const made = await world.fetch('/projects', { method: 'POST', body, as: 'competent-bureau' })
  expect(made.status).toBe(303)
  const refused = await world.fetch('/projects', {
    method: 'POST',
    body: new URLSearchParams({ name: '没有单位的', organisationId: '' }),
    as: 'competent-bureau',
  })
  expect(await refused.text()).toContain('请选择牵头单位')
})
