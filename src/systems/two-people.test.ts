import { asc, eq } from 'drizzle-orm'
import postgres from 'postgres'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { auditEntries } from '../audit/schema.ts'
import { addPerson } from '../identity/index.ts'
import { type Context, transact } from '../platform/context.ts'
import { transactAs } from '../platform/database.ts'
import type { Role } from '../platform/permissions.ts'
import { acceptImport, returnImport } from './decide-import.ts'
import { discardImport } from './discard-import.ts'
import { confirmImport, previewLedger } from './index.ts'
import { plainName } from './namesakes.ts'
import { showImport } from './read-import.ts'
import { factEntries, ledgerImports, systems } from './schema.ts'
import { systemsTasks } from './tasks.ts'

const header =
  '系统编号,系统名称,主管单位,年运维费（万元）,是否涉密,处置意见,要求完成时间,迁移确认时间,豁免有效期至,豁免文号,数据共享是否达标,业务协同是否达标,竣工验收时间,验收备案时间'
interface Facts {
  code?: string
  name?: string
  unit?: string
  fen?: string
  classified?: string
  due?: string
  migrated?: string
  exemption?: string
  sharing?: string
  accepted?: string
  filed?: string
}
/** A system that pays, but for what is said. */
const row = (facts: Facts = {}) => {
  const all = {
    code: 'A-1',
    name: '国库支付系统',
    unit: '县财政局国库股',
    fen: '12.5',
    classified: '否',
    due: '2026-06-30',
    migrated: '2026-05-01',
    exemption: '无,',
    sharing: '是',
    accepted: '2023-05-01',
    filed: '2023-05-20',
    ...facts,
  }
  return `${all.code},${all.name},${all.unit},${all.fen},${all.classified},迁移,${all.due},${all.migrated},${all.exemption},${all.sharing},是,${all.accepted},${all.filed}`
}
const stopped = { migrated: '无' }
const document = '陵数确〔2026〕18号迁移确认单'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})
const centre = () => world.as('data-centre')
const bureau = () => world.as('competent-bureau')
const preview = (...rows: string[]) =>
  previewLedger(centre(), {
    fileName: '台账.csv',
    bytes: new Uint8Array(new TextEncoder().encode([header, ...rows].join('\n'))),
  })
/** Imports what lifts nothing. */
const imported = async (...rows: string[]) => {
  const { importId } = await preview(...rows)
  expect(await confirmImport(centre(), importId)).toMatchObject({ status: 'imported' })
}
/** Hands in what lifts something. */
const submitted = async (...rows: string[]) => {
  const shown = await preview(...rows)
  expect(await confirmImport(centre(), shown.importId, { document })).toMatchObject({ status: 'awaiting' })
  return shown
}
const systemOf = (code: string) =>
  transact(centre(), async (tx) => (await tx.select().from(systems).where(eq(systems.code, code)))[0])
const statusOf = (id: number) =>
  transact(
    centre(),
    async (tx) => (await tx.select().from(ledgerImports).where(eq(ledgerImports.id, id)))[0]?.status,
  )
const entriesOf = (code: string) =>
  transact(centre(), (tx) =>
    tx
      .select({ document: factEntries.document, by: factEntries.recordedBy })
      .from(factEntries)
      .innerJoin(systems, eq(systems.id, factEntries.systemId))
      .where(eq(systems.code, code))
      .orderBy(asc(factEntries.id)),
  )
const idOf = ({ actor }: Context) => (actor.kind === 'person' ? actor.id : 0)
/** Somebody more with a role. */
async function another(role: Role): Promise<Context> {
  const id = await transactAs(world.database, 'sign-in', (tx) =>
    addPerson(tx, {
      jurisdictionId: world.jurisdictionId,
      organisationId: world.organisations[role],
      username: `second-${role}`,
      name: '另一位',
      passwordHash: null,
      roles: [role],
    }),
  )
  const context = world.as(role)
  if (context.actor.kind !== 'person') throw new Error('no person')
  return { ...context, actor: { ...context.actor, id } }
}

describe('an import that lifts a stop', () => {
  it('leaves the register as it is until a second person has seen list, sum and document', async () => {
    await imported(row(stopped), row({ code: 'A-2', name: '档案系统' }))
    const { importId, lifts, digest } = await preview(
      row({ fen: '3' }),
      row({ code: 'A-2', name: '档案系统', fen: '7' }),
    )
    // The greater of the two sums; what lifts nothing isn't in the list.
    expect(lifts).toMatchObject([{ code: 'A-1', yearlyFen: 12_500_000, from: null, like: null }])
    expect(lifts[0]?.funds).toEqual([{ fund: '运维经费', before: '不予拨付', after: '可拨付' }])
    expect(lifts[0]?.grounds).toEqual([
      { article: '第七条', effect: '不予拨付', reason: expect.stringContaining('到期没有完成迁移确认') },
    ])
    await expect(confirmImport(centre(), importId)).rejects.toMatchObject({
      code: 'invalid-input',
      errors: [{ path: 'document' }],
    })
    const before = [await systemOf('A-1'), await systemOf('A-2')]
    expect(await confirmImport(centre(), importId, { document })).toMatchObject({ status: 'awaiting' })
    expect([await systemOf('A-1'), await systemOf('A-2')]).toEqual(before)

    const shown = await showImport(bureau(), importId)
    expect(shown).toMatchObject({ status: 'awaiting', document, preview: { lifts: [{ code: 'A-1' }] } })
    expect(await acceptImport(bureau(), importId, { seen: digest })).toMatchObject({ status: 'imported' })
    expect(await systemOf('A-1')).toMatchObject({ migratedOn: '2026-05-01', annualOperationsFen: 3_000_000 })
    expect((await systemOf('A-2'))?.annualOperationsFen).toBe(7_000_000)
    // Recorded by who prepared it, resting on the document; decided by the other.
    expect((await entriesOf('A-1')).at(-1)).toEqual({ document, by: idOf(centre()) })
    const [decision] = await transact(world.as('audit'), (tx) =>
      tx.select().from(auditEntries).where(eq(auditEntries.operation, 'systems.confirm')),
    )
    expect(decision).toMatchObject({
      actorId: idOf(bureau()),
      after: { status: 'imported', lifted: 1, liftingDocument: document, submittedBy: idOf(centre()) },
    })
  })

  it('is decided by an approver of the bureau, never by who uploaded or submitted it, never by a key', async () => {
    await imported(row(stopped))
    const { importId, digest: seen } = await submitted(row())
    for (const role of ['data-centre', 'bureau-handler', 'finance', 'audit', 'department'] as const) {
      await expect(acceptImport(world.as(role), importId, { seen })).rejects.toMatchObject({
        code: 'forbidden',
      })
      await expect(returnImport(world.as(role), importId, { reason: '依据不符' })).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
    const { actor } = bureau()
    if (actor.kind !== 'person') throw new Error('no person')
    const key = { id: 1, name: '预算系统', operations: ['systems.confirm'] as const }
    await expect(
      acceptImport({ ...bureau(), actor: { ...actor, key } }, importId, { seen }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    // One person with both roles.
    const both = { ...centre().actor, roles: ['data-centre', 'competent-bureau'] as const }
    await expect(
      acceptImport({ ...centre(), actor: both as Context['actor'] }, importId, { seen }),
    ).rejects.toThrow('须由另一人')
    expect(await statusOf(importId)).toBe('awaiting')

    // Uploaded by one approver, submitted by another: both prepared it.
    await discardImport(centre(), importId)
    const upload = { fileName: '台账.csv', bytes: new TextEncoder().encode([header, row()].join('\n')) }
    const mine = await previewLedger(bureau(), upload)
    const second = await another('competent-bureau')
    await confirmImport(second, mine.importId, { document })
    for (const each of [bureau(), second])
      await expect(acceptImport(each, mine.importId, { seen: mine.digest })).rejects.toThrow('须由另一人')
    expect((await systemOf('A-1'))?.migratedOn).toBe('infinity')
  })

  it('is held to two people by the database too', async () => {
    await imported(row(stopped))
    const { importId } = await submitted(row())
    const owner = postgres(world.databaseUrl, { max: 1, onnotice: () => {} })
    const visible = `select set_config('dengyun.realm', 'jurisdiction', false),
      set_config('dengyun.jurisdiction', 'lingchuan', false), set_config('dengyun.organisations', '*', false)`
    await owner.unsafe(visible)
    const attempt = (set: string) =>
      owner.unsafe(`update ledger_imports set ${set} where id = ${importId}`).then(
        () => 'done',
        (error: unknown) => String(error),
      )
    expect(await attempt("status = 'imported'")).toMatch(/second person|ledger_imports_lifting/)
    expect(await attempt(`status = 'imported', decided_by = ${idOf(centre())}`)).toMatch(/second_person/)
    expect(await attempt("document = '另一份'")).toMatch(/keeps what was submitted/)
    expect(await attempt("file_key = 'another'")).toMatch(/keeps what was uploaded/)
    await owner.end()
  })

  it('is returned with a reason, or taken back; the register was never touched', async () => {
    await imported(row(stopped))
    const first = await submitted(row())
    await expect(returnImport(bureau(), first.importId, { reason: ' ' })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    await returnImport(bureau(), first.importId, { reason: '确认单上没有这个系统' })
    expect(await showImport(centre(), first.importId)).toMatchObject({
      status: 'returned',
      comment: '确认单上没有这个系统',
      decided: { personId: idOf(bureau()) },
    })
    await expect(acceptImport(bureau(), first.importId, { seen: first.digest })).rejects.toMatchObject({
      code: 'conflict',
    })
    const second = await submitted(row())
    await discardImport(centre(), second.importId)
    expect(await statusOf(second.importId)).toBe('discarded')
    expect((await systemOf('A-1'))?.migratedOn).toBe('infinity')
  })

  it('is worked out anew when the register has changed meanwhile, and says so', async () => {
    await imported(row(stopped), row({ code: 'A-2', name: '档案系统' }))
    const { importId, digest } = await submitted(row(), row({ code: 'A-2', name: '档案系统' }))
    await imported(row({ code: 'A-2', name: '档案系统', ...stopped }))
    await expect(acceptImport(bureau(), importId, { seen: digest })).rejects.toThrow('重新核对')
    expect((await systemOf('A-1'))?.migratedOn).toBe('infinity')
    const { status, preview: now } = await showImport(bureau(), importId)
    expect([status, now.lifts.map(({ code }) => code)]).toEqual(['awaiting', ['A-1', 'A-2']])
    // Who still has the first list before them decides nothing.
    await expect(acceptImport(bureau(), importId, { seen: digest })).rejects.toMatchObject({
      code: 'conflict',
    })
    await acceptImport(bureau(), importId, { seen: now.digest })
    expect((await systemOf('A-2'))?.migratedOn).toBe('2026-05-01')
  })

  it('is accepted once when two approvers decide at the same moment', async () => {
    await imported(row(stopped))
    const { importId, digest: seen } = await submitted(row())
    const second = await another('competent-bureau')
    const outcomes = await Promise.allSettled(
      [bureau(), second, bureau()].map((each) => acceptImport(each, importId, { seen })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await entriesOf('A-1')).toHaveLength(2)
  })

  it('is on the desk of who may decide on it, and of nobody else', async () => {
    await imported(row(stopped))
    const { importId } = await submitted(row())
    const waiting = async (context: Context) =>
      (await systemsTasks(context)).filter(({ text, count }) => text.includes('复核') && count > 0)
    expect(await waiting(bureau())).toMatchObject([
      { count: 1, note: '涉及 1 个系统', href: `/systems/import/${importId}` },
    ])
    for (const role of ['data-centre', 'bureau-handler', 'finance', 'department'] as const)
      expect(await waiting(world.as(role)), role).toEqual([])
  })
})

it('is handed in by the API with its document, and decided on pages only', async () => {
  await imported(row(stopped))
  const { importId } = await preview(row())
  const confirm = (body: Record<string, string>) =>
    world.fetch(`/api/v1/ledger-imports/${importId}/confirm`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      as: 'data-centre',
    })
  const bare = await confirm({})
  expect(bare.status).toBe(400)
  expect(await bare.json()).toMatchObject({ errors: [{ path: 'document' }] })
  expect((await confirm({ document, by: '本人' })).status).toBe(400)
  const answer = await confirm({ document })
  expect([answer.status, await answer.json()]).toMatchObject([200, { importId, status: 'awaiting' }])
  expect((await systemOf('A-1'))?.migratedOn).toBe('infinity')
})

describe('what lifts a stop', () => {
  const cases: [string, Facts, Facts, boolean][] = [
    ['a migration that is confirmed', stopped, {}, true],
    [
      'a fact that becomes unknown: denied becomes undetermined',
      stopped,
      { ...stopped, migrated: '未知' },
      true,
    ],
    ['an exemption', stopped, { ...stopped, exemption: '2027-06-30,陵数函〔2026〕3号' }, true],
    ['a later last day', stopped, { ...stopped, due: '2027-06-30' }, true],
    ['being classified: the law no longer governs it', stopped, { ...stopped, classified: '是' }, true],
    ['sharing that is met', { sharing: '否' }, {}, true],
    ['one stop of two', { ...stopped, sharing: '否' }, stopped, true],
    ['a stop of another fund', { accepted: '2026-09-01', filed: '无' }, { accepted: '2026-09-01' }, true],
    [
      'a last day moved that is still to come',
      { ...stopped, due: '2026-12-31' },
      { ...stopped, due: '2028-12-31' },
      true,
    ],
    [
      'an exemption that would have ended',
      { ...stopped, exemption: '2026-12-31,陵数函〔2026〕3号' },
      { ...stopped, exemption: '2029-12-31,陵数函〔2026〕3号' },
      true,
    ],
    ['nothing: a sum and a name', stopped, { ...stopped, fen: '99', name: '国库支付平台' }, false],
    ['nothing: another stop on top', stopped, { ...stopped, sharing: '否' }, false],
    ['nothing: a stop that begins', {}, stopped, false],
    ['nothing: what is stricter in the future', {}, { ...stopped, due: '2026-12-31' }, false],
  ]
  it.each(cases)('%s', async (_what, before, after, lifts) => {
    await imported(row(before))
    const { importId, lifts: found } = await preview(row(after))
    expect(found).toHaveLength(lifts ? 1 : 0)
    const { status } = await confirmImport(centre(), importId, { document })
    expect(status).toBe(lifts ? 'awaiting' : 'imported')
  })

  it('is not the first ledger of an empty register, nor a system that stands for no other', async () => {
    await imported(row(), row({ code: 'A-2', name: '档案系统', ...stopped }))
    await imported(row({ code: 'B-1', name: '林权登记系统' }))
  })

  it('is a stopped system registered once more under another number', async () => {
    await imported(row(stopped))
    const again = { code: 'B-1' }
    for (const name of ['国库支付系统', '国库 支付系统（二期）', '新版国库支付系统V2.0', '国库支付']) {
      const { lifts } = await preview(row({ ...again, name }))
      expect(lifts, name).toMatchObject([{ code: 'B-1', like: 'A-1' }])
    }
    // Of a unit that the register doesn't have, too; and under a name it had before.
    expect((await preview(row({ ...again, unit: '县国库中心' }))).lifts).toMatchObject([{ like: 'A-1' }])
    await imported(row({ ...stopped, name: '支付平台' }))
    const { importId, lifts } = await preview(row(again))
    expect(lifts).toMatchObject([{ code: 'B-1', like: 'A-1' }])
    expect(await confirmImport(centre(), importId, { document })).toMatchObject({ status: 'awaiting' })
    expect(await systemOf('B-1')).toBeUndefined()
    // Stopped like the other, it lifts nothing.
    expect((await preview(row({ ...again, ...stopped }))).lifts).toEqual([])
  })

  it('is told from names without signs, versions and phases', () => {
    for (const [name, plain] of [
      ['国库（支付）系统 V2.1', '国库支付系统'],
      ['国库支付系统第二期', '国库支付系统'],
      ['１２３４５', '12345'],
      ['OA系统', 'oa系统'],
    ] as const)
      expect(plainName(name)).toBe(plain)
  })
})

describe('on pages, without JavaScript', () => {
  const page = async (path: string, as: Role) => (await world.fetch(path, { as })).text()
  const post = (path: string, as: Role, values: Record<string, string> = {}) =>
    world.fetch(path, { method: 'POST', body: new URLSearchParams(values), as })

  it('goes from the list over the desk to the second signature', async () => {
    await imported(row(stopped), row({ code: 'A-2', name: '档案系统', ...stopped }))
    const { importId } = await preview(row(), row({ code: 'A-2', name: '档案系统', ...stopped }))
    const path = `/systems/import/${importId}`
    const first = await page(path, 'data-centre')
    for (const text of [
      '本次导入将使 1 个系统的资金结论放宽（年运维费合计 12.50 万元）',
      '1 个系统的运维经费由不予拨付变为可拨付（年运维费合计 12.50 万元）',
      '提交复核：放宽 1 个系统',
    ])
      expect(first).toContain(text)
    expect(first).not.toContain('确认导入')
    const bare = await post(`${path}/confirm`, 'data-centre')
    expect(bare.status).toBe(400)
    expect(await bare.text()).toContain('请写明依据文件的名称和文号')
    expect((await post(`${path}/confirm`, 'data-centre', { document })).status).toBe(303)
    expect(await page(path, 'data-centre')).not.toContain('同意并导入')
    expect(await page('/desk', 'competent-bureau')).toContain(`href="${path}"`)
    const second = await page(path, 'competent-bureau')
    expect(second).toContain('同意并导入')
    expect(second).toContain(document)
    const seen = /name="seen" value="([^"]+)"/.exec(second)?.[1] ?? ''
    expect((await post(`${path}/accept`, 'data-centre', { seen })).status).toBe(403)
    expect((await post(`${path}/return`, 'competent-bureau')).status).toBe(400)
    expect((await post(`${path}/accept`, 'competent-bureau', { seen })).status).toBe(303)
    expect(await page(path, 'data-centre')).toContain('复核同意')
    expect((await systemOf('A-1'))?.migratedOn).toBe('2026-05-01')
  })
})
