import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { judgeSystems } from '../funding/index.ts'
import { verdicts } from '../funding/schema.ts'
import { indicatorsByOrganisation, readIndicators, trackMigrations } from '../migration/index.ts'
import { type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { type CalendarDate, dateOf, type Month, parseMonth } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { fenOf } from '../platform/money.ts'
import { type RecordedValues, recordFacts } from '../systems/index.ts'
import { systems } from '../systems/schema.ts'
import { recordRegister } from '../systems/testing.ts'
import { makeMonthlyReport, writeMonthlyReport } from './index.ts'
import type { MonthlySnapshot } from './model.ts'
import { listMonthlyReports, readMonthlyReport } from './read-monthly-report.ts'

const month = (text: string): Month => {
  const parsed = parseMonth(text)
  if (parsed === null) throw new Error(text)
  return parsed
}
const october = month('2026-10')
const november = month('2026-11')
const lastOfOctober = dateOf('2026-10-31')
const lastOfNovember = dateOf('2026-11-30')
const never = 'infinity' as const

type Facts = Partial<typeof systems.$inferInsert> & { code: string; name: string }
const required: Partial<Facts> = {
  classified: false,
  registered: true,
  migrationRequired: true,
  migrationDueOn: dateOf('2026-06-30'),
  migratedOn: never,
  exemptionUntil: never,
  hosting: 'own-room',
  dataSharing: true,
  businessCoordination: true,
  stage: 'deployed',
  stageSince: dateOf('2026-05-01'),
  builtOn: dateOf('2020-01-01'),
  acceptedOn: dateOf('2020-03-01'),
  acceptanceFiledOn: dateOf('2020-03-05'),
  acceptanceExtendedTo: never,
  annualOperationsFen: fenOf(38_600_000),
}
const county: Facts[] = [
  { ...required, code: 'A', name: '不动产登记系统' },
  { ...required, code: 'B', name: '智慧旅游平台', stage: 'confirmed', migratedOn: dateOf('2026-09-18') },
  {
    ...required,
    code: 'C',
    name: '林业监测系统',
    exemptionUntil: dateOf('2026-12-31'),
    exemptionDocument: '陵数字〔2025〕18号',
  },
  {
    ...required,
    code: 'D',
    name: '水文监测系统',
    exemptionUntil: dateOf('2026-03-31'),
    exemptionDocument: '陵数字〔2024〕7号',
  },
  { ...required, code: 'E', name: '密码甲号系统', classified: true },
  { ...required, code: 'F', name: '老办公系统', disposition: 'shut-down', migrationRequired: false },
  { ...required, code: 'G', name: '=1+1', annualOperationsFen: null },
  { ...required, code: 'H', name: '养老服务系统', migrationDueOn: dateOf('2026-11-15') },
]

async function register(world: World, all: readonly Facts[]): Promise<void> {
  await transact(world.as('job'), (tx) =>
    tx.insert(systems).values(
      all.map((facts) => ({
        ...facts,
        jurisdictionId: world.jurisdictionId,
        organisationId: world.organisations[facts.code < 'D' ? 'department' : 'audit'],
      })),
    ),
  )
  await recordRegister(world.as('job'))
}

/** Records facts of a system as of today, as the bureau does with a second person. */
async function recordOf(world: World, tx: Transaction, code: string, values: RecordedValues) {
  const { actor, ...context } = world.as('bureau-handler')
  const second = world.as('competent-bureau').actor
  const [row] = await tx.select({ id: systems.id }).from(systems).where(eq(systems.code, code))
  await recordFacts({ ...context, actor }, tx, 'systems.import', [
    {
      systemId: row?.id ?? 0,
      values,
      holdsFrom: world.clock.today(),
      source: { kind: 'edit', id: null },
      document: '迁移确认单',
      reason: null,
      recordedBy: actor.kind === 'person' ? actor.id : null,
      confirmedBy: second.kind === 'person' ? second.id : null,
    },
  ])
}

/** What the daily jobs do at the end of a day. */
const closeDay = (world: World, day: CalendarDate) =>
  transact(world.as('job'), async (tx) => {
    await trackMigrations(world.as('job'), tx, day)
    await judgeSystems(world.as('job'), tx, day)
  })
const write = (context: Context, of: Month) => transact(context, (tx) => writeMonthlyReport(context, tx, of))
const codes = (list: readonly { code: string }[]) => list.map(({ code }) => code).sort()

describe('two months of a county', () => {
  let world: World
  let first: MonthlySnapshot
  let second: MonthlySnapshot
  beforeAll(async () => {
    world = await makeWorld({ now: '2026-10-31T22:00:00+08:00' })
    await register(world, county)
    await closeDay(world, lastOfOctober)
    world.clock.set('2026-11-01T02:00:00+08:00')
    first = (await write(world.as('job'), october)).snapshot
    world.clock.set('2026-11-30T22:00:00+08:00')
    await transact(world.as('job'), (tx) =>
      recordOf(world, tx, 'A', {
        stage: 'confirmed',
        stageSince: dateOf('2026-11-10'),
        migratedOn: dateOf('2026-11-10'),
      }),
    )
    await closeDay(world, lastOfNovember)
    world.clock.set('2026-12-01T02:00:00+08:00')
    second = (await write(world.as('job'), november)).snapshot
  })

  it("has the tracker's numbers, the county's and every unit's", async () => {
    for (const [snapshot, day] of [
      [first, lastOfOctober],
      [second, lastOfNovember],
    ] as const) {
      const context = world.as('audit')
      const [tracked, units] = await transact(context, async (tx) => [
        await readIndicators(context, tx, { on: day }),
        await indicatorsByOrganisation(context, tx, day),
      ])
      expect(snapshot.asOf).toBe(day)
      expect({
        asOf: snapshot.asOf,
        formulaVersion: snapshot.formulaVersion,
        counts: snapshot.counts,
      }).toEqual(tracked)
      const { required: needed, confirmed, byHealth } = snapshot.counts
      expect(snapshot.overdue).toHaveLength(byHealth.overdue)
      expect(snapshot.confirmed).toHaveLength(confirmed)
      expect(snapshot.runningTwice).toHaveLength(byHealth['running-twice'])
      expect(snapshot.exemptions.filter(({ state }) => state === 'running')).toHaveLength(byHealth.exempt)
      expect(snapshot.exemptions.filter(({ state }) => state === 'expired')).toHaveLength(
        byHealth['exemption-expired'],
      )
      expect(new Map(snapshot.units.map((unit) => [unit.unit, unit]))).toEqual(
        new Map(
          units.map(({ organisationName, counts }) => [
            organisationName,
            {
              unit: organisationName,
              required: counts.required,
              confirmed: counts.confirmed,
              overdue: counts.byHealth.overdue,
            },
          ]),
        ),
      )
      const sum = (key: 'required' | 'confirmed') =>
        snapshot.units.reduce((total, unit) => total + unit[key], 0)
      expect([sum('required'), sum('confirmed')]).toEqual([needed, confirmed])
    }
  })

  it("has the verdicts' articles: who may not be paid, since when, how much a year", async () => {
    const current = await transact(world.as('audit'), (tx) =>
      tx
        .select({ operations: verdicts.operations, code: systems.code })
        .from(verdicts)
        .innerJoin(systems, eq(systems.id, verdicts.systemId))
        .where(eq(verdicts.asOf, lastOfOctober)),
    )
    const stopped = current.filter(({ operations }) => operations === 'denied' || operations === 'suspended')
    expect(codes(first.restricted)).toEqual(codes(stopped))
    expect(codes(first.restricted)).toEqual(['A', 'D', 'G'])
    const a = first.overdue.find(({ code }) => code === 'A')
    expect(a).toMatchObject({
      name: '不动产登记系统',
      unit: '县财政局国库股',
      dueOn: '2026-06-30',
      daysLate: 123,
      stage: 'deployed',
      annualOperationsFen: 38_600_000,
    })
    expect(a?.grounds).toEqual([
      expect.objectContaining({ clause: 'LC-7b', article: '第七条', since: '2026-07-01' }),
    ])
    expect(first.restricted.find(({ code }) => code === 'G')?.annualOperationsFen).toBeNull()
    const { denied = 0, suspended = 0 } = first.verdicts ?? {}
    expect(denied + suspended).toBe(3)
  })

  it('lists exemptions with document and end, and what is paid twice', () => {
    expect(first.exemptions).toEqual([
      {
        code: 'D',
        name: '水文监测系统',
        unit: '县审计局机关',
        document: '陵数字〔2024〕7号',
        until: '2026-03-31',
        state: 'expired',
      },
      {
        code: 'C',
        name: '林业监测系统',
        unit: '县财政局国库股',
        document: '陵数字〔2025〕18号',
        until: '2026-12-31',
        state: 'running',
      },
    ])
    expect(first.runningTwice).toMatchObject([{ code: 'B', migratedOn: '2026-09-18' }])
  })

  it('says what changed since last month', () => {
    expect(first.changes).toBeNull()
    expect(second.changes).toMatchObject({
      since: '2026-10',
      previous: { overdue: 3, restricted: 3, confirmed: 1 },
    })
    const { changes } = second
    expect(
      changes === null
        ? null
        : {
            newlyConfirmed: codes(changes.newlyConfirmed),
            withdrawn: codes(changes.withdrawn),
            newlyOverdue: codes(changes.newlyOverdue),
            settled: codes(changes.settled),
            newlyStopped: codes(changes.newlyStopped),
            restored: codes(changes.restored),
          },
    ).toEqual({
      newlyConfirmed: ['A'],
      withdrawn: [],
      newlyOverdue: ['H'],
      settled: ['A'],
      newlyStopped: ['H'],
      restored: ['A'],
    })
  })

  it('names no classified system anywhere', async () => {
    for (const of of [october, november]) {
      const { snapshot } = await readMonthlyReport(world.as('audit'), { month: of })
      expect(JSON.stringify(snapshot)).not.toContain('密码甲号')
      expect(JSON.stringify(snapshot)).not.toContain('"E"')
    }
  })

  it('stays what it was, and cannot be written again', async () => {
    await expect(write(world.as('job'), october)).rejects.toMatchObject({ code: 'conflict' })
    const report = await readMonthlyReport(world.as('audit'), { month: october })
    expect(report.snapshot).toEqual(JSON.parse(JSON.stringify(first)))
    expect(report.intact).toBe(true)
    await expect(
      transact(world.as('job'), (tx) => tx.execute("update monthly_reports set snapshot_hash = 'x'")),
    ).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  it('shows its numbers on its page and gives its files under their Chinese names', async () => {
    const page = await (await world.fetch('/reports/2026-10', { as: 'audit' })).text()
    for (const text of [
      '陵川县政务信息系统迁移上云工作月报',
      '不动产登记系统',
      '第七条',
      '首期，无上月可比',
      '陵数字〔2025〕18号',
      '校验一致',
    ])
      expect(page).toContain(text)
    expect(page).toContain(`应迁移上云${first.counts.required}个`)
    for (const [format, type] of [
      ['docx', 'wordprocessingml'],
      ['xlsx', 'spreadsheetml'],
    ] as const) {
      const file = await world.fetch(`/reports/2026-10/file.${format}`, { as: 'finance' })
      expect(file.status).toBe(200)
      expect(file.headers.get('content-type')).toContain(type)
      expect(decodeURIComponent(file.headers.get('content-disposition') ?? '')).toContain(
        `陵川县迁移上云工作月报2026年10月.${format}`,
      )
      expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(2000)
    }
    const list = await (await world.fetch('/reports', { as: 'audit' })).text()
    expect(list).toContain('2026年11月')
  })

  it('answers the snapshot with its hash, and a list, as JSON', async () => {
    const one = await (await world.fetch('/api/v1/reports/2026-10', { as: 'audit' })).json()
    expect(one).toMatchObject({ month: '2026-10', intact: true, snapshot: { counts: first.counts } })
    const all = await (await world.fetch('/api/v1/reports', { as: 'audit' })).json()
    expect(all).toMatchObject({
      items: [{ month: '2026-11' }, { month: '2026-10', overdue: 3 }],
      missing: [],
    })
    expect((await world.fetch('/api/v1/reports/2026-08', { as: 'audit' })).status).toBe(404)
    expect((await world.fetch('/api/v1/reports/last', { as: 'audit' })).status).toBe(400)
  })

  it('is not for departments, nor for strangers', async () => {
    for (const path of [
      '/reports',
      '/reports/2026-10',
      '/reports/2026-10/file.docx',
      '/api/v1/reports',
      '/api/v1/reports/2026-10',
    ]) {
      expect((await world.fetch(path, { as: 'department' })).status, path).toBe(403)
      expect((await world.fetch(path)).status, path).toBe(path.startsWith('/api') ? 401 : 303)
    }
  })
})

describe('making a report', () => {
  let world: World
  beforeAll(async () => {
    world = await makeWorld({ now: '2026-11-21T10:00:00+08:00' })
    await register(world, county)
  })
  /** Does it and takes it back. */
  const inPassing = <T>(context: Context, work: (tx: Transaction) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      transact(context, async (tx) => {
        resolve(await work(tx))
        throw new Error('undo')
      }).catch(reject)
    })

  it('refuses a month that is not over, and what is no month', async () => {
    await expect(makeMonthlyReport(world.as('data-centre'), { month: '2026-11' })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await expect(makeMonthlyReport(world.as('data-centre'), { month: '2026-13' })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    world.clock.set('2026-11-30T23:59:59+08:00')
    await expect(makeMonthlyReport(world.as('data-centre'), { month: '2026-11' })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })

  it('is for those who may write reports', async () => {
    for (const role of ['department', 'finance', 'audit'] as const)
      await expect(makeMonthlyReport(world.as(role), { month: '2026-10' })).rejects.toMatchObject({
        code: 'forbidden',
      })
  })

  it('is of the last day of the month, whenever it was tracked, and leaves today as it is', async () => {
    world.clock.set('2026-12-21T10:00:00+08:00')
    const context = world.as('job')
    const { snapshot, days } = await inPassing(context, async (tx) => {
      await trackMigrations(context, tx, dateOf('2026-11-10'))
      return {
        snapshot: (await writeMonthlyReport(context, tx, november)).snapshot,
        days: await tx.execute('select as_of::text from indicators where organisation_id = 0 order by 1'),
      }
    })
    expect(snapshot.asOf).toBe('2026-11-30')
    expect(codes(snapshot.overdue)).toEqual(['A', 'D', 'G', 'H'])
    expect(codes(snapshot.restricted)).toEqual(['A', 'D', 'G', 'H'])
    expect(days.map((row) => row.as_of)).toEqual(['2026-11-10', '2026-11-30'])
  })

  it('closes the month with what was recorded on its last day after the tracker ran, and without what was recorded since', async () => {
    const context = world.as('job')
    const snapshot = await inPassing(context, async (tx) => {
      world.clock.set('2026-11-30T01:00:00+08:00')
      await trackMigrations(context, tx, lastOfNovember)
      await judgeSystems(context, tx, lastOfNovember)
      world.clock.set('2026-11-30T16:00:00+08:00')
      await recordOf(world, tx, 'A', { stage: 'confirmed', migratedOn: lastOfNovember })
      world.clock.set('2026-12-01T09:00:00+08:00')
      await recordOf(world, tx, 'H', { stage: 'confirmed', migratedOn: dateOf('2026-12-01') })
      await recordOf(world, tx, 'D', { name: '水文监测系统（新）' })
      world.clock.set('2026-12-01T10:00:00+08:00')
      return (await writeMonthlyReport(context, tx, november)).snapshot
    })
    world.clock.set('2026-12-21T10:00:00+08:00')
    expect(codes(snapshot.overdue)).toEqual(['D', 'G', 'H'])
    expect(snapshot.counts.byHealth.overdue).toBe(3)
    expect(snapshot.counts.confirmed).toBe(2)
    expect(codes(snapshot.confirmed)).toEqual(['A', 'B'])
    expect(snapshot.units.reduce((sum, unit) => sum + unit.confirmed, 0)).toBe(2)
    expect(codes(snapshot.restricted)).toEqual(['D', 'G', 'H'])
    expect(snapshot.overdue.find(({ code }) => code === 'D')?.name).toBe('水文监测系统')
  })

  it('made late, still lists as overdue what has migrated only since', async () => {
    const context = world.as('job')
    const snapshot = await inPassing(context, async (tx) => {
      world.clock.set('2026-12-10T09:00:00+08:00')
      await recordOf(world, tx, 'A', { stage: 'confirmed', migratedOn: dateOf('2026-12-10') })
      world.clock.set('2026-12-21T10:00:00+08:00')
      return (await writeMonthlyReport(context, tx, november)).snapshot
    })
    expect(snapshot.asOf).toBe('2026-11-30')
    expect(codes(snapshot.overdue)).toEqual(['A', 'D', 'G', 'H'])
    expect(snapshot.counts.byHealth.overdue).toBe(4)
    expect(codes(snapshot.confirmed)).toEqual(['B'])
    expect(codes(snapshot.runningTwice)).toEqual(['B'])
    expect(snapshot.overdue.find(({ code }) => code === 'A')?.grounds).toMatchObject([{ clause: 'LC-7b' }])
  })

  it('leaves nothing to see when it is killed between the files and the row', async () => {
    const killed: Context = {
      ...world.as('job'),
      objects: {
        ...world.objects,
        async put(key, bytes, contentType) {
          await world.objects.put(key, bytes, contentType)
          if (key.endsWith('.xlsx')) throw new AppError('storage-unavailable', '断电')
        },
      },
    }
    await expect(write(killed, november)).rejects.toMatchObject({ code: 'storage-unavailable' })
    expect((await listMonthlyReports(world.as('audit'))).reports).toEqual([])
    expect((await world.fetch('/reports/2026-11', { as: 'audit' })).status).toBe(404)
  })

  it('is one button for a missing month, and a clear word when somebody was faster', async () => {
    const before = await (await world.fetch('/reports', { as: 'competent-bureau' })).text()
    expect(before).toContain('action="/reports/2026-11"')
    expect(await (await world.fetch('/reports', { as: 'audit' })).text()).not.toContain(
      '<form method="post" action="/reports/',
    )
    const made = await world.fetch('/reports/2026-11', { as: 'competent-bureau', method: 'POST' })
    expect([made.status, made.headers.get('location')]).toEqual([303, '/reports/2026-11'])
    const again = await world.fetch('/reports/2026-11', { as: 'data-centre', method: 'POST' })
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('已经生成并冻结')
    expect((await world.fetch('/reports/2026-11', { as: 'audit', method: 'POST' })).status).toBe(403)
    const after = await (await world.fetch('/reports', { as: 'competent-bureau' })).text()
    expect(after).not.toContain('action="/reports/2026-11"')
    const trail = await transact(world.as('audit'), (tx) =>
      tx.execute("select actor_name, object_id from audit_entries where operation = 'reports.write'"),
    )
    expect(trail.map((row) => row.object_id)).toEqual(['2026-11'])
  })
})
