import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { judgeSystems } from '../../funding/index.ts'
import { type Context, transact } from '../../platform/context.ts'
import { dateOf } from '../../platform/dates.ts'
import {
  confirmImport,
  previewLedger,
  type SystemRow,
  systemByCode,
  systemsAsOf,
} from '../../systems/index.ts'
import { draftOrder } from '../orders/draft-order.ts'
import { issueOrder } from '../orders/issue-order.ts'
import { judgeBy, sampleOrder } from '../testing.ts'
import { deleteDetermination, draftDetermination, editDetermination } from './draft-determination.ts'
import { dropLift, liftDetermination, proposeLift } from './lift-determination.ts'
import { readDetermination } from './read-determinations.ts'
import { signDetermination } from './sign-determination.ts'
import { determinationTasks } from './tasks.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ now: '2026-12-01T10:00:00+08:00' })
  await judgeBy(world, 'yuncheng-2021')
  await importLedger([
    'A-1,国库系统,县财政局国库股,是',
    'A-2,支付系统,县财政局国库股,',
    'B-1,林业系统,县林业局,',
  ])
  await transact(world.as('job'), (tx) => judgeSystems(world.as('job'), tx, dateOf('2026-12-01')))
})

async function importLedger(rows: readonly string[], on?: string): Promise<void> {
  const said = on === undefined ? [] : [`统计截止：${on}`]
  const text = [...said, '系统编号,系统名称,主管单位,数据共享是否达标', ...rows].join('\n')
  const bytes = new TextEncoder().encode(text)
  const { importId } = await previewLedger(world.as('data-centre'), { fileName: '台账.csv', bytes })
  await confirmImport(world.as('data-centre'), importId)
}

const systemAt = async (code: string): Promise<SystemRow> => {
  const found = await transact(world.as('competent-bureau'), (tx) => systemByCode(tx, code))
  if (found === null) throw new Error(`no system ${code}`)
  return found.row
}
const ordersOn = async (code: string, day: string): Promise<unknown> => {
  const { id } = await systemAt(code)
  const [row] = await transact(world.as('competent-bureau'), (tx) =>
    tx.execute<{ orders: unknown }>(
      sql`select orders from ${systemsAsOf(world.jurisdictionId, { day: dateOf(day), knownAt: null })} s where s.id = ${id}`,
    ),
  )
  return row?.orders ?? null
}
/** Lifts, or drops, what stands on the page that is read right before. */
const lift = async (context: Context, id: number) =>
  liftDetermination(context, { id, version: (await readDetermination(context, id)).version })
const drop = async (context: Context, read: { id: number; reason: string }) =>
  dropLift(context, { ...read, version: (await readDetermination(context, read.id)).version })

const base = { details: '经核查。', document: '运数认〔2026〕1号', holdsFrom: '2026-12-01' }
const unshared = { ...base, about: 'dataSharing', system: 'A-1', value: false }

async function signed(input: Record<string, unknown>): Promise<number> {
  const id = await draftDetermination(world.as('bureau-handler'), input)
  await signDetermination(world.as('competent-bureau'), { id, version: 1 })
  return id
}
async function lifted(id: number, from: string): Promise<void> {
  await proposeLift(world.as('bureau-handler'), {
    id,
    from,
    document: '运数认〔2026〕9号',
    reason: '情形已消除。',
  })
  await lift(world.as('competent-bureau'), id)
}

describe('a determination', () => {
  it('wins over the ledger from its day until it is lifted', async () => {
    const id = await draftDetermination(world.as('bureau-handler'), unshared)
    expect((await systemAt('A-1')).dataSharing).toBe(true)
    await signDetermination(world.as('competent-bureau'), { id, version: 1 })
    expect((await systemAt('A-1')).dataSharing).toBe(false)
    await lifted(id, '2026-12-01')
    expect((await systemAt('A-1')).dataSharing).toBe(true)
    expect((await readDetermination(world.as('department'), id)).status).toBe('lifted')
  })

  it('takes the place of an earlier one about the same', async () => {
    const first = await signed({ ...unshared, system: 'A-2' })
    expect((await systemAt('A-2')).dataSharing).toBe(false)
    await signed({ ...unshared, system: 'A-2', value: true, document: '运数认〔2026〕2号' })
    expect((await systemAt('A-2')).dataSharing).toBe(true)
    expect((await readDetermination(world.as('audit'), first)).status).toBe('replaced')
    const earlier = await draftDetermination(world.as('bureau-handler'), {
      ...unshared,
      system: 'A-2',
      holdsFrom: '2026-11-20',
    })
    await expect(
      signDetermination(world.as('competent-bureau'), { id: earlier, version: 1 }),
    ).rejects.toMatchObject({
      errors: [{ path: 'holdsFrom' }],
    })
    await deleteDetermination(world.as('bureau-handler'), earlier)
  })

  it('that was a mistake never held: what it took the place of stands again, and the right one can be signed', async () => {
    await importLedger(['A-9,票据系统,县财政局国库股,'], '2026-10-01')
    const no = { ...unshared, system: 'A-9' }
    const first = await signed({
      ...no,
      value: true,
      holdsFrom: '2026-10-08',
      document: '运数认〔2026〕20号',
    })
    const late = await signed({ ...no, holdsFrom: '2026-11-30', document: '运数认〔2026〕21号' })
    expect((await systemAt('A-9')).dataSharing).toBe(false)
    await lifted(late, '2026-11-30')
    expect((await systemAt('A-9')).dataSharing).toBe(true)
    expect((await readDetermination(world.as('audit'), first)).status).toBe('signed')
    await signed({ ...no, holdsFrom: '2026-11-02', document: '运数认〔2026〕22号' })
    const sharing = async (day: string) => {
      const { id } = await systemAt('A-9')
      const [row] = await transact(world.as('competent-bureau'), (tx) =>
        tx.execute<{ said: boolean }>(
          sql`select data_sharing as said from ${systemsAsOf(world.jurisdictionId, { day: dateOf(day), knownAt: null })} s where s.id = ${id}`,
        ),
      )
      return row?.said
    }
    expect(await Promise.all(['2026-11-01', '2026-11-02', '2026-12-01'].map(sharing))).toEqual([
      true,
      false,
      false,
    ])
  })

  it('is an opinion on building before approval, from its day until it is lifted, without a yes or no', async () => {
    const given = { ...base, about: 'buildingOpinionOn', system: 'A-2', document: '运数意〔2026〕1号' }
    await expect(
      draftDetermination(world.as('bureau-handler'), { ...given, system: null }),
    ).rejects.toMatchObject({
      errors: [{ path: 'system' }],
    })
    const id = await signed({ ...given, value: true })
    expect((await systemAt('A-2')).buildingOpinionOn).toBe('2026-12-01')
    expect((await readDetermination(world.as('department'), id)).value).toBeNull()
    await lifted(id, '2026-12-01')
    expect((await systemAt('A-2')).buildingOpinionOn).toBeNull()
  })

  it('of the whole jurisdiction is said of every system, and of those that come later', async () => {
    await signed({ ...base, about: 'migrationConditionsRipeOn', document: '运数认〔2026〕3号' })
    expect((await systemAt('B-1')).migrationConditionsRipeOn).toBe('2026-12-01')
    await importLedger(['B-2,古树系统,县林业局,'])
    expect((await systemAt('B-2')).migrationConditionsRipeOn).toBe('2026-12-01')
  })

  it('of the whole jurisdiction says nothing of a classified system, of which nothing is kept', async () => {
    const text = '系统编号,系统名称,主管单位,是否涉密\nX-1,代号甲,县林业局,是'
    const bytes = new TextEncoder().encode(text)
    const { importId } = await previewLedger(world.as('data-centre'), { fileName: '涉密.csv', bytes })
    await confirmImport(world.as('data-centre'), importId)
    const id = await signed({ ...base, about: 'decommissioning', document: '运数声〔2026〕31号' })
    const said = async () => {
      const found = await systemAt('X-1')
      return [found.classified, found.decommissionedOn, found.migrationConditionsRipeOn]
    }
    expect(await said()).toEqual([true, null, null])
    await lifted(id, '2026-12-01')
  })

  it('wants grounds, a document, a day that has come, and two people', async () => {
    const draft = (more: object) => draftDetermination(world.as('bureau-handler'), { ...unshared, ...more })
    const fault = (path: string) => ({ code: 'invalid-input', errors: [{ path }] })
    await expect(draft({ details: '' })).rejects.toMatchObject(fault('details'))
    await expect(draft({ document: ' ' })).rejects.toMatchObject(fault('document'))
    await expect(draft({ holdsFrom: '2026-12-02' })).rejects.toMatchObject(fault('holdsFrom'))
    await expect(draft({ value: null })).rejects.toMatchObject(fault('value'))
    await expect(draft({ system: null })).rejects.toMatchObject(fault('system'))
    await expect(draft({ about: 'orders' })).rejects.toMatchObject(fault('system'))
    await expect(draft({ system: 'X-9' })).rejects.toMatchObject({ code: 'not-found' })
    await expect(draftDetermination(world.as('audit'), unshared)).rejects.toMatchObject({ code: 'forbidden' })
    const own = await draftDetermination(world.as('competent-bureau'), unshared)
    await expect(
      signDetermination(world.as('competent-bureau'), { id: own, version: 1 }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(readDetermination(world.as('department'), own)).rejects.toMatchObject({ code: 'not-found' })
    const id = await draftDetermination(world.as('bureau-handler'), { ...unshared, system: 'B-1' })
    await editDetermination(world.as('bureau-handler'), id, {
      ...unshared,
      system: 'B-1',
      details: '另有理由。',
    })
    await expect(signDetermination(world.as('competent-bureau'), { id, version: 1 })).rejects.toMatchObject({
      code: 'conflict',
    })
    await signDetermination(world.as('competent-bureau'), { id, version: 2 })
    await expect(readDetermination(world.as('department'), id)).rejects.toMatchObject({ code: 'not-found' })
    const asked = { id, from: '2026-12-01', document: '运数认〔2026〕9号', reason: '情形已消除。' }
    await expect(
      proposeLift(world.as('competent-bureau'), { ...asked, from: '2026-11-30' }),
    ).rejects.toMatchObject(fault('from'))
    await proposeLift(world.as('competent-bureau'), asked)
    await expect(lift(world.as('competent-bureau'), id)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await drop(world.as('bureau-handler'), { id, reason: '继续有效。' })
    await expect(lift(world.as('competent-bureau'), id)).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})

describe('a declaration that the register of orders is complete', () => {
  it('makes “no order on record” mean none, as long as it stands', async () => {
    const issue = async (number: string, on: string, code: string, unit: number) => {
      const order = { ...sampleOrder, wholeUnit: false, systems: [code], organisationId: unit }
      const id = await draftOrder(world.as('bureau-handler'), order)
      await issueOrder(world.as('competent-bureau'), { id, version: 1, number, on })
    }
    const { organisationId } = await systemAt('A-1')
    await issue('运数函〔2026〕1号', '2026-12-01', 'A-1', organisationId)
    expect((await systemAt('A-2')).orders).toBeNull()
    const id = await signed({ ...base, about: 'orders', document: '运数声〔2026〕1号' })
    expect((await systemAt('A-2')).orders).toEqual([])
    expect((await systemAt('A-1')).orders).toHaveLength(1)
    expect((await systemAt('B-1')).orders).toEqual([])
    await expect(signed({ ...base, about: 'orders', document: '运数声〔2026〕2号' })).rejects.toMatchObject({
      code: 'conflict',
    })

    world.clock.set('2026-12-05T10:00:00+08:00')
    await importLedger(['A-3,新登记系统,县财政局国库股,'])
    expect((await systemAt('A-3')).orders).toEqual([])
    // Of before the declaration, and found only now: it isn't lost under the declaration.
    await issue('运数函〔2026〕2号', '2026-11-30', 'B-1', (await systemAt('B-1')).organisationId)
    expect((await systemAt('B-1')).orders).toMatchObject([{ issuedOn: '2026-11-30' }])

    world.clock.set('2026-12-10T10:00:00+08:00')
    await lifted(id, '2026-12-10')
    expect((await systemAt('A-2')).orders).toBeNull()
    expect((await systemAt('A-3')).orders).toBeNull()
    expect((await systemAt('A-1')).orders).toHaveLength(1)
    expect((await systemAt('B-1')).orders).toHaveLength(1)
    expect(await ordersOn('A-2', '2026-12-05')).toEqual([])
    expect(await ordersOn('A-2', '2026-12-10')).toBeNull()
    expect(await ordersOn('A-2', '2026-11-30')).toBeNull()
  })

  it('likewise of evaluations and of what was scrapped', async () => {
    const evaluations = await signed({ ...base, about: 'evaluations', document: '运数声〔2026〕3号' })
    const scrapped = await signed({ ...base, about: 'decommissioning', document: '运数声〔2026〕4号' })
    expect(await systemAt('A-2')).toMatchObject({
      evaluatedOn: 'infinity',
      decommissionedOn: 'infinity',
      disposalReportedOn: 'infinity',
    })
    await lifted(evaluations, '2026-12-10')
    await lifted(scrapped, '2026-12-10')
    expect(await systemAt('A-2')).toMatchObject({
      evaluatedOn: null,
      decommissionedOn: null,
      disposalReportedOn: null,
    })
  })

  it('says before it is signed which verdicts it changes, and is signed by forms', async () => {
    const id = await draftDetermination(world.as('bureau-handler'), {
      ...base,
      about: 'orders',
      holdsFrom: '2026-12-10',
      document: '运数声〔2026〕5号',
    })
    const path = `/oversight/determinations/${id}`
    const page = await (await world.fetch(path, { as: 'competent-bureau' })).text()
    expect(page).toContain('声明后')
    expect((await systemAt('A-2')).orders).toBeNull()
    const body = new URLSearchParams({ version: '1' })
    expect((await world.fetch(`${path}/sign`, { as: 'competent-bureau', method: 'POST', body })).status).toBe(
      303,
    )
    expect((await systemAt('A-2')).orders).toEqual([])
    for (const list of [
      '/oversight/declarations',
      '/oversight/determinations',
      '/oversight/determinations/new?of=declarations',
    ])
      expect([list, (await world.fetch(list, { as: 'bureau-handler' })).status]).toEqual([list, 200])
  })
})

it('a determination is lifted as it was read, not as it was asked for anew meanwhile', async () => {
  const id = await signed({ ...unshared, about: 'coConstruction', document: '运数认〔2026〕30号' })
  const asked = { id, from: '2026-12-01', document: '运数认〔2026〕31号', reason: '情形已消除。' }
  await proposeLift(world.as('bureau-handler'), asked)
  const { version } = await readDetermination(world.as('competent-bureau'), id)
  await drop(world.as('bureau-handler'), { id, reason: '再核对。' })
  await proposeLift(world.as('bureau-handler'), { ...asked, document: '运数认〔2026〕32号' })
  const stale = { id, version }
  const competent = world.as('competent-bureau')
  await expect(liftDetermination(competent, stale)).rejects.toMatchObject({ code: 'conflict' })
  await expect(dropLift(competent, { ...stale, reason: '不同意。' })).rejects.toMatchObject({
    code: 'conflict',
  })
  const answer = await world.fetch(`/oversight/determinations/${id}/lift`, {
    as: 'competent-bureau',
    method: 'POST',
    body: new URLSearchParams({ version: String(version) }),
  })
  expect(answer.status).toBe(409)
  const page = await answer.text()
  expect(page).toContain('您打开页面之后')
  expect(page).toContain('运数认〔2026〕32号')
  await lift(competent, id)
})

it('on the desk, one draft of a kind leads to itself, several to the list of that kind', async () => {
  const competent = world.as('competent-bureau')
  const tasks = async () =>
    (await determinationTasks(competent)).map(({ count, text, href }) => ({ count, text, href }))
  const ofDeclarations = async () => (await tasks()).find(({ text }) => text === '份台账完整声明等您签署')
  const left = await ofDeclarations()
  expect(left).toMatchObject({ count: 1, href: expect.stringMatching(/\/oversight\/determinations\/\d+$/) })
  await draftDetermination(world.as('bureau-handler'), {
    ...base,
    about: 'evaluations',
    document: '运数声〔2026〕41号',
  })
  expect(await ofDeclarations()).toMatchObject({ count: 2, href: '/oversight/declarations?status=drafted' })
})
