import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { judgeSystems } from '../funding/judge-systems.ts'
import { transact } from '../platform/context.ts'
import { dateOf } from '../platform/dates.ts'
import { PostedForm } from '../platform/http/posted-form.ts'
import { fenOf } from '../platform/money.ts'
import type { Role } from '../platform/permissions.ts'
import { proposeFact } from '../systems/index.ts'
import { systems } from '../systems/schema.ts'
import { recordRegister } from '../systems/testing.ts'
import { draftSupplement } from './supplements/draft-supplement.ts'
import { emptyForm, enteredBy, formIn, formOf } from './supplements/form.ts'
import { readSupplement } from './supplements/read-supplements.ts'
import { adoptOlder, sampleDefinition } from './testing.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
  await transact(world.as('job'), async (tx) => {
    const { jurisdictionId, organisations } = world
    await tx.insert(systems).values(
      ['public-cloud', 'government-cloud'].map((hosting, index) => ({
        jurisdictionId,
        organisationId: organisations.department,
        code: `A-${index}`,
        name: `系统${index}`,
        classified: false,
        migrationRequired: false,
        decommissionedOn: 'infinity' as const,
        dataSharing: true,
        businessCoordination: true,
        acceptedOn: dateOf('2025-01-06'),
        acceptanceFiledOn: dateOf('2025-01-20'),
        builtOn: dateOf('2025-01-01'),
        exemptionUntil: 'infinity' as const,
        hosting: hosting as 'public-cloud',
        annualOperationsFen: fenOf(12_340_000),
      })),
    )
  })
  await recordRegister(world.as('job'))
})
const page = async (path: string, as: Role = 'competent-bureau') => (await world.fetch(path, { as })).text()
const post = (path: string, fields: Record<string, string | string[]>, as: Role = 'bureau-handler') => {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
  return world.fetch(path, { as, method: 'POST', body })
}
const recordOf = (code: string, values: Readonly<Record<string, unknown>>) =>
  proposeFact(world.as('bureau-handler'), code, {
    values,
    holdsFrom: '2026-11-20',
    document: '陵数函〔2026〕3号',
    reason: '核实',
  })
const judge = () => transact(world.as('job'), (tx) => judgeSystems(world.as('job'), tx, dateOf('2026-11-21')))
const flat = (html: string) => html.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, '')

/** The form of the sample, as a browser sends it. */
const fields = {
  title: sampleDefinition.title,
  documentNumber: '陵数发〔2026〕12号',
  article: '第三条',
  demand: sampleDefinition.demand,
  from: '2026-10-01',
  lastDay: '',
  event: '',
  'when.join': 'all',
  'when.of.0.block': 'hosting',
  'when.of.0.among': ['public-cloud'],
  'unless.join': 'any',
  effect: 'suspended',
  funds: ['operations'],
  reason: '部署在公有云',
  'remedy.what': '迁入政务云',
  'remedy.by': '系统所属单位',
  'remedy.evidence': '迁移确认单',
}

describe('the form of a supplementary rule', () => {
  it('takes rows more and less by its buttons, keeping what was typed', async () => {
    const added = await (
      await post('/rules/supplements', {
        ...fields,
        title: '没写完',
        do: 'add-unless',
        'new-unless': 'investment',
      })
    ).text()
    expect(added).toContain('value="没写完"')
    expect(added).toContain('name="when.of.0.among" value="public-cloud" checked')
    expect(added).toContain('name="unless.of.0.fen"')
    const removed = await (await post('/rules/supplements', { ...fields, do: 'remove-when-0' })).text()
    expect(removed).not.toContain('name="when.of.0.block"')
    expect(removed).toContain('name="reason"')
  })

  it('shows the rule in Chinese and the systems it would change, before anything is saved', async () => {
    await judge()
    const answer = await post('/rules/supplements', { ...fields, do: 'preview' })
    expect(answer.status).toBe(200)
    const html = flat(await answer.text())
    expect(html).toContain('部署位置是公有云')
    expect(html).toContain('1个系统的结论改变，年运维费合计12.34万元')
    expect(html).toContain('系统0')
    expect(html).not.toContain('系统1')
    expect(await page('/rules')).toContain('还没有补充规则')
  })

  it('names each fault at its field and keeps the rest', async () => {
    const answer = await post('/rules/supplements', {
      ...fields,
      documentNumber: '',
      from: '2026-02-30',
      'when.of.0.among': [],
      do: 'save',
    })
    expect(answer.status).toBe(400)
    const html = await answer.text()
    for (const path of ['documentNumber', 'from', 'when.of.0.among'])
      expect(html).toContain(`href="#${path}"`)
    expect(html).toContain('请填写文号')
    expect(html).toContain('部署在公有云</textarea>')
    const none = await post('/rules/supplements', { ...fields, 'when.of.0.block': 'code', do: 'save' })
    expect(await none.text()).toContain('请至少写一个条件')
  })

  it('says a definition and reads it back the same', () => {
    expect(enteredBy(formOf(sampleDefinition))).toEqual(sampleDefinition)
    expect(enteredBy(formIn(new PostedForm(fields)))).toEqual(sampleDefinition)
    const dear = {
      ...sampleDefinition,
      when: {
        join: 'all' as const,
        of: [{ block: 'investment' as const, comparison: 'over' as const, fen: fenOf(60_000_001) }],
      },
    }
    expect(enteredBy(formOf(dear))).toEqual(dear)
    expect(enteredBy(emptyForm(dateOf('2026-11-21')))).toMatchObject({ when: { of: [] }, unless: null })
  })
})

describe('a supplementary rule on its pages', () => {
  it('goes from draft to verdict, cited with its document, and shown with the regulation', async () => {
    await judge()
    const saved = await post('/rules/supplements', { ...fields, do: 'save' })
    expect(saved.status).toBe(303)
    const path = saved.headers.get('location') ?? ''
    expect(await page(path, 'bureau-handler')).toContain('提交批准')
    const edited = await post(`${path}/edit`, { ...fields, article: '第四条', do: 'save' })
    expect(edited.headers.get('location')).toBe(path)
    await post(`${path}/submit`, {})
    expect(await page('/desk')).toContain('条补充规则等您处理')
    expect(await page('/desk', 'bureau-handler')).not.toContain('条补充规则等您处理')
    const html = await page(path)
    expect(html).toContain('批准，作为判定的依据')
    expect(await page(path, 'bureau-handler')).not.toContain('批准，作为判定的依据')
    const hash =
      (await readSupplement(world.as('competent-bureau'), Number(path.split('/').at(-1)))).hash ?? ''
    const refused = await post(`${path}/approve`, { hash: 'other' }, 'competent-bureau')
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('内容已经更换')])
    expect((await post(`${path}/approve`, { hash }, 'competent-bureau')).status).toBe(303)
    await judge()
    const system = await page('/systems/A-0', 'department')
    expect(flat(system)).toContain('依据《陵川县政务信息系统运维经费管理补充规定》陵数发〔2026〕12号第四条')
    expect(system).toContain('/regulations/lingchuan-2024#SUP-2026-1')
    expect(await page('/funding')).toContain('陵数发〔2026〕12号第四条')
    const book = await (await world.fetch('/regulations/lingchuan-2024')).text()
    expect(book).toContain('id="SUP-2026-1"')
    expect(book).toContain('陵川县的补充规则')
    expect(await (await world.fetch('/regulations/yuncheng-2021')).text()).not.toContain('SUP-2026-1')
  })

  it('says before it is approved which facts it reads that nobody has recorded', async () => {
    const { id } = await draftSupplement(world.as('bureau-handler'), {
      definition: {
        ...sampleDefinition,
        when: { join: 'all', of: [{ block: 'flag', fact: 'coConstruction', is: false }] },
      },
    })
    const read = async () => flat(await page(`/rules/supplements/${id}`))
    expect(await read()).toContain('2个系统将变为待核实，因为“共建共享是否达标”从未登记')
    await recordOf('A-0', { coConstruction: true })
    expect(await read()).toContain('1个系统将变为待核实，因为没有登记“共建共享是否达标”')
    await recordOf('A-1', { coConstruction: true })
    expect(await read()).not.toContain('将变为待核实')
  })

  it('is repealed by two, with what that changes', async () => {
    const path = (await post('/rules/supplements', { ...fields, do: 'save' })).headers.get('location') ?? ''
    await post(`${path}/submit`, {})
    const { hash } = await readSupplement(world.as('competent-bureau'), Number(path.split('/').at(-1)))
    await post(`${path}/approve`, { hash: hash ?? '' }, 'competent-bureau')
    const wrong = await post(`${path}/repeal`, { from: '2026-02-30', documentNumber: '' })
    expect(wrong.status).toBe(400)
    await post(`${path}/repeal`, { from: '2026-11-21', documentNumber: '陵数发〔2026〕20号' })
    expect(flat(await page(path))).toContain('1个系统的结论改变')
    const sheet = await world.fetch(`${path}/export.xlsx`, { as: 'competent-bureau' })
    expect(sheet.headers.get('content-type')).toContain('spreadsheetml')
    const read = { from: '2026-11-21', documentNumber: '陵数发〔2026〕20号' }
    expect((await post(`${path}/approve-repeal`, {}, 'competent-bureau')).status).toBe(400)
    expect((await post(`${path}/approve-repeal`, read, 'competent-bureau')).status).toBe(303)
    expect(await page(path)).toContain('已废止')
  })
})

describe('a version of the rules on its page', () => {
  it('says a ground once that has only become stricter', async () => {
    await transact(world.as('job'), async (tx) => {
      await adoptOlder(world.as('job'), tx)
      await tx.update(systems).set({ dataSharing: false, version: sql`version + 1` })
    })
    await judge()
    const upgrade = flat(await page('/rules/upgrade'))
    expect(upgrade).toContain('预警→不予拨付')
    expect(upgrade).toContain('第七条：数据共享未达到要求')
    expect(upgrade).not.toContain('不再依据')
  })

  it('shows what it would change, is signed by two, and says when it takes effect', async () => {
    await transact(world.as('job'), async (tx) => {
      await adoptOlder(world.as('job'), tx)
      await tx.update(systems).set({ acceptanceFiledOn: 'infinity', version: sql`version + 1` })
    })
    await judge()
    expect(await page('/desk')).toContain('版判定规则等您签署')
    expect(await page('/rules')).toContain('尚未采用')
    const upgrade = await page('/rules/upgrade')
    expect(flat(upgrade)).toContain('2个系统的结论改变，年运维费合计24.68万元')
    expect(upgrade).toContain('第二十九条')
    expect(flat(await page('/rules/upgrade?change=operations.eligible.denied'))).toContain('可拨付→不予拨付')
    const book = await page('/regulations/lingchuan-2024')
    expect(book).toContain('陵川县现在按规则版本 2024.1 判定')
    expect(await page('/regulations/lingchuan-2024?edition=adopted')).not.toContain('id="LC-29"')
    const hash = /name="hash" value="([0-9a-f]{64})"/.exec(upgrade)?.[1] ?? ''
    expect(book).toContain(hash)
    const early = await post('/rules/adoptions', { hash, effectiveFrom: '2026-11-21' })
    expect([early.status, await early.text()]).toEqual([400, expect.stringContaining('最早为明天')])
    expect((await post('/rules/adoptions', { hash, effectiveFrom: '2026-12-01' })).status).toBe(303)
    expect(await page('/rules')).toContain('等第二人签署')
    expect(await page('/rules')).toContain('查看影响并签署')
    expect(await page('/rules', 'bureau-handler')).not.toContain('查看影响并签署')
    expect(await page('/rules/upgrade', 'bureau-handler')).not.toContain('作为第二人签署')
    const second = /action="(\/rules\/adoptions\/\d+\/sign)"/.exec(await page('/rules/upgrade'))?.[1] ?? ''
    expect((await post(second, { hash }, 'competent-bureau')).status).toBe(303)
    expect(await page('/rules')).toContain('自2026年12月1日起采用')
    expect(await page('/rules/upgrade')).toContain('没有需要签署的')
    expect(await page('/desk')).not.toContain('版判定规则等您签署')
  })

  it('adopted at the start is signed by two afterwards', async () => {
    await judge()
    const form = /action="(\/rules\/adoptions\/\d+\/sign)"/
    for (const role of ['bureau-handler', 'competent-bureau'] as const) {
      const html = await page('/rules', role)
      expect(html).toContain('补签版本')
      const hash = /name="hash" value="([0-9a-f]{64})"/.exec(html)?.[1] ?? ''
      expect((await post(form.exec(html)?.[1] ?? '', { hash }, role)).status).toBe(303)
      expect(await page('/rules', role)).not.toContain('补签版本')
    }
  })

  it('is read by those who decide and check, and signed by the competent bureau only', async () => {
    for (const role of ['finance', 'audit', 'data-centre'] as const) {
      expect((await world.fetch('/rules', { as: role })).status).toBe(200)
      expect((await post('/rules/adoptions', { hash: 'a', effectiveFrom: '2026-12-01' }, role)).status).toBe(
        403,
      )
    }
    expect((await world.fetch('/rules', { as: 'department' })).status).toBe(403)
  })
})
