import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { judgeSystems } from '../../funding/index.ts'
import { transact } from '../../platform/context.ts'
import { dateOf } from '../../platform/dates.ts'
import type { Role } from '../../platform/permissions.ts'
import { recordFacts } from '../record-facts.ts'
import { factEntries, factProposals, systems } from '../schema.ts'
import { recordRegister } from '../testing.ts'
import { acceptProposal, returnProposal, withdrawProposal } from './decide-proposal.ts'
import { proposeFact } from './propose-fact.ts'
import { proposeVoid } from './propose-void.ts'
import { readProposal } from './read-proposals.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld({ now: '2026-11-21T10:00:00+08:00' })
  await transact(world.as('job'), (tx) =>
    tx.insert(systems).values(
      (['department', 'finance'] as const).map((role, index) => ({
        jurisdictionId: world.jurisdictionId,
        organisationId: world.organisations[role],
        code: `S-${index}`,
        name: `系统${index}`,
        classified: false,
        dataSharing: false,
        builtOn: dateOf('2020-06-01'),
      })),
    ),
  )
  await recordRegister(world.as('job'))
  await transact(world.as('job'), (tx) => judgeSystems(world.as('job'), tx, world.clock.today()))
})

const asked = (values: Record<string, unknown>, change: object = {}) => ({
  values,
  holdsFrom: '2026-11-20',
  document: '陵数函〔2026〕9号',
  reason: '核对后更正',
  ...change,
})
const propose = (role: Role, values: Record<string, unknown>, change: object = {}) =>
  proposeFact(world.as(role), 'S-0', asked(values, change))
const row = async () => {
  const [found] = await transact(world.as('job'), (tx) =>
    tx.select().from(systems).where(eq(systems.code, 'S-0')),
  )
  return found
}

describe('a single fact', () => {
  it('that lifts nothing is recorded at once by who keeps the register', async () => {
    expect(await propose('bureau-handler', { disguised: true })).toMatchObject({ status: 'recorded' })
    expect(await row()).toMatchObject({ disguised: true })
  })

  it('that lifts a stop waits for a second person, and then stands in the register', async () => {
    const { proposalId, status } = await propose('bureau-handler', { dataSharing: true })
    expect(status).toBe('awaiting')
    expect(await row()).toMatchObject({ dataSharing: false })
    await acceptProposal(world.as('competent-bureau'), proposalId)
    expect(await row()).toMatchObject({ dataSharing: true })
    expect(await readProposal(world.as('audit'), proposalId)).toMatchObject({ status: 'recorded' })
  })

  it('of a department always waits, for its own systems only', async () => {
    const { proposalId, status } = await propose('department', { emergency: true })
    expect(status).toBe('awaiting')
    await expect(
      proposeFact(world.as('department'), 'S-1', asked({ emergency: true })),
    ).rejects.toMatchObject({ code: 'not-found' })
    await returnProposal(world.as('competent-bureau'), proposalId, { reason: '没有批文' })
    await expect(acceptProposal(world.as('competent-bureau'), proposalId)).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await row()).toMatchObject({ emergency: null })
  })

  it.each(['0000-01-01', '1948-12-31', '9999-12-31', '2026-02-30'])(
    'holds from no day like %s',
    async (holdsFrom) => {
      await expect(propose('bureau-handler', { disguised: true }, { holdsFrom })).rejects.toMatchObject({
        code: 'invalid-input',
        errors: [{ path: 'holdsFrom' }],
      })
    },
  )

  it('is not decided by who proposed it, and is withdrawn by nobody else', async () => {
    const { proposalId } = await propose('competent-bureau', { dataSharing: true })
    await expect(acceptProposal(world.as('competent-bureau'), proposalId)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(withdrawProposal(world.as('bureau-handler'), proposalId)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await withdrawProposal(world.as('competent-bureau'), proposalId)
  })

  it('that says what the ledger says waits too: it would keep the next ledger from saying otherwise', async () => {
    expect(await propose('bureau-handler', { dataSharing: false })).toMatchObject({ status: 'awaiting' })
  })

  it('declared unknown stays unknown though the ledger says something', async () => {
    const { proposalId, status } = await propose('bureau-handler', { dataSharing: null })
    // Denied becomes undetermined: that is more lenient.
    expect(status).toBe('awaiting')
    await acceptProposal(world.as('competent-bureau'), proposalId)
    expect(await row()).toMatchObject({ dataSharing: null })
  })

  it.each([
    ['of a day to come', { acceptedOn: '2026-12-01' }, {}, '将来的事'],
    ['holding from a day to come', { acceptedOn: '2026-11-01' }, { holdsFrom: '2026-12-01' }, '将来的事'],
    ['before the system was built', { acceptedOn: '2019-01-01' }, {}, '不能早于建成'],
    [
      'filed without acceptance',
      { acceptedOn: 'infinity', acceptanceFiledOn: '2026-01-05' },
      {},
      '还没有竣工验收',
    ],
    [
      'filed before accepted',
      { acceptedOn: '2026-02-01', acceptanceFiledOn: '2026-01-05' },
      {},
      '不能早于竣工验收',
    ],
    ['without a document', { emergency: true }, { document: '' }, '依据文件'],
    ['that is no fact', { name: '改名' }, {}, ''],
    ['that is nothing', {}, {}, '请填写要登记的事实'],
  ])('%s is refused', async (_, values, change, words) => {
    const refused = propose('bureau-handler', values, change)
    await expect(refused).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(refused).rejects.toThrow(words)
  })

  it('changed by another since it was seen shows both versions', async () => {
    await propose('bureau-handler', { disguised: true }, { seen: { disguised: null } })
    const second = propose('data-centre', { disguised: false }, { seen: { disguised: null } })
    await expect(second).rejects.toMatchObject({ code: 'conflict' })
    await expect(second).rejects.toThrow('现在是“是”')
  })

  it('is not decided on when the fact has changed meanwhile', async () => {
    const { proposalId } = await propose('department', { disguised: false })
    await propose('bureau-handler', { disguised: true })
    await expect(acceptProposal(world.as('competent-bureau'), proposalId)).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('that rests on a record is corrected there', async () => {
    const person = (role: Role) => {
      const { actor } = world.as(role)
      return actor.kind === 'person' ? actor.id : null
    }
    await transact(world.as('bureau-handler'), async (tx) => {
      const found = await row()
      await recordFacts(world.as('bureau-handler'), tx, 'systems.import', [
        {
          systemId: found?.id ?? 0,
          values: { disguised: true },
          holdsFrom: world.clock.today(),
          source: { kind: 'determination', id: 7 },
          document: null,
          reason: null,
          recordedBy: person('bureau-handler'),
          confirmedBy: person('competent-bureau'),
        },
      ])
    })
    await expect(propose('bureau-handler', { disguised: false })).rejects.toThrow('以认定为准')
  })
})

describe('on its pages', () => {
  it('is recorded with a form, decided with its effect before the eyes, and asked for on the desk', async () => {
    const form = await (await world.fetch('/systems/S-0/facts/dataSharing', { as: 'department' })).text()
    expect(form).toContain('登记“')
    const body = new URLSearchParams({
      dataSharing: 'yes',
      holdsFrom: '2026-11-20',
      document: '陵数函〔2026〕9号',
      reason: '已接入共享平台',
      seen: '{"dataSharing":false}',
    })
    const sent = await world.fetch('/systems/S-0/facts/dataSharing', {
      as: 'department',
      method: 'POST',
      body,
    })
    expect(sent.status).toBe(303)
    const address = sent.headers.get('location') ?? ''
    expect(address).toMatch(/^\/proposals\/\d+$/)
    const page = await (await world.fetch(address, { as: 'competent-bureau' })).text()
    expect(page).toContain('1 个系统的资金结论改变')
    expect(await (await world.fetch('/desk', { as: 'competent-bureau' })).text()).toContain(
      '份更正申请等您复核',
    )
    const accepted = await world.fetch(`${address}/accept`, { as: 'competent-bureau', method: 'POST' })
    expect(accepted.status).toBe(303)
    expect(await row()).toMatchObject({ dataSharing: true })
  })

  it('that stops money at once shows its effect first, and is recorded when that was seen', async () => {
    await transact(world.as('job'), (tx) =>
      tx.update(systems).set({ dataSharing: true, version: sql`version + 1` }).where(eq(systems.code, 'S-0')),
    )
    await recordRegister(world.as('job'))
    await transact(world.as('job'), (tx) => judgeSystems(world.as('job'), tx, world.clock.today()))
    const post = (body: Record<string, string>) =>
      world.fetch('/systems/S-0/facts/dataSharing', {
        method: 'POST',
        as: 'data-centre',
        body: new URLSearchParams({
          dataSharing: 'no',
          holdsFrom: '2026-11-20',
          document: '陵数函〔2026〕9号',
          reason: '停止共享',
          ...body,
        }),
      })
    const first = await post({})
    const page = await first.text()
    expect([first.status, page]).toEqual([409, expect.stringContaining('确认登记')])
    expect(page).toContain('陵数函〔2026〕9号')
    expect(await row()).toMatchObject({ dataSharing: true })
    const effectSeen = /name="effectSeen" value="([^"]*)"/.exec(page)?.[1]?.replaceAll('&quot;', '"') ?? ''
    expect((await post({ effectSeen })).status).toBe(303)
    expect(await row()).toMatchObject({ dataSharing: false })
  })

  it('keeps what was typed when it is refused', async () => {
    const body = new URLSearchParams({
      'acceptedOn.how': 'on',
      acceptedOn: '2026-12-09',
      holdsFrom: '2026-11-20',
      document: '陵数函〔2026〕9号',
      reason: '补登记',
    })
    const answer = await world.fetch('/systems/S-0/facts/acceptedOn', {
      as: 'bureau-handler',
      method: 'POST',
      body,
    })
    expect(answer.status).toBe(400)
    const page = await answer.text()
    expect(page).toContain('value="2026-12-09"')
    expect(page).toContain('还没有到')
  })
})

describe('a single fact that was recorded by mistake', () => {
  const entryOf = (proposalId: number) =>
    transact(world.as('job'), async (tx) => {
      const [made] = await tx.select().from(factProposals).where(eq(factProposals.id, proposalId))
      if (made?.entryId == null) throw new Error('nothing was recorded')
      return made.entryId
    })
  const recorded = async (values: Record<string, unknown>) =>
    entryOf((await propose('bureau-handler', values)).proposalId)

  it('is declared void by two people, and what the ledger said counts again', async () => {
    const id = await recorded({ disguised: true })
    const asked = await proposeVoid(world.as('bureau-handler'), { id, reason: '登记到了别的系统上' })
    expect(asked.status).toBe('awaiting')
    expect(await row()).toMatchObject({ disguised: true })
    const again = proposeVoid(world.as('department'), { id, reason: '登记错了' })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
    await acceptProposal(world.as('competent-bureau'), asked.proposalId)
    expect(await row()).toMatchObject({ disguised: null })
    expect(await readProposal(world.as('audit'), asked.proposalId)).toMatchObject({
      status: 'recorded',
      voids: id,
    })
    const twice = proposeVoid(world.as('bureau-handler'), { id, reason: '登记错了' })
    await expect(twice).rejects.toMatchObject({ code: 'conflict' })
    const voiding = await entryOf(asked.proposalId)
    const ofVoid = proposeVoid(world.as('bureau-handler'), { id: voiding, reason: '撤错了' })
    await expect(ofVoid).rejects.toMatchObject({ message: expect.stringContaining('撤销不能再撤销') })
  })

  it('is found in the history of its system, by those who see it', async () => {
    const id = await recorded({ disguised: true })
    const page = await (await world.fetch('/systems/S-0', { as: 'department' })).text()
    expect(page).toContain(`/recordings/${id}/void`)
    const form = await world.fetch(`/recordings/${id}/void`, { as: 'department' })
    expect(await form.text()).toMatch(/变相包装[^<]*：是/)
    const post = await world.fetch(`/recordings/${id}/void`, {
      as: 'department',
      method: 'POST',
      body: new URLSearchParams({ reason: '登记到了别的系统上' }),
    })
    expect(post.status).toBe(303)
    const shown = await world.fetch(post.headers.get('location') ?? '', { as: 'competent-bureau' })
    expect(await shown.text()).toContain('复核同意，撤销')
  })

  it('isn’t what rests on the ledger, a record, or another’s system', async () => {
    const [entry] = await transact(world.as('job'), (tx) => tx.select().from(factEntries).limit(1))
    const ledger = proposeVoid(world.as('bureau-handler'), { id: entry?.id ?? 0, reason: '登记错了' })
    await expect(ledger).rejects.toMatchObject({ message: expect.stringContaining('台账') })
    const { proposalId } = await proposeFact(world.as('bureau-handler'), 'S-1', asked({ disguised: true }))
    const others = proposeVoid(world.as('department'), { id: await entryOf(proposalId), reason: '登记错了' })
    await expect(others).rejects.toMatchObject({ code: 'not-found' })
  })
})
