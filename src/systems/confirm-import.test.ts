import { readFile } from 'node:fs/promises'
import { and, asc, count, eq, sql } from 'drizzle-orm'
import postgres from 'postgres'
import { beforeEach, describe, expect, it } from 'vitest'
import { type MadeCell, makeXlsx } from '../../tests/support/make-xlsx.ts'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { auditEntries } from '../audit/schema.ts'
import { organisations } from '../identity/schema.ts'
import { transact } from '../platform/context.ts'
import { dateOf } from '../platform/dates.ts'
import { fenOf } from '../platform/money.ts'
import { fieldTitle } from '../platform/vocabulary.ts'
import { acceptImport } from './decide-import.ts'
import { discardImport, previewAgain } from './discard-import.ts'
import { confirmImport, previewLedger, type RecordedValues, recordFacts } from './index.ts'
import { showImport } from './read-import.ts'
import { registerColumnNames } from './register-columns.ts'
import { factEntries, ledgerImports, systems } from './schema.ts'

const header = ['系统编号', '系统名称', '主管单位', '年运维费（万元）', '当前阶段']
const ledger = (...rows: MadeCell[][]) => ({
  fileName: '台账.xlsx',
  bytes: makeXlsx([{ rows: [header, ...rows] }]),
})
const budget = ['A-1', '预算系统', '县财政局', 10, '部署测试'] satisfies MadeCell[]
const grain = ['A-2', '粮库系统', '县粮食局', 20, '试运行'] satisfies MadeCell[]

let world: World
beforeEach(async () => {
  world = await makeWorld()
})

const asCentre = () => world.as('data-centre')
/** Out of reach of the law, nothing stops its money any more: two people. */
const document = '陵保密函〔2026〕2号定密通知'
const imported = async (file: ReturnType<typeof ledger>) => {
  const { importId, digest } = await previewLedger(asCentre(), file)
  const { status } = await confirmImport(asCentre(), importId, { document })
  if (status === 'awaiting') await acceptImport(world.as('competent-bureau'), importId, { seen: digest })
}
const facts = (code: string) =>
  transact(asCentre(), (tx) =>
    tx
      .select({ holdsFrom: factEntries.holdsFrom, values: factEntries.values, by: factEntries.recordedBy })
      .from(factEntries)
      .innerJoin(systems, eq(systems.id, factEntries.systemId))
      .where(eq(systems.code, code))
      .orderBy(asc(factEntries.id)),
  )
const systemOf = (code: string) =>
  transact(asCentre(), async (tx) => (await tx.select().from(systems).where(eq(systems.code, code)))[0])
const countSystems = () =>
  transact(asCentre(), async (tx) => (await tx.select({ n: count() }).from(systems))[0]?.n)
const statusOf = (id: number) =>
  transact(
    asCentre(),
    async (tx) => (await tx.select().from(ledgerImports).where(eq(ledgerImports.id, id)))[0]?.status,
  )

describe('what an import did', () => {
  const entriesOf = (code: string) =>
    transact(world.as('audit'), (tx) =>
      tx
        .select()
        .from(auditEntries)
        .where(and(eq(auditEntries.objectType, 'system'), eq(auditEntries.objectId, code)))
        .orderBy(asc(auditEntries.id)),
    )

  it('is on record system by system, before and after, under the one id of the request', async () => {
    await imported(ledger(budget, grain))
    await imported(ledger(['A-1', '预算系统', '县审计局', 12.5, '部署测试'], grain))
    const [added, changed, ...more] = await entriesOf('A-1')
    expect(added).toMatchObject({
      operation: 'systems.import',
      before: null,
      after: { unit: '县财政局', name: '预算系统', annualOperationsFen: 10_000_000, stage: 'deployed' },
    })
    expect(changed).toMatchObject({
      before: { unit: '县财政局', annualOperationsFen: 10_000_000 },
      after: { unit: '县审计局', annualOperationsFen: 12_500_000 },
    })
    expect(more).toEqual([])
    const untouched = await entriesOf('A-2')
    expect(untouched).toHaveLength(1)
    expect(untouched[0]?.requestId).toBe(added?.requestId)
    expect(changed?.requestId).not.toBe(added?.requestId)
  })

  it('is told in Chinese, every column of the register', () => {
    for (const column of registerColumnNames)
      expect([column, fieldTitle(column)]).not.toEqual([column, column])
  })
})

describe('importing a changed ledger', () => {
  it('shows each change before and after, writes only what changed, and leaves the others alone', async () => {
    await imported(ledger(budget, grain))
    world.clock.set('2026-12-01T10:00:00+08:00')
    const preview = await previewLedger(asCentre(), ledger(['A-1', '预算系统', '县财政局', 12.5, '迁移确认']))
    expect(preview.counts).toMatchObject({ added: 0, changed: 1, unchanged: 0, leftAlone: 1 })
    expect(preview.changes).toEqual([
      {
        row: 2,
        code: 'A-1',
        name: '预算系统',
        changes: [
          { field: '年运维费（万元）', before: '10', after: '12.5' },
          { field: '当前阶段', before: '部署测试', after: '迁移确认' },
          { field: '进入当前阶段', before: '2026-11-21', after: '2026-12-01' },
        ],
      },
    ])
    await confirmImport(asCentre(), preview.importId)
    const [first, second, ...more] = await facts('A-1')
    expect(first).toMatchObject({
      holdsFrom: '2026-11-21',
      values: {
        code: 'A-1',
        name: '预算系统',
        registered: true,
        migratedOn: 'infinity',
        stageSince: '2026-11-21',
      },
    })
    expect(second?.values).toEqual({
      annualOperationsFen: 12_500_000,
      stage: 'confirmed',
      stageSince: '2026-12-01',
    })
    expect(second?.holdsFrom).toBe('2026-12-01')
    expect(more).toEqual([])
    expect(await systemOf('A-1')).toMatchObject({ annualOperationsFen: 12_500_000, stage: 'confirmed' })
    expect(await facts('A-2')).toHaveLength(1)
  })

  it('leaves a fact as it is when its cell is emptied', async () => {
    await imported(ledger(budget))
    const preview = await previewLedger(asCentre(), ledger(['A-1', '预算系统', '县财政局', null, null]))
    expect(preview.counts).toMatchObject({ changed: 0, unchanged: 1 })
  })

  it('makes a fact unknown again when its cell says that nobody knows', async () => {
    await imported(ledger(budget))
    const preview = await previewLedger(
      asCentre(),
      ledger(['A-1', '预算系统', '县财政局', '未知', '部署测试']),
    )
    expect(preview.changes[0]?.changes).toEqual([{ field: '年运维费（万元）', before: '10', after: '未知' }])
    await confirmImport(asCentre(), preview.importId)
    expect((await systemOf('A-1'))?.annualOperationsFen).toBeNull()
    expect((await facts('A-1'))[1]?.values).toEqual({ annualOperationsFen: null })
  })

  it('moves a system to another unit', async () => {
    await imported(ledger(budget, grain))
    const preview = await previewLedger(asCentre(), ledger(['A-1', '预算系统', '县粮食局', 10, '部署测试']))
    expect(preview.changes[0]?.changes).toEqual([
      { field: '主管单位', before: '县财政局', after: '县粮食局' },
    ])
    await confirmImport(asCentre(), preview.importId)
    const [moved, other] = [await systemOf('A-1'), await systemOf('A-2')]
    expect(moved?.organisationId).toBe(other?.organisationId)
    expect((await facts('A-1'))[1]?.values).toEqual({ organisationId: other?.organisationId })
  })

  it('finds systems without a number again by unit and name', async () => {
    const rows = [
      ['系统名称', '主管单位', '备注'],
      ['预算系统', '县财政局', '甲'],
      ['新系统', '县财政局', '乙'],
    ]
    const unnumbered = { fileName: '无编号.xlsx', bytes: makeXlsx([{ rows }]) }
    await imported(ledger(budget))
    const first = await previewLedger(asCentre(), unnumbered)
    expect(first.counts).toMatchObject({ added: 1, changed: 1 })
    expect(first.changes[0]?.code).toBe('A-1')
    await confirmImport(asCentre(), first.importId)
    expect((await previewLedger(asCentre(), unnumbered)).counts).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: 2,
    })
  })

  it('empties everything of a system that becomes classified', async () => {
    await imported(ledger(budget))
    const rows = [
      [...header, '是否涉密'],
      [...budget, '是'],
    ]
    await imported({ fileName: '涉密.xlsx', bytes: makeXlsx([{ rows }]) })
    expect(await systemOf('A-1')).toMatchObject({
      classified: true,
      annualOperationsFen: null,
      stage: null,
      migratedOn: null,
    })
  })

  it('warns when the ledger is older than what is recorded', async () => {
    await imported(ledger(budget))
    const old = {
      fileName: '旧.xlsx',
      bytes: makeXlsx([{ rows: [['统计截止：2026-06-30'], header, budget] }]),
    }
    expect((await previewLedger(asCentre(), old)).warnings.join()).toContain('比它早')
  })

  it('takes text that looks like a formula, like SQL or like markup as text', async () => {
    const nasty = '=HYPERLINK("http://x")\'; drop table systems;--<b>'
    await imported(ledger(['A-1', nasty, '县财政局', 10, '部署测试']))
    expect((await systemOf('A-1'))?.name).toBe(nasty)
  })
})

describe('confirming', () => {
  it('is refused when the register changed since the preview, and the new preview can be confirmed', async () => {
    await imported(ledger(budget))
    const mine = await previewLedger(asCentre(), ledger(['A-1', '预算系统', '县财政局', 11, '部署测试']))
    await imported(ledger(['A-1', '预算系统', '县财政局', 99, '部署测试'], grain))
    await expect(confirmImport(asCentre(), mine.importId)).rejects.toMatchObject({ code: 'conflict' })
    expect((await systemOf('A-1'))?.annualOperationsFen).toBe(99_000_000)
    const again = await previewAgain(asCentre(), mine.importId)
    expect(again.changes[0]?.changes).toEqual([{ field: '年运维费（万元）', before: '99', after: '11' }])
    expect(await statusOf(mine.importId)).toBe('discarded')
    await confirmImport(asCentre(), again.importId)
    expect((await systemOf('A-1'))?.annualOperationsFen).toBe(11_000_000)
  })

  it('happens once', async () => {
    const { importId } = await previewLedger(asCentre(), ledger(budget))
    await confirmImport(asCentre(), importId)
    await expect(confirmImport(asCentre(), importId)).rejects.toMatchObject({ code: 'conflict' })
    await expect(discardImport(asCentre(), importId)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is over with a discarded preview', async () => {
    const { importId } = await previewLedger(asCentre(), ledger(budget))
    await discardImport(asCentre(), importId)
    await expect(confirmImport(asCentre(), importId)).rejects.toThrow('现在是“已放弃”')
    expect(await countSystems()).toBe(0)
  })

  it('needs the columns it can not do without', async () => {
    const { importId } = await previewLedger(asCentre(), {
      fileName: '缺列.xlsx',
      bytes: makeXlsx([
        {
          rows: [
            ['系统编号', '平台', '备注'],
            ['A-1', '甲', '乙'],
          ],
        },
      ]),
    })
    await expect(confirmImport(asCentre(), importId)).rejects.toMatchObject({ code: 'invalid-input' })
    const corrected = await previewAgain(asCentre(), importId, { '1': 'name', '2': 'unit' })
    expect(corrected.counts.added).toBe(1)
    await confirmImport(asCentre(), corrected.importId)
    expect(await countSystems()).toBe(1)
  })

  it('is for those who import, in their own jurisdiction', async () => {
    const { importId } = await previewLedger(asCentre(), ledger(budget))
    for (const role of ['department', 'finance', 'audit', 'system-admin'] as const) {
      await expect(previewLedger(world.as(role), ledger(budget))).rejects.toMatchObject({ code: 'forbidden' })
      await expect(confirmImport(world.as(role), importId)).rejects.toMatchObject({ code: 'forbidden' })
    }
    await expect(confirmImport(world.as('public'), importId)).rejects.toMatchObject({ code: 'not-signed-in' })
    const elsewhere = await makeWorld({ jurisdictionId: 'elsewhere' })
    await expect(confirmImport(elsewhere.as('data-centre'), importId)).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('while an import runs', () => {
  /** Holds every import at its first look at the register, until released. */
  async function holdRegister() {
    const client = postgres(world.databaseUrl, { max: 1, onnotice: () => {} })
    await client.unsafe('begin; lock table systems in access exclusive mode')
    return { client, release: () => client.unsafe('rollback').then(() => client.end()) }
  }
  const waiting = async (client: postgres.Sql) => {
    for (;;) {
      const rows = await client<{ pid: number }[]>`
        select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      if (rows[0] !== undefined) return rows[0].pid
      await new Promise((again) => setTimeout(again, 20))
    }
  }

  it('a second one in the jurisdiction is refused at once', async () => {
    const first = await previewLedger(asCentre(), ledger(budget))
    const second = await previewLedger(asCentre(), ledger(grain))
    const held = await holdRegister()
    const running = confirmImport(asCentre(), first.importId)
    await waiting(held.client)
    await expect(confirmImport(asCentre(), second.importId)).rejects.toThrow('另一份台账正在导入')
    await held.release()
    await running
    expect(await countSystems()).toBe(1)
    expect(await statusOf(second.importId)).toBe('previewed')
  })

  it('a lost connection leaves nothing half done, and it can be confirmed again', async () => {
    const { importId } = await previewLedger(asCentre(), ledger(budget, grain))
    const held = await holdRegister()
    const running = confirmImport(asCentre(), importId)
    const outcome = expect(running).rejects.toThrow()
    const pid = await waiting(held.client)
    await held.client`select pg_terminate_backend(${pid})`
    await outcome
    await held.release()
    expect(await statusOf(importId)).toBe('previewed')
    expect(await countSystems()).toBe(0)
    expect((await confirmImport(asCentre(), importId)).counts.added).toBe(2)
  })

  it('a failure in the middle of a long ledger takes everything back', async () => {
    const rows = Array.from({ length: 1_200 }, (_, i) => [
      `B-${i}`,
      `系统${i}`,
      `第${i % 7}局`,
      1,
      '部署测试',
    ])
    const { importId } = await previewLedger(asCentre(), ledger(...rows))
    const owner = postgres(world.databaseUrl, { max: 1, onnotice: () => {} })
    await owner.unsafe(`
      create function refuse() returns trigger language plpgsql as
        $$ begin if new.code = 'B-1100' then raise exception 'no'; end if; return new; end $$;
      create trigger refuse before insert on systems for each row execute function refuse()`)
    await expect(confirmImport(asCentre(), importId)).rejects.toThrow()
    const organisationsLike = await transact(asCentre(), (tx) =>
      tx
        .select()
        .from(organisations)
        .where(and(sql`${organisations.name} like '第%局'`)),
    )
    expect([await countSystems(), organisationsLike.length, await statusOf(importId)]).toEqual([
      0,
      0,
      'previewed',
    ])
    await owner.unsafe('drop trigger refuse on systems')
    await owner.end()
    expect((await confirmImport(asCentre(), importId)).counts).toMatchObject({ added: 1_200, units: 7 })
  })
})

it('imports the sample from CSV with the same result as from the workbook', async () => {
  const bytes = new Uint8Array(
    await readFile(new URL('../../demo/samples/lingchuan-ledger.xlsx', import.meta.url)),
  )
  await imported({ fileName: 'lingchuan-ledger.xlsx', bytes })
  const { exportLedger } = await import('./export-ledger.ts')
  const csv = await exportLedger(asCentre(), 'csv')
  const preview = await previewLedger(asCentre(), { fileName: csv.fileName, bytes: csv.bytes })
  expect(preview.counts).toMatchObject({ systems: 124, units: 42, rejected: 0, changed: 0, unchanged: 124 })
})

it('names a preview that is damaged, and imports nothing of it', async () => {
  const { importId } = await previewLedger(asCentre(), ledger(budget))
  const [kept] = await transact(asCentre(), (tx) =>
    tx.select().from(ledgerImports).where(eq(ledgerImports.id, importId)),
  )
  for (const text of ['{"counts":{"rows":1', '{"counts":{"rows":1}}']) {
    await world.objects.put(kept?.previewKey ?? '', new TextEncoder().encode(text), 'application/json')
    const refusal = {
      code: 'stored-data-damaged',
      message: expect.stringMatching(/^存放的.*损坏/),
    }
    await expect(showImport(asCentre(), importId)).rejects.toMatchObject(refusal)
    await expect(confirmImport(asCentre(), importId)).rejects.toMatchObject(refusal)
  }
  expect(await countSystems()).toBe(0)
})

describe('a fact that rests on a record', () => {
  const record = async (values: RecordedValues, holdsFrom: string) => {
    const [by, second] = [world.as('bureau-handler'), world.as('competent-bureau')].map(({ actor }) =>
      actor.kind === 'person' ? actor.id : 0,
    )
    const system = await systemOf('A-1')
    await transact(world.as('bureau-handler'), (tx) =>
      recordFacts(world.as('bureau-handler'), tx, 'systems.import', [
        {
          systemId: system?.id ?? 0,
          values,
          holdsFrom: dateOf(holdsFrom),
          source: { kind: 'determination', id: 1 },
          document: '陵数函〔2026〕9号',
          reason: null,
          recordedBy: by ?? null,
          confirmedBy: second ?? null,
        },
      ]),
    )
  }

  it('keeps its value against a ledger that says something else, which is listed and not imported', async () => {
    await imported(ledger(budget))
    await record({ annualOperationsFen: fenOf(20_000_000) }, '2026-11-20')
    const preview = await previewLedger(asCentre(), ledger(['A-1', '预算系统', '县财政局', 30, '数据迁移']))
    expect(preview.contradictions).toEqual([
      {
        row: 2,
        code: 'A-1',
        name: '预算系统',
        field: '年运维费（万元）',
        ledger: '30',
        recorded: '20',
        source: '认定',
      },
    ])
    expect(preview.changes[0]?.changes.map(({ field }) => field)).not.toContain('年运维费（万元）')
    await confirmImport(asCentre(), preview.importId)
    expect(await systemOf('A-1')).toMatchObject({ annualOperationsFen: 20_000_000, stage: 'data-moved' })
  })

  it('is not kept of a system that a ledger says is classified', async () => {
    await imported(ledger(budget))
    await record({ disguised: true, dataSharing: true }, '2026-11-21')
    const rows = [
      ['系统编号', '系统名称', '主管单位', '是否涉密'],
      ['A-1', '预算系统', '县财政局', '是'],
    ]
    const preview = await previewLedger(asCentre(), { fileName: '涉密.xlsx', bytes: makeXlsx([{ rows }]) })
    await confirmImport(asCentre(), preview.importId, { document: '陵保密〔2026〕1号' })
    if (preview.lifts.length > 0)
      await acceptImport(world.as('competent-bureau'), preview.importId, { seen: preview.digest })
    expect(await systemOf('A-1')).toMatchObject({
      classified: true,
      name: '预算系统',
      disguised: null,
      dataSharing: null,
      stage: null,
    })
  })
})
