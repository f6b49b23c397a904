import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, populate, type World } from '../../../tests/support/world.ts'
import { pdf } from '../../evidence/files.fixture.ts'
import { attachEvidence, withdrawEvidence } from '../../evidence/index.ts'
import { judgeSystems } from '../../funding/index.ts'
import { addTestPerson } from '../../identity/testing.ts'
import { type Context, transact } from '../../platform/context.ts'
import { dateOf } from '../../platform/dates.ts'
import type { Role } from '../../platform/permissions.ts'
import {
  confirmImport,
  type FactEntry,
  newestRecordings,
  previewLedger,
  recordFacts,
  systemByCode,
} from '../../systems/index.ts'
import { draftDetermination } from '../determinations/draft-determination.ts'
import { draftEvaluation } from '../evaluations/record-evaluation.ts'
import { judgeBy, sampleDetermination, sampleEvaluation } from '../testing.ts'
import { answerOrder } from './answer-order.ts'
import { confirmOutcome, dropOutcome, proposeOutcome } from './decide-order.ts'
import { draftOrder, editOrder } from './draft-order.ts'
import { issueOrder } from './issue-order.ts'
import { orderLetter } from './letter.ts'
import type { Outcome } from './model.ts'
import { listOrders, orderFilters, readOrder } from './read-orders.ts'
import { receiveOrder } from './receive-order.ts'

let world: World
let other: Awaited<ReturnType<typeof populate>>
beforeAll(async () => {
  world = await makeWorld({ now: '2026-11-30T10:00:00+08:00' })
  await judgeBy(world, 'yuncheng-2021')
  other = await populate(world.database, 'qinshui', '沁水县')
  await importLedger(['A-1,国库系统,县财政局国库股', 'A-2,支付系统,县财政局国库股', 'B-1,林业系统,县林业局'])
  await transact(world.as('job'), (tx) => judgeSystems(world.as('job'), tx, dateOf('2026-11-30')))
})

async function importLedger(rows: readonly string[]): Promise<void> {
  const text = ['系统编号,系统名称,主管单位', ...rows].join('\n')
  const bytes = new TextEncoder().encode(text)
  const { importId } = await previewLedger(world.as('data-centre'), { fileName: '台账.csv', bytes })
  await confirmImport(world.as('data-centre'), importId)
}

const draft = (more: Record<string, unknown> = {}) => ({
  kind: 'supervision',
  organisationId: world.organisations.department,
  wholeUnit: false,
  systems: ['A-1'],
  title: '擅自变更建设内容',
  details: '擅自变更建设内容。',
  source: '《运城市政务信息化项目建设管理办法》第二十三条',
  demand: '按批复的内容整改。',
  dueOn: '2026-12-20',
  ...more,
})

let numbers = 0
async function issued(
  more: Record<string, unknown> = {},
  on = '2026-11-30',
  as: [Role, Role] = ['bureau-handler', 'competent-bureau'],
) {
  numbers += 1
  const number = `运数函〔2026〕${numbers}号`
  const id = await draftOrder(world.as(as[0]), draft(more))
  await issueOrder(world.as(as[1]), { id, version: 1, number, on })
  return { id, number }
}

/** Confirms or drops what stands on the page that is read right before. */
const confirm = async (context: Context, read: { id: number; outcome: Outcome }) =>
  confirmOutcome(context, { ...read, version: (await readOrder(context, read.id)).version })
const drop = async (context: Context, read: { id: number; reason: string }) =>
  dropOutcome(context, { ...read, version: (await readOrder(context, read.id)).version })

const ordersOf = (code: string) =>
  transact(world.as('competent-bureau'), async (tx) => (await systemByCode(tx, code))?.row.orders ?? null)
const idOf = ({ actor }: Context) => (actor.kind === 'person' ? actor.id : 0)
const fault = (path: string) => ({ code: 'invalid-input', errors: [{ path }] })
const elsewhere = (role: Role): Context => ({
  ...world.as(role),
  actor: { kind: 'person', jurisdictionId: 'qinshui', roles: [role], ...other[role] },
})

describe('an order to rectify', () => {
  it('is not issued on a day on which a system named in it was not there yet', async () => {
    await importLedger(['E-1,新系统,县财政局国库股'])
    const bureau = world.as('competent-bureau')
    await transact(bureau, async (tx) => {
      const found = await systemByCode(tx, 'E-1')
      await recordFacts(bureau, tx, 'systems.confirm', [
        {
          systemId: found?.row.id ?? 0,
          values: { approvedOn: dateOf('2023-05-01'), builtOn: dateOf('2023-11-01') },
          holdsFrom: dateOf('2026-11-30'),
          source: { kind: 'edit', id: null },
          document: '运数函〔2023〕1号',
          reason: '补登记。',
          recordedBy: idOf(world.as('bureau-handler')),
          confirmedBy: idOf(bureau),
        },
      ])
    })
    const draftId = await draftOrder(world.as('bureau-handler'), draft({ systems: ['E-1'] }))
    const issue = { id: draftId, version: 1, number: '运数函〔2026〕90号' }
    await expect(issueOrder(bureau, { ...issue, on: '2023-04-30' })).rejects.toMatchObject({
      ...fault('on'),
      message: '日期不能早于系统 E-1 最早的日期（立项批复日 2023-05-01），填的是 2023-04-30。',
    })
    await issueOrder(bureau, { ...issue, on: '2023-05-01' })
    const early = { ...sampleDetermination, system: 'E-1', holdsFrom: '1950-01-01' }
    await expect(draftDetermination(world.as('bureau-handler'), early)).rejects.toMatchObject(
      fault('holdsFrom'),
    )
    const evaluation = { ...sampleEvaluation, system: 'E-1', evaluatedOn: '1950-01-01' }
    await expect(draftEvaluation(world.as('bureau-handler'), evaluation)).rejects.toMatchObject(
      fault('evaluatedOn'),
    )
  })

  it('says nothing while it is a draft, and stands in the register from the day it is issued', async () => {
    const id = await draftOrder(world.as('bureau-handler'), draft())
    expect(await ordersOf('A-1')).toBeNull()
    const issue = { id, version: 1, number: '运数函〔2026〕100号', on: '2026-11-30' }
    await issueOrder(world.as('competent-bureau'), issue)
    const order = {
      kind: 'supervision',
      issuedOn: '2026-11-30',
      receivedOn: null,
      dueOn: '2026-12-20',
      resolvedOn: null,
      refusedOn: null,
    }
    expect(await ordersOf('A-1')).toEqual([order])
    expect(await ordersOf('A-2')).toBeNull()

    world.clock.set('2026-12-01T10:00:00+08:00')
    await receiveOrder(world.as('department'), { id, on: '2026-12-01' })
    expect(await ordersOf('A-1')).toEqual([{ ...order, receivedOn: '2026-12-01' }])

    await answerOrder(world.as('department-head'), { id, answer: '已经改好。' })
    expect(await ordersOf('A-1')).toEqual([{ ...order, receivedOn: '2026-12-01' }])
    const found = {
      id,
      outcome: 'resolved',
      on: '2026-12-01',
      document: '运数函〔2026〕101号',
      reason: '已到现场核实。',
    }
    await proposeOutcome(world.as('bureau-handler'), found)
    expect((await ordersOf('A-1'))?.[0]?.resolvedOn).toBeNull()
    await confirm(world.as('competent-bureau'), { id, outcome: 'resolved' })
    expect(await ordersOf('A-1')).toEqual([{ ...order, receivedOn: '2026-12-01', resolvedOn: '2026-12-01' }])
    const { deeds, status } = await readOrder(world.as('audit'), id)
    expect(status).toBe('resolved')
    expect(deeds.map(({ event }) => event)).toEqual([
      'draft',
      'issue',
      'receive',
      'answer',
      'propose',
      'confirm-resolved',
    ])
    await expect(answerOrder(world.as('department'), { id, answer: '再答' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('suspends the money once it was refused, and gives it back when it is resolved', async () => {
    const { id } = await issued({ systems: ['A-2'] }, '2026-11-30')
    await receiveOrder(world.as('bureau-handler'), { id, on: '2026-11-30' })
    const found = { id, on: '2026-12-01', document: '运数函〔2026〕200号', reason: '书面拒绝整改。' }
    await proposeOutcome(world.as('bureau-handler'), { ...found, outcome: 'refused' })
    await confirm(world.as('competent-bureau'), { id, outcome: 'refused' })
    const operations = async () => {
      const answer = await world.fetch('/api/v1/systems/A-2/eligibility', { as: 'finance' })
      return JSON.stringify(await answer.json())
    }
    expect(await operations()).toContain('YC-23')
    expect((await ordersOf('A-2'))?.[0]?.refusedOn).toBe('2026-12-01')
    await answerOrder(world.as('department'), { id, answer: '改正，已按要求整改。' })
    await proposeOutcome(world.as('bureau-handler'), { ...found, outcome: 'resolved' })
    await confirm(world.as('competent-bureau'), { id, outcome: 'resolved' })
    expect((await ordersOf('A-2'))?.[0]).toMatchObject({ refusedOn: '2026-12-01', resolvedOn: '2026-12-01' })
  })

  it('of effectiveness is answered within ten working days of its receipt (运城办法第二十四条)', async () => {
    const { id } = await issued({
      kind: 'effectiveness',
      dueOn: null,
      systems: ['B-1'],
      organisationId: await unitOf('B-1'),
    })
    expect((await readOrder(world.as('audit'), id)).dueOn).toBe('2026-12-14')
    await receiveOrder(world.as('bureau-handler'), { id, on: '2026-11-30' })
    expect((await readOrder(world.as('audit'), id)).dueOn).toBe('2026-12-14')
    expect(await ordersOf('B-1')).toMatchObject([
      { dueOn: '2026-12-14', receivedOn: '2026-11-30', resolvedOn: null },
    ])
  })

  it('about a whole unit is about the systems that come to it later, too', async () => {
    const organisationId = await unitOf('B-1')
    const { id } = await issued({ organisationId, wholeUnit: true, systems: [] }, '2026-12-01')
    expect(await ordersOf('B-1')).toHaveLength(2)
    await importLedger(['B-2,古树系统,县林业局'])
    expect(await ordersOf('B-2')).toMatchObject([{ kind: 'supervision', issuedOn: '2026-12-01' }])
    await receiveOrder(world.as('bureau-handler'), { id, on: '2026-12-01' })
    const { systems } = await readOrder(world.as('audit'), id)
    expect(systems.map(({ code }) => code)).toEqual(['B-1', 'B-2'])
    expect(await ordersOf('B-2')).toMatchObject([{ receivedOn: '2026-12-01' }])
  })

  it('recorded late takes its place before those of later days, and loses none of them', async () => {
    await importLedger(['C-1,档案系统,县财政局国库股'])
    world.clock.set('2026-12-05T10:00:00+08:00')
    await issued({ systems: ['C-1'] }, '2026-12-04')
    await issued({ systems: ['C-1'] }, '2026-12-02')
    expect((await ordersOf('C-1'))?.map(({ issuedOn }) => issuedOn)).toEqual(['2026-12-02', '2026-12-04'])
  })

  it('is signed by nobody who has written in it, and only as it was read', async () => {
    const id = await draftOrder(world.as('competent-bureau'), draft())
    const issue = { id, version: 1, number: '运数函〔2026〕300号', on: '2026-12-05' }
    await expect(issueOrder(world.as('competent-bureau'), issue)).rejects.toMatchObject({ code: 'forbidden' })
    const second = await addTestPerson(
      world,
      'second',
      ['competent-bureau'],
      world.organisations['competent-bureau'],
    )
    const signer: Context = { ...world.as('competent-bureau') }
    if (signer.actor.kind !== 'person') throw new Error('no person')
    const other = { ...signer, actor: { ...signer.actor, id: second } }
    await editOrder(world.as('bureau-handler'), { id, order: draft({ title: '另一个事由' }) })
    await expect(issueOrder(other, issue)).rejects.toMatchObject({ code: 'conflict' })
    await issueOrder(other, { ...issue, version: 2 })
    await expect(issueOrder(other, { ...issue, version: 2 })).rejects.toMatchObject({ code: 'conflict' })
    await receiveOrder(world.as('department'), { id, on: '2026-12-05' })
    const found = {
      id,
      outcome: 'resolved',
      on: '2026-12-05',
      document: '运数函〔2026〕301号',
      reason: '已核实。',
    }
    await proposeOutcome(other, found)
    await expect(confirm(other, { id, outcome: 'resolved' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(confirm(world.as('competent-bureau'), { id, outcome: 'refused' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await drop(world.as('bureau-handler'), { id, reason: '还要再看。' })
    await expect(confirm(world.as('competent-bureau'), { id, outcome: 'resolved' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('issued by mistake is withdrawn by two people: others stand as if it never was, the record stays', async () => {
    await importLedger(['W-1,票据系统,县财政局国库股'])
    const own = { systems: ['W-1'] }
    const wrong = await issued(own, '2026-12-01')
    const right = await issued(own, '2026-12-02')
    await receiveOrder(world.as('department'), { id: wrong.id, on: '2026-12-03' })
    const listed = async () => (await ordersOf('W-1'))?.map(({ issuedOn }) => issuedOn)
    expect(await listed()).toEqual(['2026-12-01', '2026-12-02'])
    const found = {
      outcome: 'withdrawn',
      on: '2026-12-05',
      document: '运数函〔2026〕601号',
      reason: '发错了单位。',
    }
    await proposeOutcome(world.as('bureau-handler'), { id: wrong.id, ...found })
    expect(await listed()).toEqual(['2026-12-01', '2026-12-02'])
    const waiting = await listOrders(world.as('audit'), orderFilters.parse({ status: 'proposed' }))
    expect(waiting.orders.map(({ id }) => id)).toContain(wrong.id)
    await confirm(world.as('competent-bureau'), { id: wrong.id, outcome: 'withdrawn' })
    expect(await listed()).toEqual(['2026-12-02'])
    // What stands rests on the order that stands, not on the withdrawn one.
    expect((await standingRecordings('W-1')).map(({ document, source }) => [document, source.id])).toEqual([
      [right.number, right.id],
    ])
    const { status, deeds } = await readOrder(world.as('department'), wrong.id)
    expect([status, deeds.at(-1)?.event]).toEqual(['withdrawn', 'confirm-withdrawn'])
    await expect(
      answerOrder(world.as('department'), { id: wrong.id, answer: '已经整改' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await proposeOutcome(world.as('bureau-handler'), { id: right.id, ...found })
    await confirm(world.as('competent-bureau'), { id: right.id, outcome: 'withdrawn' })
    expect(await ordersOf('W-1')).toBeNull()
  })

  it('has its outcome confirmed as it was read, not as it was proposed anew meanwhile', async () => {
    const { id } = await issued({}, '2026-12-01')
    await receiveOrder(world.as('department'), { id, on: '2026-12-02' })
    const found = {
      id,
      outcome: 'refused',
      on: '2026-12-03',
      document: '运数函〔2026〕611号',
      reason: '限期内没有动。',
    }
    await proposeOutcome(world.as('bureau-handler'), found)
    const { version } = await readOrder(world.as('competent-bureau'), id)
    await drop(world.as('bureau-handler'), { id, reason: '再核对。' })
    await proposeOutcome(world.as('bureau-handler'), { ...found, on: '2026-12-02', reason: '书面拒绝。' })
    const answer = await world.fetch(`/oversight/orders/${id}/confirm`, {
      as: 'competent-bureau',
      method: 'POST',
      body: new URLSearchParams({ version: String(version), outcome: 'refused' }),
    })
    expect(answer.status).toBe(409)
    const page = await answer.text()
    expect(page).toContain('您打开页面之后')
    expect(page).toContain('书面拒绝。')
    await confirm(world.as('competent-bureau'), { id, outcome: 'refused' })
  })

  it('of effectiveness is done with the first report, whatever is found of it and however often one is made', async () => {
    await importLedger(['W-2,效能系统,县财政局国库股'])
    const { id } = await issued({ kind: 'effectiveness', systems: ['W-2'], dueOn: null }, '2026-12-01')
    await receiveOrder(world.as('department'), { id, on: '2026-12-01' })
    const early = { id, on: '2026-12-02', answer: '倒填的报送。' }
    await expect(answerOrder(world.as('department'), early)).rejects.toMatchObject({ code: 'invalid-input' })
    await answerOrder(world.as('department'), { id, answer: '已经报送。' })
    const done = async () => (await ordersOf('W-2'))?.[0]?.resolvedOn
    expect(await done()).toBe('2026-12-05')
    const found = { id, document: '运数函〔2026〕621号', reason: '没有真改。' }
    world.clock.set('2026-12-06T10:00:00+08:00')
    await proposeOutcome(world.as('bureau-handler'), { ...found, outcome: 'refused', on: '2026-12-06' })
    await confirm(world.as('competent-bureau'), { id, outcome: 'refused' })
    expect(await done()).toBe('2026-12-05')
    await answerOrder(world.as('department'), { id, answer: '再次报送。' })
    await proposeOutcome(world.as('bureau-handler'), { ...found, outcome: 'resolved', on: '2026-12-06' })
    await confirm(world.as('competent-bureau'), { id, outcome: 'resolved' })
    expect(await done()).toBe('2026-12-05')
    world.clock.set('2026-12-05T10:00:00+08:00')
  })

  it('that isn’t issued is seen by the authority that drafts it alone', async () => {
    const ours = await draftOrder(world.as('bureau-handler'), draft())
    const theirs = await draftOrder(world.as('audit'), draft({ kind: 'audit' }))
    await expect(readOrder(world.as('audit'), ours)).rejects.toMatchObject({ code: 'not-found' })
    await expect(readOrder(world.as('competent-bureau'), theirs)).rejects.toMatchObject({ code: 'not-found' })
    expect((await readOrder(world.as('audit'), theirs)).status).toBe('drafted')
  })

  it('takes its evidence along when its draft is addressed to another unit', async () => {
    const id = await draftOrder(
      world.as('bureau-handler'),
      draft({ systems: ['B-1'], organisationId: await unitOf('B-1') }),
    )
    const subject = { kind: 'order', id }
    const file = await attachEvidence(world.as('bureau-handler'), {
      fileName: '现场照片.pdf',
      bytes: pdf(),
      subject,
    })
    await editOrder(world.as('bureau-handler'), { id, order: draft() })
    await issueOrder(world.as('competent-bureau'), {
      id,
      version: 2,
      number: '运数函〔2026〕631号',
      on: '2026-12-05',
    })
    expect((await readOrder(world.as('department'), id)).evidence.map((one) => one.id)).toEqual([file])
    expect((await readOrder(world.as('competent-bureau'), id)).evidence).toHaveLength(1)
  })

  it('decided on keeps its evidence: only who decided withdraws it, and what is withdrawn takes none', async () => {
    const { id } = await issued({}, '2026-12-01')
    await receiveOrder(world.as('department'), { id, on: '2026-12-02' })
    const subject = { kind: 'order', id }
    const attach = (name: string) =>
      attachEvidence(world.as('department'), {
        fileName: `${name}.pdf`,
        bytes: pdf(`/ID ${name.length}`),
        subject,
      })
    const [typo, proof] = [await attach('错'), await attach('整改照片')]
    await withdrawEvidence(world.as('department'), { id: typo, reason: '传错了' })
    const found = { id, on: '2026-12-05', document: '运数函〔2026〕651号', reason: '已到现场核实。' }
    await proposeOutcome(world.as('bureau-handler'), { ...found, outcome: 'resolved' })
    await confirm(world.as('competent-bureau'), { id, outcome: 'resolved' })
    await expect(
      withdrawEvidence(world.as('department'), { id: proof, reason: '收回' }),
    ).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('已销号，这份凭据是作出决定的依据'),
    })
    const offered = async (role: Role) =>
      (await readOrder(world.as(role), id)).evidence.find((one) => one.id === proof)?.mayWithdraw
    expect([await offered('department'), await offered('bureau-handler')]).toEqual([false, true])
    await withdrawEvidence(world.as('bureau-handler'), { id: proof, reason: '照片是另一处的。' })
    await proposeOutcome(world.as('bureau-handler'), { ...found, outcome: 'withdrawn' })
    await confirm(world.as('competent-bureau'), { id, outcome: 'withdrawn' })
    await expect(attach('补充说明')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('不再附凭据'),
    })
  })

  it('is received by its unit alone, also where something recorded of a system waits for its day', async () => {
    await importLedger(['W-3,公章系统,县财政局国库股'])
    const { id } = await issued({ systems: ['W-3'] }, '2026-12-01')
    const bureau = world.as('competent-bureau')
    await transact(bureau, async (tx) => {
      const found = await systemByCode(tx, 'W-3')
      await recordFacts(bureau, tx, 'systems.confirm', [
        {
          systemId: found?.row.id ?? 0,
          values: { acceptanceExtendedTo: dateOf('2027-03-31') },
          holdsFrom: dateOf('2026-12-20'),
          source: { kind: 'edit', id: null },
          document: '运数函〔2026〕641号',
          reason: '同意延期。',
          recordedBy: idOf(world.as('bureau-handler')),
          confirmedBy: idOf(bureau),
        },
      ])
    })
    await receiveOrder(world.as('department'), { id, on: '2026-12-02' })
    expect((await ordersOf('W-3'))?.[0]?.receivedOn).toBe('2026-12-02')
  })

  it('is received by its unit, or recorded as received by the authority that issued it', async () => {
    const { id } = await issued({}, '2026-12-01')
    await expect(receiveOrder(world.as('audit'), { id, on: '2026-12-02' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await receiveOrder(world.as('competent-bureau'), { id, on: '2026-12-02' })
  })

  it('of audit is the audit bureau’s own', async () => {
    await expect(draftOrder(world.as('bureau-handler'), draft({ kind: 'audit' }))).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(draftOrder(world.as('audit'), draft())).rejects.toMatchObject({ code: 'forbidden' })
    const id = await draftOrder(world.as('audit'), draft({ kind: 'audit' }))
    const issue = { id, version: 1, number: '运审函〔2026〕1号', on: '2026-12-05' }
    await expect(issueOrder(world.as('competent-bureau'), issue)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is refused when a day can’t be, a number is taken, or its unit or system is another jurisdiction’s', async () => {
    const id = await draftOrder(world.as('bureau-handler'), draft({ dueOn: '2026-12-03' }))
    const sign = (more: object) =>
      issueOrder(world.as('competent-bureau'), {
        id,
        version: 1,
        number: '运数函〔2026〕400号',
        on: '2026-12-03',
        ...more,
      })
    await expect(sign({ on: '2026-12-04' })).rejects.toMatchObject(fault('on'))
    await expect(sign({ on: '2026-12-06' })).rejects.toMatchObject(fault('on'))
    await expect(sign({ number: '运数函〔2026〕1号' })).rejects.toMatchObject(fault('number'))
    await sign({})
    await expect(receiveOrder(world.as('department'), { id, on: '2026-12-02' })).rejects.toMatchObject(
      fault('on'),
    )
    await receiveOrder(world.as('department'), { id, on: '2026-12-03' })
    await expect(
      draftOrder(world.as('bureau-handler'), draft({ organisationId: other.department.organisationId })),
    ).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(draftOrder(world.as('bureau-handler'), draft({ systems: ['B-1'] }))).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(readOrder(elsewhere('competent-bureau'), id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(receiveOrder(elsewhere('department'), { id, on: '2026-12-05' })).rejects.toMatchObject({
      code: 'not-found',
    })
    const failed = {
      id,
      outcome: 'failed',
      on: '2026-12-03',
      document: '运数函〔2026〕401号',
      reason: '到期没有完成。',
    }
    await expect(proposeOutcome(world.as('bureau-handler'), failed)).rejects.toMatchObject(fault('on'))
    await proposeOutcome(world.as('bureau-handler'), { ...failed, on: '2026-12-04' })
  })

  it('is seen by its unit once it is issued, and by no other', async () => {
    const codes = async (role: Role) =>
      (await listOrders(world.as(role), orderFilters.parse({}))).orders.map(
        ({ unit, status }) => `${unit} ${status}`,
      )
    const own = await codes('department')
    expect(own.length).toBeGreaterThan(0)
    expect(own.every((each) => each.startsWith('县财政局国库股') && !each.endsWith('drafted'))).toBe(true)
    expect((await codes('audit')).some((each) => each.endsWith('drafted'))).toBe(true)
    const { orders } = await listOrders(world.as('department'), orderFilters.parse({ status: 'overdue' }))
    expect(orders.every(({ overdue }) => overdue)).toBe(true)
  })

  it('is printed as an official letter', async () => {
    const { id, number } = await issued({ title: '数据共享' }, '2026-12-05')
    const { bytes, fileName } = await orderLetter(world.as('department'), id)
    expect(fileName).toBe(`关于数据共享限期整改的通知（${number}）.docx`)
    expect(bytes.length).toBeGreaterThan(1_000)
  })

  it('shows before it is signed what signing does, and is worked through by forms', async () => {
    const id = await draftOrder(world.as('bureau-handler'), draft({ title: '表单办理' }))
    const page = async (role: Role) => (await world.fetch(`/oversight/orders/${id}`, { as: role })).text()
    expect(await page('competent-bureau')).toContain('签发后')
    expect(await page('bureau-handler')).not.toContain('签发后')
    expect((await world.fetch(`/oversight/orders/${id}`, { as: 'department' })).status).toBe(404)
    const post = (path: string, role: Role, body: Record<string, string>) =>
      world.fetch(`/oversight/orders/${id}/${path}`, {
        as: role,
        method: 'POST',
        body: new URLSearchParams(body),
      })
    const elsewhen = { version: '1', number: '运数函〔2026〕499号', on: '2026-12-04', shownOn: '2026-12-05' }
    const notShown = await post('issue', 'competent-bureau', elsewhen)
    expect(notShown.status).toBe(409)
    const shown = await notShown.text()
    expect(shown).toContain('签发日改成了 2026-12-04')
    expect(shown).toContain('于 2026-12-04 签发后')
    expect(shown).toContain('name="shownOn" value="2026-12-04"')
    expect(shown).toContain('运数函〔2026〕499号')
    expect(await readOrder(world.as('audit'), id).catch(({ code }) => code)).toBe('not-found')
    const refused = await post('issue', 'competent-bureau', {
      version: '1',
      number: '',
      on: '2026-12-05',
      shownOn: '2026-12-05',
    })
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('请填写文号')
    const done = await post('issue', 'competent-bureau', {
      version: '1',
      number: '运数函〔2026〕500号',
      on: '2026-12-05',
      shownOn: '2026-12-05',
    })
    expect(done.status).toBe(303)
    expect(await page('department')).toContain('登记签收')
    for (const path of [
      '/oversight/orders',
      '/oversight/orders/new',
      `/oversight/orders/new?unit=${world.organisations.department}`,
    ])
      expect([path, (await world.fetch(path, { as: 'bureau-handler' })).status]).toEqual([path, 200])
  })
})

/** The newest recording of a system's orders that stands. */
async function standingRecordings(code: string): Promise<FactEntry[]> {
  return transact(world.as('competent-bureau'), async (tx) => {
    const id = (await systemByCode(tx, code))?.row.id ?? 0
    const all = await newestRecordings(tx, id, 50)
    return all.filter(({ isVoid, values }) => !isVoid && 'orders' in values).slice(0, 1)
  })
}

async function unitOf(code: string): Promise<number> {
  const found = await transact(world.as('competent-bureau'), (tx) => systemByCode(tx, code))
  return found?.row.organisationId ?? 0
}
