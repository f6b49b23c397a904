import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { pdf } from '../evidence/files.fixture.ts'
import type { Role } from '../platform/permissions.ts'
import { confirmImport, previewLedger } from '../systems/index.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ now: '2026-11-25T10:00:00+08:00' })
  const text = [
    '系统编号,系统名称,主管单位,是否涉密,建成时间,竣工验收时间',
    'A-1,国库支付系统,县财政局国库股,否,2022-11-01,2023-01-05',
    'A-2,档案系统,县财政局国库股,否,,',
  ].join('\n')
  const bytes = new TextEncoder().encode(text)
  const { importId } = await previewLedger(world.as('data-centre'), { fileName: '台账.csv', bytes })
  await confirmImport(world.as('data-centre'), importId)
})

const page = async (path: string, as: Role) => (await world.fetch(path, { as })).text()
const post = (path: string, as: Role, values: Record<string, string> | FormData = {}) =>
  world.fetch(path, {
    method: 'POST',
    body: values instanceof FormData ? values : new URLSearchParams(values),
    as,
  })

describe('projects on pages, without JavaScript', () => {
  it('are made of the ledger by one button on the page of a system', async () => {
    expect(await page('/projects', 'department')).toContain('还没有项目')
    const system = await page('/systems/A-1', 'department')
    expect(system).toContain('由台账补录项目')
    expect(await page('/systems/A-1', 'finance')).not.toContain('由台账补录项目')
    const made = await post('/projects/from-system', 'department', { code: 'A-1' })
    expect(made.status).toBe(303)
    const project = await page(made.headers.get('location') ?? '', 'department')
    for (const text of ['XM-2026-00001', '国库支付系统', '◆ 未附凭证', '由台账补录', '未登记'])
      expect(project).toContain(text)
    const milestone = /\/projects\/milestones\/(\d+)/.exec(project)?.[1] ?? ''
    const evidence = new FormData()
    evidence.set('subjectKind', 'milestone')
    evidence.set('subjectId', milestone)
    evidence.set('file', new File([new Uint8Array(pdf())], '竣工报告.pdf'))
    expect((await post('/evidence', 'audit', evidence)).status).toBe(403)
    expect((await post('/evidence', 'data-centre', evidence)).status).toBe(403)
    expect((await post('/evidence', 'department', evidence)).status).toBe(303)
    expect(await page(`/projects/milestones/${milestone}`, 'finance')).toContain('竣工报告')
    const after = await page('/systems/A-1', 'department')
    expect(after).toContain('XM-2026-00001')
    expect(after).not.toContain('由台账补录项目</button>')
    expect((await post('/projects/from-system', 'department', { code: 'A-2' })).status).toBe(400)
  })

  it('go from the form over a second person to the facts of the system', async () => {
    const made = await post('/projects', 'department', { name: '档案系统建设', number: '', wan: '60' })
    const project = made.headers.get('location') ?? ''
    expect(await page(project, 'department')).toContain('还没有关联系统')
    const wrong = await post(`${project}/link`, 'department', { code: 'A-9', role: 'builds' })
    expect(wrong.status).toBe(404)
    expect((await post(`${project}/link`, 'department', { code: 'A-2', role: 'builds' })).status).toBe(303)

    expect(await page(`${project}/record?step=built`, 'department')).toContain('登记建成')
    const early = await post(`${project}/record`, 'department', { step: 'built', day: '2026-10-01' })
    expect(early.status).toBe(400)
    const refused = await early.text()
    expect(refused).toContain('按实际发生的先后补记')
    expect(refused).toContain('value="2026-10-01"')
    const form = new FormData()
    for (const [name, value] of Object.entries({
      step: 'built',
      day: '2026-10-01',
      asHappened: 'yes',
      reason: '开工登记补办中',
      'evidence-title': '完工报告',
    }))
      form.set(name, value)
    form.set('file', new File([new Uint8Array(pdf())], '完工报告.pdf'))
    expect((await post(`${project}/record`, 'department', form)).status).toBe(303)

    const waiting = await page(project, 'department-head')
    expect(waiting).toContain('1 个节点等第二人确认')
    const link = /\/projects\/milestones\/\d+/.exec(waiting)?.[0] ?? ''
    expect(await page('/desk', 'department-head')).toContain(link)
    expect(await page(link, 'department')).not.toContain('确认建成')
    const shown = await page(link, 'department-head')
    for (const text of ['轮到您', '确认建成', '建成日期', '2026年10月1日', '完工报告'])
      expect(shown).toContain(text)
    expect((await post(`${link}/refuse`, 'department-head')).status).toBe(400)
    expect((await post(`${link}/confirm`, 'department-head')).status).toBe(303)
    expect(await page('/systems/A-2', 'department')).toContain('2026-10-01')
    expect((await post(`${link}/confirm`, 'department-head')).status).toBe(409)
    const revoking = await post(`${link}/revoke`, 'department', { reason: '登记错了', document: '' })
    expect(revoking.status).toBe(303)
    expect(await page(project, 'department-head')).toContain('撤销建成')
    expect(await page('/projects?waiting=yes', 'department')).toContain('档案系统建设')
    expect(await page('/projects?q=没有', 'department')).toContain('没有符合条件的项目')
  })

  it('are recorded and read by the API too', async () => {
    const call = async (method: string, path: string, as: Role, body?: object) => {
      const answer = await world.fetch(`/api/v1/projects${path}`, {
        method,
        as,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
      const text = await answer.text()
      return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
    }
    const organisationId = world.organisations.audit
    const { body } = await call('POST', '', 'bureau-handler', {
      name: '数据平台',
      organisationId,
      investmentFen: 100,
    })
    const recorded = await call('POST', `/${body.id}/milestones`, 'bureau-handler', {
      step: 'approval',
      day: '2026-11-20',
      fen: 60_000_000,
    })
    expect(recorded.status).toBe(201)
    expect((await call('POST', `/milestones/${recorded.body.id}/confirm`, 'competent-bureau')).status).toBe(
      204,
    )
    expect((await call('GET', `/${body.id}`, 'audit')).body).toMatchObject({
      name: '数据平台',
      milestones: [{ step: 'approval', day: '2026-11-20', fen: 60_000_000, counts: true, evidence: 0 }],
    })
    expect((await call('GET', '', 'audit')).body).toMatchObject({ items: [{ name: '数据平台' }, {}, {}] })
    expect((await call('GET', `/${body.id}`, 'department')).status).toBe(404)
  })
})
