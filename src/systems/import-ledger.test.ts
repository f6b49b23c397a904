import { readFile } from 'node:fs/promises'
import { count, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { auditEntries } from '../audit/schema.ts'
import type { organisations } from '../identity/schema.ts'
import { transact } from '../platform/context.ts'
import { confirmImport, previewLedger } from './index.ts'
import { factEntries, systems } from './schema.ts'

const sample = async () => ({
  fileName: 'lingchuan-ledger.xlsx',
  bytes: new Uint8Array(await readFile(new URL('../../demo/samples/lingchuan-ledger.xlsx', import.meta.url))),
})

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const systemCalled = async (code: string) =>
  transact(world.as('data-centre'), async (tx) => {
    const [row] = await tx.select().from(systems).where(eq(systems.code, code))
    return row
  })
const countOf = (table: typeof systems | typeof factEntries | typeof auditEntries | typeof organisations) =>
  transact(world.as('data-centre'), async (tx) => (await tx.select({ n: count() }).from(table))[0]?.n)

describe('the sample ledger', () => {
  it('gives 124 systems of 42 units, three rejected rows with all their issues, two rows that are no data', async () => {
    const preview = await previewLedger(world.as('data-centre'), await sample())
    expect(preview.counts).toEqual({
      rows: 127,
      systems: 124,
      units: 42,
      rejected: 3,
      notData: 2,
      added: 124,
      changed: 0,
      unchanged: 0,
      classified: 2,
      newUnits: 42,
      leftAlone: 0,
    })
    expect(preview.holdsFrom).toBe('2026-10-31')
    expect(preview.notData.map(({ row }) => row)).toEqual([132, 133])
    expect(
      preview.rejections.map(({ row, code, issues }) => [
        row,
        code,
        ...issues.map((issue) => `${issue.column}=${issue.value}`),
      ]),
    ).toEqual([
      [129, 'LC-0125', '系统名称=', '建成时间=2019-13-45', '建设投资（万元）=十二万'],
      [130, 'LC-0003', '系统编号=LC-0003', '建成时间=2018.5'],
      [131, 'LC-0127', '统一社会信用代码=11140524000000000X', '建成时间=2020年', '要求完成时间=2026-02-30'],
    ])
    for (const { issues } of preview.rejections)
      for (const { message } of issues) expect(message).toMatch(/[一-龥]/)
    expect(await countOf(systems)).toBe(0)
  })

  it('is imported as previewed, and importing it again changes nothing', async () => {
    const context = world.as('data-centre')
    const first = await previewLedger(context, await sample())
    const audited = (await countOf(auditEntries)) ?? 0
    expect((await confirmImport(context, first.importId)).counts).toEqual(first.counts)
    expect(await countOf(systems)).toBe(124)
    expect(await countOf(factEntries)).toBe(124)
    // One for the import, one a system.
    expect(await countOf(auditEntries)).toBe(audited + 1 + 124)
    const before = await systemCalled('LC-0001')
    expect(before).toMatchObject({
      builtOn: '2012-11-22',
      investmentFen: 9_800_000,
      annualOperationsFen: 19_750_000,
      migratedOn: 'infinity',
      exemptionUntil: 'infinity',
      stage: 'decided',
      stageSince: '2026-10-31',
      registered: true,
      migrationRequired: true,
    })

    world.clock.set('2026-11-22T10:00:00+08:00')
    const again = await previewLedger(context, await sample())
    expect(again.counts).toMatchObject({ added: 0, changed: 0, unchanged: 124, newUnits: 0, leftAlone: 0 })
    await confirmImport(context, again.importId)
    expect(await countOf(factEntries)).toBe(124)
    expect(await systemCalled('LC-0001')).toEqual(before)
  })
})
