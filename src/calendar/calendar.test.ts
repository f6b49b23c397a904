import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cellsOf } from '../../tests/support/cells-of.ts'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { currentVerdict, fundingRecounter, judgeSystems } from '../funding/index.ts'
import { deadlineRecounts } from '../funding/recounts/schema.ts'
import { verdicts } from '../funding/schema.ts'
import { transact } from '../platform/context.ts'
import { dateOf } from '../platform/dates.ts'
import type { Role } from '../platform/permissions.ts'
import { systems } from '../systems/schema.ts'
import { approveCalendar } from './approve-calendar.ts'
import { arrange, differences } from './arrangement.ts'
import { readSheet } from './read-arrangement.ts'
import type { ArrangedDay } from './schema.ts'
import { publishedYears } from './state-council-holidays.ts'
import { submitCalendar } from './submit-calendar.ts'
import { calendarAsXlsx } from './template.ts'
import { uploadCalendar } from './upload-calendar.ts'
import { readWorkCalendar } from './work-calendar.ts'

const d = dateOf
const notice = '国办发明电〔2026〕9号'
const off = (name: string, ...days: string[]): ArrangedDay[] =>
  days.map((day) => ({ day: d(day), kind: 'off', name }))
const worked = (name: string, ...days: string[]): ArrangedDay[] =>
  days.map((day) => ({ day: d(day), kind: 'worked', name }))
/** A year as it could be published. */
const days2027 = [
  ...off('元旦', '2027-01-01'),
  ...worked('春节', '2027-01-31'),
  ...off('春节', '2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11', '2027-02-12'),
  ...worked('春节', '2027-02-20'),
  ...off('清明节', '2027-04-05'),
  ...off('劳动节', '2027-05-03', '2027-05-04'),
  ...off('端午节', '2027-06-09'),
  ...off('中秋节', '2027-09-15'),
  ...off('国庆节', '2027-10-01', '2027-10-04', '2027-10-05', '2027-10-06', '2027-10-07'),
]
const xlsx = (days: ArrangedDay[], year = 2027, of = notice) => calendarAsXlsx({ year, notice: of, days })
const csv = (...lines: string[]) =>
  new Uint8Array(new TextEncoder().encode(['日期,安排,名称,文号', ...lines].join('\n')))
const issuesOf = async (...lines: string[]) =>
  (await readSheet({}, 2027, { fileName: 'a.csv', bytes: csv(...lines) })).issues.map(
    ({ row, column, message }) => `${row ?? ''} ${column ?? ''} ${message}`,
  )

describe('a sheet of one year', () => {
  it('comes back from the template as it was', async () => {
    for (const { year, notice: of, days } of publishedYears()) {
      const { arrangement, issues } = await readSheet({}, year, {
        fileName: 'a.xlsx',
        bytes: await xlsx(days, year, of),
      })
      expect(issues).toEqual([])
      expect(arrangement).toEqual({ year, notice: of, days })
    }
  })

  it('leaves out weekend days off, which differ from nothing', async () => {
    const { arrangement, issues } = await readSheet({}, 2027, {
      fileName: 'a.csv',
      bytes: csv(`2027-01-01,休,元旦,${notice}`, '2027/1/2,休,元旦,', '2027年1月3日,放假,元旦,'),
    })
    expect(issues).toEqual([])
    expect(arrangement.days).toEqual(off('元旦', '2027-01-01'))
  })

  it('names each issue by row and column', async () => {
    expect(
      await issuesOf(
        `2026-12-31,休,元旦,${notice}`,
        '2027-02-31,休,春节,',
        '2027-03-03,班,春节,',
        '2027-05-01,休,劳动节,',
        '2027-05-01,班,劳动节,',
        '2027-06,休,端午节,',
        '2027-06-09,半天,端午节,',
        '2027-06-10,休,,国办发明电〔2026〕10号',
        ',休,中秋节,',
      ),
    ).toEqual([
      '2 日期 2026-12-31 不在2027年',
      '3 日期 没有 2027 年 2 月 31 日这一天',
      '4 日期 2027-03-03 是周三，本来就上班，不能列为调休上班',
      '6 日期 2027-05-01 与第 5 行重复',
      '7 日期 只写到月，不知道是哪一天，请写到日，如 2018-05-20',
      '8 安排 “半天”认不得，应为“休”或者“班”',
      '9 名称 没有填写节日名称',
      `9 文号 文号“国办发明电〔2026〕10号”与前面的“${notice}”不同`,
      '10 日期 没有填写日期',
    ])
    expect(await issuesOf('2027-01-01,休,元旦,')).toEqual([
      ' 文号 没有填写国务院办公厅通知的文号，填在任意一行即可',
    ])
    expect(await issuesOf('2027-01-01,休,元旦,第九号')).toEqual([
      '2 文号 “第九号”不像文号，应如“国办发明电〔2025〕7号”',
    ])
    expect(await issuesOf()).toContain('  表头下面没有一行安排')
  })

  it('keeps of any rows only days that differ from their weekday, each once, or says why not', () => {
    const row = fc.record({
      day: fc
        .integer({ min: -20, max: 380 })
        .map((n) => d(new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10))),
      kind: fc.constantFrom('off' as const, 'worked' as const),
    })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const given = rows.map((each, index) => ({ ...each, row: index + 2, name: '节' }))
        const { days, issues } = arrange(2027, given)
        expect(new Set(days.map(({ day }) => day)).size).toBe(days.length)
        for (const { day, kind } of days) {
          const weekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
          expect(kind).toBe(weekend ? 'worked' : 'off')
          expect(day.slice(0, 4)).toBe('2027')
        }
        expect(differences(days, days)).toEqual([])
        if (issues.length === 0) expect(new Set(given.map(({ day }) => day)).size).toBe(given.length)
      }),
      { numRuns: 200, seed: 7 },
    )
  })
})

let world: World
const deadlineOf = async (code: string) => {
  const rows = await transact(world.as('audit'), (tx) =>
    tx.select({ id: systems.id }).from(systems).where(eq(systems.code, code)),
  )
  const verdict = await currentVerdict(world.as('audit'), rows[0]?.id ?? 0)
  return verdict?.deadlines.find(({ clause }) => clause === 'LC-29')
}
const upload = async (as: Role, days: ArrangedDay[], year = 2027, of = notice) => {
  const { editionId } = await uploadCalendar(world.as(as), {
    year,
    fileName: `${year}.xlsx`,
    bytes: await xlsx(days, year, of),
  })
  return editionId
}

describe('importing a year', () => {
  beforeAll(async () => {
    world = await makeWorld({ now: '2026-12-20T10:00:00+08:00' })
    const own = {
      jurisdictionId: world.jurisdictionId,
      organisationId: world.organisations.department,
      classified: false,
      migrationRequired: false,
      dataSharing: true,
      businessCoordination: true,
      hosting: 'government-cloud' as const,
      builtOn: d('2019-01-01'),
      acceptanceFiledOn: 'infinity' as const,
    }
    await transact(world.as('job'), async (tx) => {
      await tx.insert(systems).values([
        { ...own, code: 'A-1', name: '跨年的备案', acceptedOn: d('2026-12-10') },
        { ...own, code: 'A-2', name: '不跨年的备案', acceptedOn: d('2026-09-01') },
        {
          ...own,
          code: 'A-3',
          name: '别人的',
          acceptedOn: d('2026-12-10'),
          organisationId: world.organisations.audit,
        },
      ])
      await judgeSystems(world.as('job'), tx, d('2026-12-20'))
    })
  })

  it('starts from deadlines that are provisional', async () => {
    expect(await deadlineOf('A-1')).toMatchObject({ dueOn: '2027-01-22', provisional: true })
    expect(await (await world.fetch('/calendar', { as: 'department' })).text()).toContain('1 项期限暂定')
    expect(await (await world.fetch('/calendar', { as: 'data-centre' })).text()).toContain('2 项期限暂定')
  })

  it('refuses a file with issues on a page that names them, and keeps nothing', async () => {
    const form = new FormData()
    form.set('year', '2027')
    form.set('file', new File([csv(`2027-03-03,班,春节,${notice}`)], '2027.csv'))
    const answer = await world.fetch('/calendar', { as: 'data-centre', method: 'POST', body: form })
    expect(answer.status).toBe(400)
    const html = await answer.text()
    expect(html).toContain('文件里有 1 处问题')
    expect(html).toContain('2027-03-03 是周三')
    const again = await (await world.fetch('/calendar', { as: 'data-centre' })).text()
    expect(again).not.toContain('导入记录')
  })

  it('refuses a year with a gap before it', async () => {
    await expect(upload('data-centre', off('元旦', '2028-01-03'), 2028)).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })

  it('counts nothing before a second person has approved', async () => {
    const id = await upload('competent-bureau', days2027)
    await submitCalendar(world.as('competent-bureau'), id)
    await expect(approveCalendar(world.as('competent-bureau'), id, [fundingRecounter])).rejects.toMatchObject(
      {
        code: 'forbidden',
      },
    )
    await expect(approveCalendar(world.as('data-centre'), id, [fundingRecounter])).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await deadlineOf('A-1')).toMatchObject({ provisional: true })
    const path = `/calendar/editions/${id}`
    expect(await (await world.fetch(path, { as: 'competent-bureau' })).text()).toContain('须由另一人审批')
    expect((await world.fetch(path, { as: 'department' })).status).toBe(404)
  })

  it('recounts what it settles, in the same transaction, with a row each that says why', async () => {
    const form = new FormData()
    form.set('year', '2027')
    form.set('file', new File([new Uint8Array(await xlsx(days2027))], '2027.xlsx'))
    const uploaded = await world.fetch('/calendar', { as: 'data-centre', method: 'POST', body: form })
    const path = uploaded.headers.get('location') ?? ''
    expect(path).toMatch(/^\/calendar\/editions\/\d+$/)
    const preview = await (await world.fetch(path, { as: 'data-centre' })).text()
    expect(preview).toContain('2027-01-31')
    expect(preview).toContain('核对无误，提交审批')
    await world.fetch(`${path}/submit`, { as: 'data-centre', method: 'POST' })
    const approved = await world.fetch(`${path}/approve`, { as: 'competent-bureau', method: 'POST' })
    expect(approved.status).toBe(303)
    // One weekday in January fell out as New Year's Day.
    expect(await deadlineOf('A-1')).toMatchObject({ dueOn: '2027-01-22', provisional: false })
    expect(await deadlineOf('A-2')).toMatchObject({ provisional: false })
    const rows = await transact(world.as('audit'), (tx) =>
      tx.select().from(deadlineRecounts).orderBy(deadlineRecounts.id),
    )
    expect(rows).toHaveLength(2)
    expect(rows[0]).toMatchObject({
      clause: 'LC-29',
      wasDueOn: '2027-01-22',
      wasProvisional: true,
      dueOn: '2027-01-22',
      provisional: false,
    })
    const html = await (await world.fetch(path, { as: 'audit' })).text()
    expect(html).toContain('改定的期限（2 项）')
    expect(html).toContain(`2027年放假安排导入（${notice}）`)
    // A department sees its own only.
    const own = await (await world.fetch(path, { as: 'department' })).text()
    expect(own).toContain('改定的期限（1 项）')
    expect(own).not.toContain('别人的')
    const system = await (await world.fetch('/systems/A-1', { as: 'department' })).text()
    expect(system).toContain('2027-01-22')
    expect(system).not.toContain('暂定')
    const audit = await transact(world.as('audit'), (tx) =>
      tx.execute<{ after: string }>(
        sql`select after::text from audit_entries where object_type = 'calendar-edition' order by id desc limit 1`,
      ),
    )
    expect(audit[0]?.after).toMatch(/"recounted": ?2/)
  })

  it('is done once: approving again is a conflict, judging again changes nothing', async () => {
    const rows = async () =>
      transact(world.as('audit'), (tx) => tx.select({ id: verdicts.id }).from(verdicts).orderBy(verdicts.id))
    const before = await rows()
    const editions = await transact(world.as('audit'), (tx) =>
      tx.execute<{ id: string }>(sql`select id from calendar_editions where status = 'approved'`),
    )
    await expect(
      approveCalendar(world.as('competent-bureau'), Number(editions[0]?.id), [fundingRecounter]),
    ).rejects.toMatchObject({
      code: 'conflict',
    })
    await transact(world.as('job'), (tx) => judgeSystems(world.as('job'), tx, d('2026-12-20')))
    expect(await rows()).toEqual(before)
  })

  it('shows what an amended year changes before it counts, and moves settled days too', async () => {
    world.clock.set('2026-12-20T10:20:00+08:00')
    const amended = [...days2027, ...off('春节', '2027-01-20')].sort((a, b) => a.day.localeCompare(b.day))
    const id = await upload('bureau-handler', amended, 2027, '国办发明电〔2026〕12号')
    const html = await (await world.fetch(`/calendar/editions/${id}`, { as: 'bureau-handler' })).text()
    expect(html).toContain('与原安排比对')
    const diff = html.slice(html.indexOf('与原安排比对'), html.indexOf('与平时不同的日子'))
    expect(diff).toContain('2027-01-20')
    expect(diff).toContain('照常上班')
    expect(diff).not.toContain('2027-02-08')
    await submitCalendar(world.as('bureau-handler'), id)
    expect(await approveCalendar(world.as('competent-bureau'), id, [fundingRecounter])).toEqual({
      recounted: 2,
      systems: 2,
    })
    expect(await deadlineOf('A-1')).toMatchObject({ dueOn: '2027-01-25', provisional: false })
  })

  it('can be returned with a reason', async () => {
    const id = await upload('data-centre', off('元旦', '2027-01-01'))
    const path = `/calendar/editions/${id}`
    expect(await (await world.fetch(path, { as: 'data-centre' })).text()).toContain('没有写到春节、清明')
    await submitCalendar(world.as('data-centre'), id)
    const body = new URLSearchParams({ comment: '' })
    expect(
      (await world.fetch(`${path}/return`, { as: 'competent-bureau', method: 'POST', body })).status,
    ).toBe(400)
    body.set('comment', '只写了一天')
    await world.fetch(`${path}/return`, { as: 'competent-bureau', method: 'POST', body })
    expect(await (await world.fetch(path, { as: 'data-centre' })).text()).toContain('只写了一天')
    await expect(submitCalendar(world.as('data-centre'), id)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is known from its approval on, and not before', async () => {
    const calendarAt = (instant: string) =>
      transact(world.as('audit'), (tx) => readWorkCalendar(tx, new Date(instant)))
    expect((await calendarAt('2026-12-20T09:59:59+08:00')).covers?.to).toBe('2026-12-31')
    expect((await calendarAt('2026-12-20T10:00:00+08:00')).covers?.to).toBe('2027-12-31')
    expect((await calendarAt('2026-12-20T10:19:00+08:00')).exceptions.has(d('2027-01-20'))).toBe(false)
    expect((await calendarAt('2026-12-20T10:20:00+08:00')).exceptions.get(d('2027-01-20'))).toBe('off')
  })

  it('is read by other systems, and exported as it counts', async () => {
    const answer = await world.fetch('/api/v1/calendar', { as: 'finance' })
    const { coversTo, years } = z
      .object({ coversTo: z.string(), years: z.array(z.object({ year: z.number(), notice: z.string() })) })
      .parse(await answer.json())
    expect(coversTo).toBe('2027-12-31')
    expect(years.at(-1)).toEqual({ year: 2027, notice: '国办发明电〔2026〕12号' })
    const file = await world.fetch('/calendar/2027.xlsx', { as: 'department' })
    const sheets = await cellsOf('2027.xlsx', new Uint8Array(await file.arrayBuffer()))
    expect([...sheets.values()][0]?.map((row) => row[0])).toContain('2027-01-20')
    const template = await world.fetch('/calendar/2028.xlsx', { as: 'data-centre' })
    const empty = await cellsOf('2028.xlsx', new Uint8Array(await template.arrayBuffer()))
    expect([...empty.values()][0]).toEqual([['日期', '安排', '名称', '文号']])
  })

  it('counts in its own jurisdiction only', async () => {
    const elsewhere = {
      ...world.as('job'),
      actor: { kind: 'job' as const, job: 'test', jurisdictionId: 'qinshui' },
    }
    expect((await transact(elsewhere, (tx) => readWorkCalendar(tx))).covers?.to).toBe('2026-12-31')
  })
})
