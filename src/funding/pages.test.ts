import { beforeAll, describe, expect, it } from 'vitest'
import { cellsOf } from '../../tests/support/cells-of.ts'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { transact } from '../platform/context.ts'
import { dateOf } from '../platform/dates.ts'
import { fenOf } from '../platform/money.ts'
import { systems } from '../systems/schema.ts'
import { judgeSystems } from './judge-systems.ts'

let world: World
const page = async (path: string, as: 'finance' | 'department' | 'audit' = 'finance') =>
  (await world.fetch(path, { as })).text()

beforeAll(async () => {
  world = await makeWorld()
})

async function addSystems(): Promise<void> {
  const inOrder = {
    jurisdictionId: world.jurisdictionId,
    organisationId: world.organisations.department,
    classified: false,
    migrationRequired: false,
    exemptionUntil: 'infinity' as const,
    hosting: 'government-cloud' as const,
    builtOn: dateOf('2019-01-01'),
    acceptedOn: 'infinity' as const,
    dataSharing: true,
    businessCoordination: true,
  }
  const of = (code: string, name: string, more: Partial<typeof systems.$inferInsert>) => ({
    ...inOrder,
    code,
    name,
    ...more,
  })
  await transact(world.as('job'), async (tx) => {
    await tx.insert(systems).values([
      of('A-1', '国土空间规划系统', {
        dataSharing: false,
        acceptedOn: dateOf('2025-01-06'),
        acceptanceFiledOn: 'infinity',
        annualOperationsFen: fenOf(38_600_000),
      }),
      of('A-2', '智慧旅游平台', {
        businessCoordination: false,
        annualOperationsFen: fenOf(90_000_000),
        organisationId: world.organisations.audit,
      }),
      of('A-3', '=HYPERLINK("x")', { dataSharing: false, annualOperationsFen: null }),
      of('A-4', '养老服务系统', { dataSharing: null, annualOperationsFen: fenOf(6_400_000) }),
      of('A-5', '预算管理系统', { annualOperationsFen: fenOf(100) }),
      of('A-6', '代号九', { classified: true, dataSharing: false }),
    ])
    await judgeSystems(world.as('job'), tx, dateOf('2026-11-20'))
  })
}

describe('the page of O&M money', () => {
  it('says so while nothing has been judged', async () => {
    expect(await page('/funding')).toContain('还没有判定过')
    await addSystems()
  })

  it('lists what is stopped, the dearest first, with article, reason, day and sum', async () => {
    const html = await page('/funding')
    expect(html.indexOf('智慧旅游平台')).toBeLessThan(html.indexOf('国土空间规划系统'))
    expect(html).toContain('第七条 数据共享未达到要求。')
    expect(html).toContain(
      '第二十九条 2025年1月6日竣工验收，最迟于2025年2月21日（含当日）备案，到期没有备案。',
    )
    expect(html).toContain('2024-09-20')
    expect(html).toContain('符合条件的 3 项，年运维费合计 128.60 万元，另有 1 项金额未登记')
    expect(html).not.toContain('养老服务系统')
  })

  it('never shows a classified system', async () => {
    for (const verdict of ['stopped', 'denied', 'undetermined', 'eligible'])
      expect(await page(`/funding?verdict=${verdict}`)).not.toContain('代号九')
  })

  it('narrows by verdict and unit, and forgives an address it does not understand', async () => {
    expect(await page('/funding?verdict=undetermined')).toContain('养老服务系统')
    const unit = await page(`/funding?unit=${world.organisations.audit}`)
    expect(unit).toContain('智慧旅游平台')
    expect(unit).not.toContain('国土空间规划系统')
    expect(await page('/funding?verdict=nonsense&unit=x&page=-1')).toContain('国土空间规划系统')
    expect(await page('/funding?page=999')).toContain('国土空间规划系统')
  })

  it('shows a department its own lines and their sum only', async () => {
    const html = await page('/funding', 'department')
    expect(html).toContain('国土空间规划系统')
    expect(html).not.toContain('智慧旅游平台')
    expect(html).toContain('符合条件的 2 项，年运维费合计 38.60 万元')
    expect(html).not.toContain('全部单位')
  })

  it('exports the lines as a sheet in which text is text and money is a number', async () => {
    const answer = await world.fetch('/funding/export.xlsx', { as: 'finance' })
    expect(answer.headers.get('content-disposition')).toContain('2026-11-20.xlsx')
    const sheets = await cellsOf('export.xlsx', new Uint8Array(await answer.arrayBuffer()))
    const rows = [...sheets.values()][0] ?? []
    expect(rows.map((row) => row[1])).toEqual([
      '系统名称',
      '智慧旅游平台',
      '国土空间规划系统',
      '=HYPERLINK("x")',
    ])
    expect(rows[2]?.slice(3, 6)).toEqual(['不予拨付', '第七条、第二十九条', '2024-09-20'])
    expect(rows.map((row) => row[8] ?? null)).toEqual(['年运维费（元）', 900_000, 386_000, null])
  })

  it('sends strangers to sign in', async () => {
    expect((await world.fetch('/funding')).status).toBe(303)
  })
})
