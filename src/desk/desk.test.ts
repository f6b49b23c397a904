import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { submitCalendar, uploadCalendar } from '../calendar/index.ts'
import { answerUnlistedNeed, fileUnlistedNeed } from '../catalogue/index.ts'
import { judgeSystems } from '../funding/index.ts'
import { trackMigrations } from '../migration/index.ts'
import { transact } from '../platform/context.ts'
import { dateOf } from '../platform/dates.ts'
import type { Role } from '../platform/permissions.ts'
import { slices } from '../slices.ts'
import { confirmImport, previewLedger } from '../systems/index.ts'
import { systems } from '../systems/schema.ts'
import { listRegister } from './list-register.ts'
import { listSystems } from './list-systems.ts'
import { readDesk } from './read-desk.ts'
import { readSystem } from './read-system.ts'
import { registerFilters } from './register-filters.ts'

/** The sample ledger, tracked and judged on 2026-11-21, and three systems of the department's own. */
let world: World
/** Nothing imported yet. */
let fresh: World

beforeAll(async () => {
  fresh = await makeWorld()
  world = await makeWorld()
  const bytes = await readFile(new URL('../../demo/samples/lingchuan-ledger.xlsx', import.meta.url))
  const centre = world.as('data-centre')
  const { importId } = await previewLedger(centre, { fileName: 'ledger.xlsx', bytes })
  await confirmImport(centre, importId)
  const own = {
    jurisdictionId: world.jurisdictionId,
    organisationId: world.organisations.department,
    migrationRequired: true,
    migrationDueOn: dateOf('2026-12-01'),
    stage: 'designed' as const,
    stageSince: dateOf('2026-11-01'),
    classified: false,
  }
  const job = world.as('job')
  await transact(job, async (tx) => {
    await tx.insert(systems).values([
      { ...own, code: 'ZZ/1', name: '国库OA系统' },
      { ...own, code: 'ZZ/2', name: '国库报表系统', migrationDueOn: dateOf('2026-11-01') },
      { ...own, code: 'ZZ/3', name: '代号七', classified: true, hosting: 'public-cloud' as const },
    ])
    await trackMigrations(job, tx, dateOf('2026-11-21'))
    await judgeSystems(job, tx, dateOf('2026-11-21'))
  })
}, 60_000)

const register = (query: Record<string, string>, as: 'data-centre' | 'department' = 'data-centre') =>
  listRegister(world.as(as), registerFilters.parse(query))
const codes = async (query: Record<string, string>) => (await register(query)).rows.map((row) => row.code)

describe('the register', () => {
  it('shows 50 systems a page, every system once, and the last page for any page behind it', async () => {
    const seen: string[] = []
    for (const page of ['1', '2', '3']) {
      const found = await register({ page })
      expect(found.total).toBe(127)
      seen.push(...found.rows.map((row) => row.code))
    }
    expect(new Set(seen).size).toBe(127)
    expect(await register({ page: '900' })).toMatchObject({ page: 3, total: 127 })
  })

  it.each(['code', 'unit', 'cost'])('leaves out no system when sorted by %s', async (sort) => {
    const pages = await Promise.all(['1', '2', '3'].map((page) => codes({ sort, page })))
    expect(new Set(pages.flat()).size).toBe(127)
  })

  it('sorts by due day, the nearest first, and by yearly sum, the largest first', async () => {
    const due = (await register({ sort: 'due' })).rows.map((row) => row.dueOn ?? '')
    expect(due).toEqual([...due].sort())
    expect(due).not.toContain('')
    const sums = (await register({ sort: 'cost' })).rows.map((row) => row.annualOperationsFen ?? 0)
    expect(sums).toEqual([...sums].sort((a, b) => b - a))
  })

  it('finds by name in either case, by code, by unit, and by all words at once', async () => {
    expect(await codes({ q: '国库oa' })).toEqual(['ZZ/1'])
    expect(await codes({ q: 'lc-0003' })).toEqual(['LC-0003'])
    expect(await codes({ q: '国库股' })).toEqual(['ZZ/1', 'ZZ/2', 'ZZ/3'])
    expect(await codes({ q: '国库股 报表' })).toEqual(['ZZ/2'])
    expect(await register({ q: "没有的%_'" })).toMatchObject({ rows: [], total: 0, page: 1 })
  })

  it('counts what it shows, whatever the filters', async () => {
    for (const query of [
      { health: 'overdue' },
      { health: 'overdue', verdict: 'denied' },
      { health: 'overdue', verdict: 'denied', disposition: 'migrate', hosting: 'public-cloud' },
      { verdict: 'undetermined' },
      { missing: 'classified' },
      { wave: '第二批', stage: 'before-request' },
    ]) {
      const all = await register(query)
      expect(all.rows.length).toBe(Math.min(50, all.total))
      expect(all.total).toBeGreaterThan(0)
    }
    const late = await register({ health: 'overdue', verdict: 'denied' })
    for (const row of late.rows) {
      expect(row.health).toContain('overdue')
      expect(row.operations).toBe('denied')
    }
  })

  it('does not let a classified system be found by what is recorded of it (LC-2)', async () => {
    expect(await codes({ q: '代号七' })).toEqual(['ZZ/3'])
    expect(await codes({ q: '代号七', hosting: 'public-cloud' })).toEqual([])
    const [row] = (await register({ q: '代号七' })).rows
    expect(row).toMatchObject({ classified: true, hosting: null, stage: null, operations: null, health: [] })
  })

  it('shows a department its own systems only', async () => {
    expect((await register({}, 'department')).rows.map((row) => row.code)).toEqual(['ZZ/1', 'ZZ/2', 'ZZ/3'])
    expect((await register({ q: 'LC-0003' }, 'department')).total).toBe(0)
    expect((await register({ health: 'overdue' }, 'department')).total).toBe(1)
  })

  it('says what to do when empty and when nothing is found', async () => {
    expect(await (await fresh.fetch('/systems', { as: 'data-centre' })).text()).toContain('导入台账')
    const finance = await (await fresh.fetch('/systems', { as: 'finance' })).text()
    expect(finance).not.toContain('href="/systems/import"')
    const none = await world.fetch('/systems?q=没有的', { as: 'finance' })
    expect(none.status).toBe(200)
    expect(await none.text()).toContain('清除全部条件')
  })
})

describe('systems by API', () => {
  it('gives every system once, page by page, until next is null', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const path: string = `/api/v1/systems?jurisdiction=lingchuan&limit=50${cursor === null ? '' : `&cursor=${cursor}`}`
      const answer = await world.fetch(path, { as: 'finance' })
      expect(answer.status).toBe(200)
      const page = (await answer.json()) as { total: number; next: string | null; items: { code: string }[] }
      expect(page.total).toBe(127)
      seen.push(...page.items.map((item) => item.code))
      cursor = page.next
    } while (cursor !== null)
    expect(seen).toHaveLength(127)
    expect(new Set(seen).size).toBe(127)
  })

  it('says of a system what the contract says, and of a classified one its code name', async () => {
    const { items } = await listSystems(world.as('finance'), { limit: 500 })
    expect(items.find(({ code }) => code === 'LC-0003')).toEqual({
      code: 'LC-0003',
      name: '工程建设项目审批管理系统',
      department: '县行政审批服务管理局',
      disposition: 'migrate',
      stage: 'registered',
      migrationDueOn: '2026-06-30',
      migratedOn: null,
      flags: ['overdue', 'public-cloud'],
      operations: 'denied',
    })
    expect(items.find(({ code }) => code === 'ZZ/3')).toMatchObject({
      name: '代号七',
      flags: ['classified'],
      stage: null,
      operations: null,
    })
  })

  it('gives a department its own', async () => {
    const { total, items } = await listSystems(world.as('department'), { limit: 2 })
    expect(total).toBe(3)
    expect(items.map(({ code }) => code)).toEqual(['ZZ/1', 'ZZ/2'])
  })

  it.each([
    ['?nonsense=1', 400],
    ['?limit=0', 400],
    ['?limit=501', 400],
    ['?limit=many', 400],
    ['?cursor=%25%25', 400],
    ['?jurisdiction=elsewhere', 404],
  ])('answers %s with %i', async (query, status) => {
    const answer = await world.fetch(`/api/v1/systems${query}`, { as: 'finance' })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  })

  it('wants a signed-in caller', async () => {
    expect((await world.fetch('/api/v1/systems')).status).toBe(401)
  })
})

describe('the page of a system', () => {
  it('tells the verdict, the path, the facts and who recorded them', async () => {
    const page = await (await world.fetch('/systems/LC-0003', { as: 'finance' })).text()
    for (const words of [
      '不予拨付',
      '第七条',
      '怎样恢复',
      '迁移进度',
      '清查登记',
      '台账导入',
      '县大数据中心经办',
    ])
      expect(page).toContain(words)
    const view = await readSystem(world.as('finance'), 'LC-0003')
    const due = view.facts.find(({ fact }) => fact === 'migrationDueOn')
    expect(due).toMatchObject({ known: true, words: '2026年6月30日', evidence: { imported: true } })
    expect(view.facts.find(({ fact }) => fact === 'publicCloudAssessedOn')).toMatchObject({
      known: false,
      evidence: null,
    })
  })

  it('opens for codes with signs that addresses use', async () => {
    expect((await world.fetch(`/systems/${encodeURIComponent('ZZ/1')}`, { as: 'department' })).status).toBe(
      200,
    )
  })

  it('does not tell a department whether another unit has a system', async () => {
    const theirs = await world.fetch('/systems/LC-0003', { as: 'department' })
    const nobodys = await world.fetch('/systems/LC-9999', { as: 'department' })
    expect([theirs.status, nobodys.status]).toEqual([404, 404])
    const words = (html: string) => html.replaceAll(/编号 [0-9a-f-]+/g, '')
    expect(words(await theirs.text())).toBe(words(await nobodys.text()))
  })

  it('shows of a classified system its code name and the notice (LC-2)', async () => {
    const page = await (await world.fetch('/systems/ZZ%2F3', { as: 'audit' })).text()
    expect(page).toContain('涉密系统')
    for (const word of ['公有云', '方案设计', '可拨付', '不予拨付', '登记信息'])
      expect(page).not.toContain(word)
  })
})

const deskOf = (role: Role) =>
  readDesk(
    world.as(role),
    slices.flatMap(({ tasks }) => tasks ?? []),
  )

describe('the desk', () => {
  it('says what to do first, and the rate with all its terms', async () => {
    const desk = await deskOf('data-centre')
    const { tasks } = desk
    expect(tasks.map(({ text }) => text)[0]).toContain('逾期')
    expect(tasks.every(({ count }) => count > 0)).toBe(true)
    for (const { href, count } of tasks.filter((task) => task.href.startsWith('/systems?'))) {
      const query = Object.fromEntries(new URL(href, 'http://dengyun.test').searchParams)
      expect([href, (await register(query)).total]).toEqual([href, count])
    }
    const page = await (await world.fetch('/desk', { as: 'data-centre' })).text()
    const text = page.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ')
    // 122 systems of the sample in scope, 2 of the department's.
    expect(text).toMatch(/31 已确认 ÷ 96（在册 124 − 豁免 4 − 关停 6 − 整合 18）· 口径第1版/)
    expect(text).toContain('32.3%')
  })

  it('brings a year’s days off to who may approve what somebody else handed in', async () => {
    const text = '日期,安排,名称,文号\n2027-01-01,休,元旦,国办发明电〔2026〕9号'
    const bytes = new TextEncoder().encode(text)
    const upload = async (role: Role) => {
      const uploaded = await uploadCalendar(world.as(role), { year: 2027, fileName: '2027.csv', bytes })
      if (!('editionId' in uploaded)) throw new Error('the sheet is good')
      await submitCalendar(world.as(role), uploaded.editionId)
    }
    const awaited = async (role: Role) => (await deskOf(role)).tasks.find(({ text }) => /放假安排/.test(text))
    await upload('competent-bureau')
    expect(await awaited('competent-bureau')).toBeUndefined()
    await upload('bureau-handler')
    expect(await awaited('competent-bureau')).toMatchObject({ count: 1, note: '2027年' })
    for (const role of ['bureau-handler', 'finance'] as const) expect(await awaited(role)).toBeUndefined()
  })

  it('brings what departments ask for in vain to who answers it, and to nobody else', async () => {
    const need = { title: '时空数据库', details: '存放轨迹', quantity: '1', unit: '实例', monthlyYuan: '' }
    const needId = await fileUnlistedNeed(world.as('department'), need)
    const tasks = async (role: 'data-centre' | 'finance') =>
      (await deskOf(role)).tasks.map(({ text }) => text)
    expect(await tasks('data-centre')).toContain('条目录外需求待答复')
    expect(await tasks('finance')).not.toContain('条目录外需求待答复')
    await answerUnlistedNeed(world.as('data-centre'), { needId, status: 'declined', answer: '需求太少' })
    expect(await tasks('data-centre')).not.toContain('条目录外需求待答复')
  })

  it('lists units with the most overdue first and restricted sums with the largest first', async () => {
    const desk = await deskOf('finance')
    const overdue = desk.units.map(({ counts }) => counts.byHealth.overdue)
    expect(overdue).toEqual([...overdue].sort((a, b) => b - a))
    const sums = desk.restricted.map((line) => line.annualOperationsFen ?? 0)
    expect(sums).toEqual([...sums].sort((a, b) => b - a))
    expect(desk.restricted).toHaveLength(8)
    expect(desk.restricted.every(({ article }) => article.startsWith('第'))).toBe(true)
  })

  it('shows a department its own part', async () => {
    const desk = await deskOf('department')
    expect(desk.now?.counts.inScope).toBe(2)
    expect(desk.units).toEqual([])
    expect(desk.urgent.map(({ code }) => code)).toEqual(['ZZ/2', 'ZZ/1'])
    expect(await (await world.fetch('/desk', { as: 'department' })).text()).not.toContain('LC-00')
  })

  it.each([
    ['data-centre', ['/systems/import', '/editions']],
    ['competent-bureau', ['/systems/import']],
    ['finance', []],
    ['department', ['/catalogue']],
  ] as const)('tells %s what to do first in a new installation', async (role, links) => {
    const page = await (await fresh.fetch('/desk', { as: role })).text()
    const main = page.slice(page.indexOf('<main'))
    expect(main).toContain('从这里开始')
    for (const link of ['/systems/import', '/editions', '/catalogue'])
      expect([link, main.includes(`href="${link}"`)]).toEqual([link, links.some((wanted) => wanted === link)])
  })

  it('compares with the last month only under the same formula', async () => {
    expect((await deskOf('finance')).before).toBeNull()
    const lastMonth = (formulaVersion: number) =>
      transact(world.as('job'), (tx) =>
        tx.execute(sql`insert into indicators (jurisdiction_id, as_of, organisation_id, formula_version, counts)
          select jurisdiction_id, '2026-10-31', 0, ${formulaVersion}, jsonb_set(counts, '{confirmed}', '29')
          from indicators where organisation_id = 0 and as_of = '2026-11-21'
          on conflict (jurisdiction_id, as_of, organisation_id) do update set formula_version = excluded.formula_version`),
      )
    const page = async () => (await world.fetch('/desk', { as: 'finance' })).text()
    await lastMonth(2)
    expect(await page()).not.toContain('个百分点')
    await lastMonth(1)
    expect((await deskOf('finance')).before?.asOf).toBe('2026-10-31')
    // 29 of 96 is 30.2 %, 31 of 96 is 32.3 %.
    expect(await page()).toContain('升 2.1 个百分点')
  })

  it('tracks and judges at once for the centre, and for nobody else', async () => {
    const answer = await world.fetch('/desk/refresh', { as: 'data-centre', method: 'POST' })
    expect(answer.status).toBe(303)
    expect((await world.fetch('/desk/refresh', { as: 'department', method: 'POST' })).status).toBe(403)
  })

  it('shows all units and the formula in words', async () => {
    const page = await (await world.fetch('/migration', { as: 'audit' })).text()
    expect(page).toContain('上云率 = 已确认')
    expect(page).toContain('县工商业联合会')
  })
})
