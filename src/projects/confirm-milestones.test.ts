import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { lingchuan2024 } from '../regulations/packs/lingchuan-2024.ts'
import { confirmMilestones, waitingMilestones } from './confirm-milestones.ts'
import { refuseMilestone } from './decide-milestone.ts'
import { recordMilestone } from './record-milestone.ts'
import { bare, fundsOf, imported, judge, judgedBy, outOfOrder, projectOf, row, systemOf } from './testing.ts'

let world: World
let waiting: number[]
beforeEach(async () => {
  world = await makeWorld({ now: '2026-11-25T10:00:00+08:00' })
  await judgedBy(world, lingchuan2024)
  await imported(
    world,
    row({ ...bare, approved: '2026-01-05' }),
    row({ ...bare, code: 'A-2', name: '档案系统' }),
  )
  await judge(world, '2026-11-25')
  const projectId = await projectOf(world, 'A-1')
  const as = world.as('department')
  waiting = [
    await recordMilestone(as, { projectId, step: 'built', day: '2026-04-01', ...outOfOrder }),
    await recordMilestone(as, { projectId, step: 'accepted', day: '2026-05-08', outcome: 'passed' }),
    await recordMilestone(as, { projectId, step: 'live', day: '2026-05-09' }),
  ]
})
const fetchAs = async (path: string, body?: [string, string][]) => {
  const answer = await world.fetch(path, {
    as: 'department-head',
    ...(body === undefined ? {} : { method: 'POST', body: new URLSearchParams(body) }),
  })
  return { status: answer.status, text: await answer.text() }
}
const ids = (name: string, of: readonly number[]) => of.map((id): [string, string] => [name, String(id)])

describe('milestones that wait', () => {
  it('are listed for their second person alone, and confirmed together', async () => {
    expect((await waitingMilestones(world.as('department-head'))).milestones.map(({ id }) => id)).toEqual(
      waiting,
    )
    expect((await waitingMilestones(world.as('competent-bureau'))).total).toBe(0)
    await expect(confirmMilestones(world.as('department'), { ids: waiting })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(confirmMilestones(world.as('competent-bureau'), { ids: waiting })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(confirmMilestones(world.as('department-head'), { ids: [] })).rejects.toThrow('请勾选')
    expect(await confirmMilestones(world.as('department-head'), { ids: waiting.toReversed() })).toEqual({
      confirmed: 3,
    })
    expect(await systemOf(world)).toMatchObject({
      builtOn: '2026-04-01',
      acceptedOn: '2026-05-08',
      liveOn: '2026-05-09',
    })
    // Accepted and not filed within thirty working days.
    expect(await fundsOf(world)).toMatchObject({ construction: 'denied' })
  })

  it('are confirmed all or none, and those that were decided on meanwhile are named', async () => {
    const [built = 0, acceptance = 0] = waiting
    await refuseMilestone(world.as('department-head'), { id: acceptance, comment: '日期不对' })
    await expect(confirmMilestones(world.as('department-head'), { ids: waiting })).rejects.toThrow(
      /1 个刚刚已经办过：“国库支付系统建设”竣工验收，2026-05-08，通过.*已退回.*什么都没有确认/,
    )
    expect((await systemOf(world)).builtOn).toBeNull()
    expect((await waitingMilestones(world.as('department-head'))).total).toBe(2)
    await expect(
      confirmMilestones(world.as('department-head'), { ids: [built, 999_999] }),
    ).rejects.toMatchObject({ code: 'not-found' })
    expect((await systemOf(world)).builtOn).toBeNull()
  })

  it('show on the page what the ticked ones change before the click, and nothing else is confirmed', async () => {
    const [built = 0] = waiting
    const opened = await fetchAs('/projects/waiting')
    expect(opened.text).toContain('确认勾选的 3 个节点后：1 个系统的资金结论改变')
    expect(opened.text).toMatch(/建设资金：[^<]*停拨|建设资金：[^<]*不予/)
    expect((await fetchAs('/desk')).text).toContain('/projects/waiting')
    const one = await fetchAs(`/projects/waiting?look=yes&ids=${built}`)
    expect(one.text).toContain('确认勾选的 1 个')
    expect((await fetchAs('/projects/waiting?look=yes')).text).toContain('还没有勾选')
    const other = await fetchAs('/projects/waiting/confirm', [
      ...ids('shown', waiting),
      ...ids('ids', [built]),
    ])
    expect(other.status).toBe(409)
    expect(other.text).toContain('勾选改了')
    expect(other.text).toContain('确认勾选的 1 个')
    expect((await systemOf(world)).builtOn).toBeNull()
    const done = await fetchAs('/projects/waiting/confirm', [
      ...ids('shown', [built]),
      ...ids('ids', [built]),
    ])
    expect(done.status).toBe(303)
    expect((await systemOf(world)).builtOn).toBe('2026-04-01')
    const stale = await fetchAs('/projects/waiting/confirm', [
      ...ids('shown', waiting),
      ...ids('ids', waiting),
    ])
    expect(stale.status).toBe(409)
    expect(stale.text).toContain('刚刚已经办过')
    expect(stale.text).toContain('确认勾选的 2 个')
  })

  it('say what they change of the construction money of a project without a system', async () => {
    const projectId = await projectOf(world)
    const as = world.as('department')
    const id = await recordMilestone(as, {
      projectId,
      step: 'accepted',
      day: '2026-08-20',
      outcome: 'passed',
      ...outOfOrder,
    })
    for (const path of [`/projects/waiting?look=yes&ids=${id}`, `/projects/milestones/${id}`]) {
      const { text } = await fetchAs(path)
      expect(text).toContain('1 个的建设资金结论改变')
      expect(text).toContain('还没有结论 → 不予拨付')
    }
  })

  it('are confirmed by the API too, and a file is registered by it', async () => {
    const call = async (
      path: string,
      as: 'department' | 'department-head',
      body: BodyInit,
      type = 'application/json',
    ) => {
      const answer = await world.fetch(path, { as, method: 'POST', body, headers: { 'content-type': type } })
      return { status: answer.status, body: await answer.json() }
    }
    expect(
      await call('/api/v1/projects/milestones/confirm', 'department-head', JSON.stringify({ ids: waiting })),
    ).toEqual({
      status: 200,
      body: { confirmed: 3 },
    })
    const shown = await call(
      '/api/v1/project-files?fileName=a.csv',
      'department',
      '项目名称,开工,颜色\n档案,2027-01-01,红',
      'application/octet-stream',
    )
    expect(shown).toMatchObject({
      status: 201,
      body: {
        projects: [{ row: 2, id: null, name: '档案' }],
        faults: [{ column: '颜色' }, { row: 2, column: '开工' }],
      },
    })
    const path = `/api/v1/project-files/${shown.body.fileId}/register`
    expect(await call(path, 'department', JSON.stringify({ digest: shown.body.digest }))).toEqual({
      status: 200,
      body: { projects: 1, systems: 0, milestones: 0 },
    })
  })
})
