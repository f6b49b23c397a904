import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { publishEditions } from '../../../jobs/publish-editions.ts'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { listJurisdictions } from '../../identity/index.ts'
import { transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { runDue } from '../../platform/jobs.ts'
import {
  answerUnlistedNeed,
  approveEdition,
  commentOnItem,
  compileEdition,
  confirmReplacement,
  deleteDraft,
  editionInForce,
  fileUnlistedNeed,
  groupUnlistedNeeds,
  ItemConflict,
  listUnlistedNeeds,
  previewReplacement,
  publishEdition,
  readCatalogueEdition,
  readItem,
  readUnlistedNeed,
  removeItem,
  returnEdition,
  saveItem,
  setTerms,
  submitEdition,
  unscheduleEdition,
  uploadReplacement,
} from '../index.ts'
import { type ColumnKey, cellsByKey, columnKeys } from '../items/columns.ts'

let world: World
let bytes: Uint8Array
let count = 0
beforeAll(async () => {
  world = await makeWorld()
  bytes = new Uint8Array(await readFile('demo/samples/catalogue.csv'))
})

const centre = () => world.as('data-centre')
const bureau = () => world.as('competent-bureau')
async function draft(): Promise<number> {
  count += 1
  const { editionId } = await compileEdition(centre(), {
    number: `2026年第${count}版`,
    fileName: 'catalogue.csv',
    bytes,
  })
  return editionId
}
async function approved(): Promise<number> {
  const editionId = await draft()
  await submitEdition(centre(), { editionId })
  await approveEdition(bureau(), { editionId })
  await approveEdition(world.as('finance'), { editionId })
  return editionId
}
async function cellsOf(editionId: number, code: string): Promise<Record<ColumnKey, string>> {
  const { item } = await readItem(centre(), { editionId, code })
  const cells = cellsByKey(item)
  return Object.fromEntries(columnKeys.map((key) => [key, String(cells[key] ?? '')])) as Record<
    ColumnKey,
    string
  >
}
async function failure(work: Promise<unknown>): Promise<AppError> {
  try {
    await work
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('it was done')
}
const itemsOf = async (editionId: number) => (await readCatalogueEdition(centre(), { editionId })).items

describe('an item of a draft in the browser', () => {
  it('is changed, added, renamed and removed, each recorded', async () => {
    const editionId = await draft()
    const cells = await cellsOf(editionId, 'ECS-01')
    await saveItem(centre(), {
      editionId,
      of: { code: 'ECS-01', version: 1 },
      cells: { ...cells, price: '31.5', dependencies: 'HSS-01', quota: '20', successor: 'ECX-01' },
    })
    expect((await readItem(centre(), { editionId, code: 'ECS-01' })).version).toBe(2)
    await saveItem(centre(), {
      editionId,
      cells: { ...cells, code: 'ECS-90', priceRule: '按规格：99元', price: '' },
    })
    await saveItem(centre(), {
      editionId,
      of: { code: 'ECS-02', version: 1 },
      cells: { ...cells, code: 'ECS-91' },
    })
    await removeItem(centre(), { editionId, code: 'ECS-03', version: 1 })
    const items = await itemsOf(editionId)
    expect(items).toHaveLength(97)
    expect(items.find(({ code }) => code === 'ECS-01')).toMatchObject({
      monthlyFen: 3_150,
      price: { shape: { kind: 'flavour', fen: 3_150 } },
      dependencies: ['HSS-01'],
      quotaPerDepartment: 20,
      successor: 'ECX-01',
    })
    expect(items.at(-1)).toMatchObject({ code: 'ECS-90', monthlyFen: 9_900 })
    const codes = items.map(({ code }) => code)
    expect([codes.includes('ECS-02'), codes.includes('ECS-91'), codes.includes('ECS-03')]).toEqual([
      false,
      true,
      false,
    ])
    const rows = await transact(world.as('audit'), (tx) =>
      tx.execute<{ object_id: string }>(
        sql`select object_id from audit_entries where object_type = 'catalogue-item' order by id`,
      ),
    )
    expect(rows.map((row) => row.object_id)).toEqual(
      ['ECS-01', 'ECS-90', 'ECS-91', 'ECS-03'].map((code) => `${editionId}/${code}`),
    )
  })

  it('names every field at fault and saves nothing', async () => {
    const editionId = await draft()
    const cells = await cellsOf(editionId, 'ECS-01')
    const error = await failure(
      saveItem(centre(), {
        editionId,
        of: { code: 'ECS-01', version: 1 },
        cells: { ...cells, price: '-3', vcpu: '1.5', unit: '', priceRule: '', zones: '' },
      }),
    )
    expect(error.code).toBe('invalid-input')
    expect(error.errors.map(({ path }) => path).sort()).toEqual(['price', 'unit', 'vcpu', 'zones'])
    expect(await cellsOf(editionId, 'ECS-01')).toEqual(cells)
  })

  it.each([
    ['price', '99999999999999'],
    ['price', '1e9'],
    ['price', '0.001'],
    ['priceRule', '按规格：0元'],
    ['memoryGiB', '1e300'],
    ['poolCapacity', '-1'],
    ['quota', '0.5'],
    ['dependencies', '../etc/passwd'],
    ['leadTime', '100000'],
  ])('refuses %s %s', async (key, value) => {
    const editionId = await draft()
    const cells = await cellsOf(editionId, 'ECS-01')
    const error = await failure(
      saveItem(centre(), {
        editionId,
        of: { code: 'ECS-01', version: 1 },
        cells: { ...cells, [key]: value },
      }),
    )
    expect(error.errors.map(({ path }) => path)).toContain(key)
    await deleteDraft(centre(), { editionId })
  })

  it('two people at once: the second is shown both versions, and loses nothing', async () => {
    const editionId = await draft()
    const cells = await cellsOf(editionId, 'ECS-01')
    const save = (price: string) =>
      saveItem(centre(), { editionId, of: { code: 'ECS-01', version: 1 }, cells: { ...cells, price } })
    const [first, second] = await Promise.allSettled([save('31'), save('32')])
    const lost = [first, second].filter((each) => each.status === 'rejected')
    expect(lost).toHaveLength(1)
    const error: unknown = lost[0]?.reason
    if (!(error instanceof ItemConflict)) throw error
    expect(error.version).toBe(2)
    expect([3_100, 3_200]).toContain(error.theirs?.monthlyFen)
    // With the version that was shown, it goes through.
    await saveItem(centre(), {
      editionId,
      of: { code: 'ECS-01', version: 2 },
      cells: { ...cells, price: '33' },
    })
    expect((await readItem(centre(), { editionId, code: 'ECS-01' })).item.monthlyFen).toBe(3_300)
    const gone = await failure(removeItem(centre(), { editionId, code: 'ECS-01', version: 2 }))
    expect(gone).toBeInstanceOf(ItemConflict)
  })

  it('is not changed once the draft is handed in, nor is a code used twice', async () => {
    const editionId = await draft()
    const cells = await cellsOf(editionId, 'ECS-01')
    expect((await failure(saveItem(centre(), { editionId, cells }))).code).toBe('conflict')
    const other = saveItem(centre(), {
      editionId,
      of: { code: 'ECS-02', version: 1 },
      cells: { ...cells, code: 'ECS-03' },
    })
    expect((await failure(other)).errors[0]?.path).toBe('code')
    await submitEdition(centre(), { editionId })
    const late = saveItem(centre(), { editionId, of: { code: 'ECS-01', version: 1 }, cells })
    expect((await failure(late)).message).toContain('待批准')
  })
})

describe('the spreadsheet round trip', () => {
  it('shows what would be added, changed and removed, and takes it only as it was shown', async () => {
    const editionId = await draft()
    const text = new TextDecoder()
      .decode(bytes)
      .replace('包月,30.5,', '包月,32,')
      .replace(/ECS-02[^\n]*\n/, '')
      .replace('ECS-03,', 'ECS-99,')
    const edited = { editionId, fileName: 'b.csv', bytes: new TextEncoder().encode(text) }
    const { source } = await uploadReplacement(centre(), edited)
    const kept = { editionId, fileName: 'b.csv', source }
    const { diff, confirm, unchanged } = await previewReplacement(centre(), kept)
    expect(diff.added.map(({ code }) => code)).toEqual(['ECS-99'])
    expect(diff.removed.map(({ code }) => code)).toEqual(['ECS-02', 'ECS-03'])
    expect(diff.repriced.map(({ after }) => after.code)).toEqual(['ECS-01'])
    expect(unchanged).toBe(94)
    expect(await itemsOf(editionId)).toHaveLength(97)
    await saveItem(centre(), {
      editionId,
      of: { code: 'ECS-19', version: 1 },
      cells: { ...(await cellsOf(editionId, 'ECS-19')), price: '5000' },
    })
    expect((await failure(confirmReplacement(centre(), { editionId, ...confirm }))).message).toContain(
      '重新预览',
    )
    const again = await previewReplacement(centre(), kept)
    await confirmReplacement(centre(), { editionId, ...again.confirm })
    expect(await itemsOf(editionId)).toHaveLength(96)
  })
})

describe('comments by item', () => {
  it('stand beside the item, and are resolved when it is handed in again', async () => {
    const editionId = await draft()
    const comment = { editionId, code: 'ECS-01', comment: '单价高于邻县，请核实' }
    expect((await failure(commentOnItem(bureau(), comment))).code).toBe('conflict')
    await submitEdition(centre(), { editionId })
    await commentOnItem(bureau(), comment)
    await commentOnItem(world.as('finance'), { editionId, comment: '请附成本测算' })
    expect((await failure(commentOnItem(bureau(), { ...comment, code: 'NO-1' }))).code).toBe('not-found')
    expect((await failure(commentOnItem(centre(), comment))).code).toBe('forbidden')
    await returnEdition(bureau(), { editionId, reason: '见意见' })
    const cells = await cellsOf(editionId, 'ECS-01')
    await saveItem(centre(), {
      editionId,
      of: { code: 'ECS-01', version: 1 },
      cells: { ...cells, price: '29' },
    })
    const said = async () => (await readCatalogueEdition(centre(), { editionId })).comments
    expect(
      (await said()).map(({ code, bureau: by, resolvedOn, changedSince }) => [
        code,
        by,
        resolvedOn,
        changedSince,
      ]),
    ).toEqual([
      ['ECS-01', 'competent-bureau', null, true],
      [null, 'finance', null, false],
    ])
    await submitEdition(centre(), { editionId })
    expect((await said()).map(({ resolvedOn }) => resolvedOn)).toEqual(['2026-11-21', '2026-11-21'])
    expect((await readCatalogueEdition(world.as('finance'), { editionId })).comments).toHaveLength(2)
  })

  it('can be altered by nobody, and go with their draft only', async () => {
    const editionId = await draft()
    await submitEdition(centre(), { editionId })
    await commentOnItem(bureau(), { editionId, code: 'ECS-01', comment: '请核实' })
    const alter = transact(bureau(), (tx) => tx.execute(sql`update catalogue_comments set comment = '同意'`))
    await expect(alter).rejects.toThrow()
    await returnEdition(bureau(), { editionId, reason: '见意见' })
    await deleteDraft(centre(), { editionId })
  })
})

describe('publishing on a chosen day', () => {
  const due = async () =>
    runDue(
      { database: world.database, objects: world.objects, clock: world.clock, log: () => {} },
      [publishEditions],
      await listJurisdictions(world.database),
    )

  it('takes effect on that day, once, and supersedes the former', async () => {
    const now = await approved()
    await publishEdition(bureau(), { editionId: now })
    const later = await approved()
    expect(await publishEdition(bureau(), { editionId: later, on: '2026-12-01' })).toMatchObject({
      publishedOn: '2026-12-01',
      scheduled: true,
    })
    await due()
    expect((await editionInForce(world.as('public')))?.id).toBe(now)
    expect((await failure(saveItem(centre(), { editionId: later, cells: { code: 'X-1' } }))).code).not.toBe(
      'done',
    )
    world.clock.set('2026-11-30T23:59:00+08:00')
    await due()
    expect((await editionInForce(world.as('public')))?.id).toBe(now)
    world.clock.set('2026-12-01T00:01:00+08:00')
    await Promise.all([due(), due(), due()])
    await due()
    const inForce = await editionInForce(world.as('public'))
    expect([inForce?.id, inForce?.publishedOn]).toEqual([later, '2026-12-01'])
    const published = await transact(world.as('audit'), (tx) =>
      tx.execute<{ n: number }>(sql`select count(*)::int as n from audit_entries
        where object_id = ${String(later)} and after->>'status' = 'published'`),
    )
    expect(published[0]?.n).toBe(1)
    world.clock.set('2026-11-21T10:00:00+08:00')
  })

  it('can be taken back or returned, and no past or far day is taken', async () => {
    const editionId = await approved()
    for (const on of ['2026-11-20', '2028-01-01', '2026-02-30', 'morgen'])
      expect((await failure(publishEdition(bureau(), { editionId, on }))).code).toBe('invalid-input')
    await publishEdition(bureau(), { editionId, on: '2026-12-24' })
    await unscheduleEdition(bureau(), { editionId })
    expect((await readCatalogueEdition(centre(), { editionId })).status).toBe('approved')
    await publishEdition(bureau(), { editionId, on: '2026-12-24' })
    await returnEdition(world.as('finance'), { editionId, reason: '价格有误' })
    const { status, publishesOn } = await readCatalogueEdition(centre(), { editionId })
    expect([status, publishesOn]).toEqual(['draft', null])
    expect((await failure(unscheduleEdition(centre(), { editionId }))).code).toBe('forbidden')
  })
})

describe('the rule for months in part', () => {
  it('is approved with the prices: another rule is another content', async () => {
    const editionId = await draft()
    const before = (await readCatalogueEdition(centre(), { editionId })).contentHash
    await setTerms(centre(), { editionId, midMonthRule: 'by-day' })
    expect((await readCatalogueEdition(centre(), { editionId })).contentHash).not.toBe(before)
    await submitEdition(centre(), { editionId })
    expect((await failure(setTerms(centre(), { editionId, midMonthRule: 'full-month' }))).code).toBe(
      'conflict',
    )
    const alter = transact(centre(), (tx) =>
      tx.execute(sql`update catalogue_editions set mid_month_rule = 'half-month' where id = ${editionId}`),
    )
    await expect(alter).rejects.toThrow()
  })
})

describe('what the catalogue lacks', () => {
  const need = {
    title: '时空数据库',
    details: '存放轨迹数据，2 亿条',
    quantity: '2',
    unit: '实例',
    monthlyYuan: '1200.50',
  }

  it('is asked for, answered with a reason, and seen by its department only', async () => {
    const needId = await fileUnlistedNeed(world.as('department'), need)
    const [mine] = await listUnlistedNeeds(world.as('department'))
    expect(mine).toMatchObject({ id: needId, status: 'open', monthlyFen: 120_050, quantity: 2 })
    // Another department's person is one of another organisation.
    const head = await listUnlistedNeeds(world.as('department-head'))
    const same = world.organisations.department === world.organisations['department-head']
    expect(head.length).toBe(same ? 1 : 0)
    expect(
      (
        await failure(
          answerUnlistedNeed(world.as('department'), { needId, status: 'declined', answer: '不列' }),
        )
      ).code,
    ).toBe('forbidden')
    await answerUnlistedNeed(centre(), {
      needId,
      status: 'declined',
      answer: '使用面窄，建议用关系型数据库扩展',
    })
    expect(await readUnlistedNeed(world.as('department'), needId)).toMatchObject({
      status: 'declined',
      answeredOn: '2026-11-21',
    })
    const nowhere = answerUnlistedNeed(centre(), {
      needId,
      status: 'served',
      answer: '已有',
      itemCode: 'NO-1',
    })
    expect((await failure(nowhere)).errors[0]?.path).toBe('itemCode')
  })

  it.each([
    ['title', ''],
    ['quantity', '0'],
    ['quantity', '-1'],
    ['quantity', '1.5'],
    ['quantity', '99999999999'],
    ['monthlyYuan', '-5'],
    ['monthlyYuan', '1e9'],
    ['monthlyYuan', '9999999999999'],
    ['monthlyYuan', '0.001'],
    ['details', '云'.repeat(1_001)],
  ])('refuses %s %s', async (key, value) => {
    const error = await failure(fileUnlistedNeed(world.as('department'), { ...need, [key]: value }))
    expect(error.errors.map(({ path }) => path)).toEqual([key])
  })

  it('feeds the next edition: drafted, planned, and served when that is published', async () => {
    const needId = await fileUnlistedNeed(world.as('department'), {
      ...need,
      title: '区块链存证',
      monthlyYuan: '',
    })
    await fileUnlistedNeed(world.as('department'), { ...need, title: ' 区块链 存证', quantity: '3' })
    const gap = groupUnlistedNeeds(await listUnlistedNeeds(centre())).find(({ title }) =>
      title.includes('区块链'),
    )
    expect(gap).toMatchObject({ departments: 1, quantity: 5, monthlyFen: 120_050 })
    const editionId = await draft()
    const cells = await cellsOf(editionId, 'MQ-01')
    await saveItem(centre(), { editionId, cells: { ...cells, code: 'BCE-01', name: '区块链存证' }, needId })
    expect(await readUnlistedNeed(world.as('department'), needId)).toMatchObject({
      status: 'planned',
      itemCode: 'BCE-01',
    })
    await submitEdition(centre(), { editionId })
    await approveEdition(bureau(), { editionId })
    await approveEdition(world.as('finance'), { editionId })
    await publishEdition(bureau(), { editionId })
    const served = await readUnlistedNeed(world.as('department'), needId)
    expect(served.status).toBe('served')
    expect(served.answer).toContain('BCE-01')
  })
})
