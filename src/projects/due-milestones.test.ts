import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import type { Role } from '../platform/permissions.ts'
import { jinchengChengqu2022 } from '../regulations/packs/jincheng-chengqu-2022.ts'
import { yuncheng2021 } from '../regulations/packs/yuncheng-2021.ts'
import { readDueMilestones } from './read-due-milestones.ts'
import { readProject } from './read-project.ts'
import { recordMilestone } from './record-milestone.ts'
import { accepted, bare, happened, imported, judgedBy, projectOf, row } from './testing.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld({ now: '2026-11-25T10:00:00+08:00' })
})
const dueOf = async (projectId: number, as: Role = 'department') =>
  (await readDueMilestones(world.as(as), await readProject(world.as(as), projectId))).map(
    ({ step, dueOn, overdue }) => [step, dueOn, overdue],
  )
const pageOf = async (projectId: number, as: Role) =>
  (await world.fetch(`/projects/${projectId}`, { as })).text()

describe('what the regulation wants of a project by a day', () => {
  it.each([
    ['2026-09-30', '2026-10-10'],
    ['2026-06-17', '2026-06-23'],
  ])('in Lingchuan: a budget reply of %s reported by %s', async (day, dueOn) => {
    const projectId = await projectOf(world)
    await happened(world, projectId, 'bureau', 'approval', '2026-01-10', { fen: 60_000_000 })
    expect(await dueOf(projectId)).toEqual([])
    await happened(world, projectId, 'finance', 'budget-replied', day)
    expect(await dueOf(projectId)).toEqual([['budget-filed', dueOn, true]])
    const page = await pageOf(projectId, 'department')
    for (const text of ['办理期限', '第十四条', '已逾期', '登记预算批复报备', '主管部门审批人员确认'])
      expect(page).toContain(text)
    expect(await pageOf(projectId, 'audit')).not.toContain('>登记预算批复报备<')
    await recordMilestone(world.as('department'), { projectId, step: 'budget-filed', day: '2026-11-20' })
    expect(await pageOf(projectId, 'department')).toMatch(/已登记<\/a>，等主管部门审批人员确认/)
    const answer = await world.fetch(`/api/v1/projects/${projectId}`, { as: 'finance' })
    expect(await answer.json()).toMatchObject({ due: [{ step: 'budget-filed', clause: 'LC-14', dueOn }] })
  })

  it('in Lingchuan is nothing below 600,000 yuan, and nothing once it is filed', async () => {
    const small = await projectOf(world)
    await happened(world, small, 'bureau', 'approval', '2026-01-10', { fen: 59_999_999 })
    await happened(world, small, 'finance', 'budget-replied', '2026-09-30')
    expect(await dueOf(small)).toEqual([])
    const filed = await projectOf(world)
    await happened(world, filed, 'bureau', 'approval', '2026-01-10', { fen: 60_000_000 })
    await happened(world, filed, 'finance', 'budget-replied', '2026-09-30')
    await happened(world, filed, 'filing', 'budget-filed', '2026-10-10')
    expect(await dueOf(filed)).toEqual([])
  })

  it.each([
    ['2026-09-24', '2026-10-09'],
    ['2026-09-28', '2026-10-10'],
    ['2026-02-12', '2026-02-26'],
    ['2026-04-27', '2026-05-07'],
  ])('in Yuncheng: a contract of %s filed by %s', async (day, dueOn) => {
    await judgedBy(world, yuncheng2021)
    const projectId = await projectOf(world)
    await happened(world, projectId, 'department', 'contract-signed', day)
    expect(await dueOf(projectId)).toEqual([['contract-filed', dueOn, true]])
  })

  it('is counted from the register’s facts where it leads a system, and each regulation wants its own', async () => {
    // The ledger knows the filing that the project's record lacks.
    await imported(world, row({ accepted: '2026-08-20', filed: '2026-09-10' }), row({ ...bare, code: 'A-2' }))
    const known = await projectOf(world, 'A-1')
    expect(await dueOf(known)).toEqual([])
    const projectId = await projectOf(world, 'A-2')
    await happened(world, projectId, 'department', 'accepted', '2026-11-16', accepted)
    expect(await dueOf(projectId)).toEqual([['acceptance-filed', '2026-12-28', false]])
    await judgedBy(world, jinchengChengqu2022)
    expect(await dueOf(projectId)).toEqual([])
  })
})
