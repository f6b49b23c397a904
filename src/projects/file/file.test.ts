import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import type { Role } from '../../platform/permissions.ts'
import { openWorkbook } from '../../platform/spreadsheet/read-workbook.ts'
import { sheetAsXlsx } from '../../platform/spreadsheet/write-sheet.ts'
import { confirmMilestone } from '../decide-milestone.ts'
import { readProject } from '../read-project.ts'
import { listProjects } from '../read-projects.ts'
import { bare, imported, row, systemOf } from '../testing.ts'
import { fileColumns } from './columns.ts'
import { previewProjectFile } from './preview-file.ts'
import { readProjectFileView } from './read-project-file.ts'
import { registerProjectFile } from './register-file.ts'
import { projectFileTemplate } from './template.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld({ now: '2026-11-25T10:00:00+08:00' })
  await imported(
    world,
    row(bare),
    row({ ...bare, code: 'A-2', name: '档案系统' }),
    row({ code: 'B-1', name: '造林系统', unit: '县林业局' }),
  )
})

const csv = (...lines: string[]) => new Uint8Array(new TextEncoder().encode(lines.join('\r\n')))
async function previewed(as: Role, bytes: Uint8Array<ArrayBuffer>, fileName = '项目.csv') {
  const { fileId } = await previewProjectFile(world.as(as), { fileName, bytes })
  return readProjectFileView(world.as(as), fileId)
}
const registered = async (as: Role, bytes: Uint8Array<ArrayBuffer>) => {
  const { id, plan } = await previewed(as, bytes)
  return registerProjectFile(world.as(as), { fileId: id, digest: plan.digest })
}
const all = (as: Role = 'department') =>
  listProjects(world.as(as), { page: 1, q: undefined, unit: undefined, waiting: undefined })

describe('a file of projects', () => {
  it('is shown first, registered at once, and changes nothing the second time', async () => {
    const file = csv(
      '2026年项目登记表',
      '项目编号,项目名称,估算投资（万元）,建设的系统编号,开工,建成时间,竣工验收,竣工验收结果,竣工验收文号,合同签订,合同金额（万元）,先后颠倒的理由',
      'GK-1,国库支付系统建设,98.5,A-1、A-2,2026-02-01,2026年8月1日,2026/9/1,通过,陵财验〔2026〕1号,2026-01-10,95,立项批复由主管部门另行登记',
      ',档案平台,,,,,,,,,,',
    )
    const first = await previewed('department', file)
    expect(first.plan.issues).toEqual([])
    expect(first.plan.planned).toMatchObject([
      {
        row: 3,
        id: null,
        number: 'GK-1',
        investmentFen: 98_500_000,
        systems: [{ code: 'A-1', role: 'builds' }, { code: 'A-2' }],
        milestones: [
          { step: 'contract-signed', day: '2026-01-10', fen: 95_000_000, asHappened: false },
          { step: 'construction-started', asHappened: true, reason: '立项批复由主管部门另行登记' },
          { step: 'built', day: '2026-08-01', asHappened: false },
          { step: 'accepted', day: '2026-09-01', outcome: 'passed', document: '陵财验〔2026〕1号' },
        ],
      },
      { row: 4, number: null, name: '档案平台' },
    ])
    expect((await all()).total).toBe(0)
    const { digest } = first.plan
    expect(await registerProjectFile(world.as('department'), { fileId: first.id, digest })).toEqual({
      projects: 2,
      systems: 2,
      milestones: 4,
    })
    const { projects } = await all()
    expect(projects.map(({ number, waiting }) => [number, waiting])).toEqual([
      ['XM-2026-00001', 0],
      ['GK-1', 4],
    ])
    // Nothing counts before its second person.
    expect((await systemOf(world)).builtOn).toBeNull()
    const project = await readProject(world.as('department'), projects[1]?.id ?? 0)
    for (const { id } of project.milestones) await confirmMilestone(world.as('department-head'), { id })
    expect(await systemOf(world)).toMatchObject({ builtOn: '2026-08-01', acceptedOn: '2026-09-01' })

    await expect(
      registerProjectFile(world.as('department'), { fileId: first.id, digest }),
    ).rejects.toMatchObject({ code: 'conflict' })
    const again = await previewed('department', file)
    expect(again.plan).toMatchObject({
      issues: [],
      planned: [
        { id: projects[1]?.id, systems: [], milestones: [], onRecord: 6 },
        { id: projects[0]?.id, systems: [], milestones: [], onRecord: 0 },
      ],
    })
    await expect(
      registerProjectFile(world.as('department'), { fileId: again.id, digest: again.plan.digest }),
    ).rejects.toThrow('没有新的')
    expect((await all()).total).toBe(2)
  })

  it('loses a cell or a row by a fault, and says which and why', async () => {
    const { plan } = await previewed(
      'department',
      csv(
        '项目编号,项目名称,牵头单位,建设的系统编号,立项批复,开工,建成,竣工验收,竣工验收结果,验收备案,验收备案文号,颜色',
        'P-1,一期,,A-9、B-1、A-1,2026-01-05,2026-02-30,2026-13,2026-09-01,,,陵数备1号,红',
        'P-1,又一期,,,,,,,,,,',
        ',,,,,2026-01-01,,,,,,',
        'P-3,三期,县林业局,,,,,,,,,',
        'P-4,四期,,,,2027-01-01,,2026-09-01,通过,2026-08-01,,',
      ),
    )
    expect(plan.planned).toMatchObject([
      { row: 2, systems: [{ code: 'A-1' }], milestones: [] },
      { row: 6, milestones: [] },
    ])
    const said = plan.issues.map(({ row, column, message }) => `${row} ${column ?? ''} ${message}`)
    for (const [place, why] of [
      ['1 颜色', '不认识这一列'],
      ['2 开工', '没有 2026 年 2 月 30 日'],
      ['2 建成', '只写到月'],
      ['2 竣工验收结果', '请选择验收是否通过'],
      ['2 验收备案', '没有填验收备案的日期'],
      ['2 建设的系统编号', '没有这个系统'],
      ['2 立项批复', '立项批复由主管部门登记'],
      ['3', '与第 2 行是同一个项目'],
      ['4', '没有项目名称，也没有项目编号'],
      ['5 牵头单位', '项目由本单位牵头的才由您登记'],
      ['6 开工', '日期不能晚于今天'],
      ['6 竣工验收', '先后颠倒的理由'],
      ['6 验收备案', '还没有竣工验收'],
    ] as const)
      expect(
        said.filter((text) => text.startsWith(place) && text.includes(why)),
        `${place} ${why}`,
      ).not.toEqual([])
    expect(plan.issues.filter(({ column }) => column === '建设的系统编号').map(({ value }) => value)).toEqual(
      ['A-9', 'B-1'],
    )
  })

  it('is filled by the bureau for every unit, adds what is new to a project, and touches no record', async () => {
    await registered('department', csv('项目编号,项目名称,开工,先后颠倒的理由', 'P-1,一期,2026-02-01,补记'))
    const { plan, id } = await previewed(
      'bureau-handler',
      csv(
        '项目编号,项目名称,牵头单位,立项批复,批复投资（万元）,开工,建设的系统编号',
        'P-1,,,2026-01-05,60,,A-1',
        'P-2,造林,县林业局,2026-03-01,,,B-1',
        'P-3,无主,,2026-03-01,,,',
        ',,县财政局国库股,,,,',
      ),
    )
    expect(plan.issues.map(({ row }) => row)).toEqual([4, 5])
    await registerProjectFile(world.as('bureau-handler'), { fileId: id, digest: plan.digest })
    expect(
      (await all('bureau-handler')).projects.map(({ number, unit, systems, waiting }) => [
        number,
        unit,
        systems,
        waiting,
      ]),
    ).toEqual([
      ['P-2', '县林业局', 1, 1],
      ['P-1', '县财政局国库股', 1, 2],
    ])
    // Another unit's number is taken, and nothing else is said of it; a record is never overwritten.
    const other = await previewed('department', csv('项目编号,项目名称,开工', 'P-2,我的,', 'P-1,,2026-02-02'))
    expect(other.plan.planned).toMatchObject([{ number: 'P-1', milestones: [] }])
    expect(other.plan.issues[0]?.message).toContain('别的单位的项目已经用了这个编号')
    expect(other.plan.issues[1]?.message).toMatch(/已登记：开工，2026-02-01.*与文件不同/)
  })

  it('registers nothing when what was shown is no more, and is nobody else’s', async () => {
    const file = csv('项目编号,项目名称', 'P-1,一期')
    const shown = await previewed('department', file)
    await registered('department', file)
    const stale = { fileId: shown.id, digest: shown.plan.digest }
    await expect(registerProjectFile(world.as('department'), stale)).rejects.toThrow('请核对新的预览')
    await expect(registerProjectFile(world.as('bureau-handler'), stale)).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(
      previewProjectFile(world.as('finance'), { fileName: 'a.csv', bytes: file }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    const many = Array.from({ length: 301 }, (_, place) => `P-${place},项目${place}`)
    await expect(previewed('department', csv('项目编号,项目名称', ...many))).rejects.toMatchObject({
      code: 'too-large',
    })
    await expect(previewed('department', csv('甲,乙', '1,2'))).rejects.toMatchObject({
      code: 'unreadable-file',
    })
  })

  it('is downloaded as a template with the columns of one’s own, and read as a workbook', async () => {
    const titles = async (as: Role) => {
      const sheets = await openWorkbook({
        fileName: 'a.xlsx',
        bytes: await projectFileTemplate(world.as(as)),
      })
      for await (const [first] of sheets[0]?.rows() ?? []) return first?.cells
      return []
    }
    expect(await titles('department')).toContain('竣工验收结果')
    expect(await titles('department')).not.toContain('立项批复')
    expect(await titles('bureau-handler')).toEqual(
      expect.arrayContaining(['立项批复', '验收延至', '牵头单位']),
    )
    const columns = fileColumns.map(({ title }) => ({ title, width: 12 }))
    const cells = fileColumns.map(({ title }) =>
      title === '项目名称'
        ? '档案系统'
        : title === '开工' || title === '验收延期'
          ? { date: '2026-03-01' }
          : title === '批复投资（万元）'
            ? 98.5
            : null,
    )
    const bytes = await sheetAsXlsx({ name: '项目', columns }, [cells])
    const { plan } = await previewed('department', bytes, '项目.xlsx')
    expect(plan.planned).toMatchObject([{ row: 2, name: '档案系统', milestones: [] }])
    expect(plan.issues.map(({ column }) => column)).toEqual(
      expect.arrayContaining(['立项批复', '开工', '验收延至', '验收延期理由']),
    )
  })

  it('goes from the upload over the preview to the projects on pages', async () => {
    const post = (path: string, body: BodyInit) =>
      world.fetch(path, { method: 'POST', body, as: 'department' })
    const form = new FormData()
    form.set(
      'file',
      new File([csv('项目编号,项目名称,开工,先后颠倒的理由', 'P-1,一期,2026-02-01,补记')], '项目.csv'),
    )
    const uploaded = await post('/projects/files', form)
    expect(uploaded.status).toBe(303)
    const path = uploaded.headers.get('location') ?? ''
    const shown = await (await world.fetch(path, { as: 'department' })).text()
    for (const text of ['将登记 1 个新项目', '开工，2026-02-01', '按实际先后补记', '新建'])
      expect(shown).toContain(text)
    expect((await post(`${path}/register`, new URLSearchParams({ digest: 'x' }))).status).toBe(409)
    const digest = /name="digest" value="([^"]+)"/.exec(shown)?.[1] ?? ''
    expect((await post(`${path}/register`, new URLSearchParams({ digest }))).status).toBe(303)
    expect(await (await world.fetch(path, { as: 'department' })).text()).toContain('已登记')
    expect(await (await world.fetch('/projects', { as: 'department' })).text()).toContain('一期')
    expect(
      (await world.fetch('/projects/files/template', { as: 'department' })).headers.get('content-type'),
    ).toContain('sheet')
  })
})
