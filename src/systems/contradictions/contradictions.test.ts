import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeXlsx } from '../../../tests/support/make-xlsx.ts'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { organisations } from '../../identity/schema.ts'
import { transact } from '../../platform/context.ts'
import { dateOf } from '../../platform/dates.ts'
import { confirmImport } from '../confirm-import.ts'
import { previewLedger } from '../preview-ledger.ts'
import { recordFacts } from '../record-facts.ts'
import { systems } from '../schema.ts'
import { listContradictions } from './list-contradictions.ts'
import { settleContradiction } from './settle-contradiction.ts'

let world: World
let unit: string
beforeEach(async () => {
  world = await makeWorld({ now: '2026-11-21T10:00:00+08:00' })
  unit = await transact(world.as('job'), async (tx) => {
    const [row] = await tx
      .select({ name: organisations.name })
      .from(organisations)
      .where(eq(organisations.id, world.organisations.department))
    return row?.name ?? ''
  })
})

/** A month's ledger: of each system its code and the day of its acceptance. */
async function importLedger(...rows: [code: string, acceptedOn: string][]): Promise<void> {
  const header = ['系统编号', '系统名称', '主管单位', '竣工验收时间']
  const cells = rows.map(([code, acceptedOn]) => [code, `系统${code}`, unit, acceptedOn])
  const bytes = makeXlsx([{ rows: [header, ...cells] }])
  const { importId } = await previewLedger(world.as('data-centre'), { fileName: '月报台账.xlsx', bytes })
  await confirmImport(world.as('data-centre'), importId, { document: '陵数函〔2026〕9号' })
}

async function recordAcceptance(code: string, day: string): Promise<void> {
  const context = world.as('competent-bureau')
  await transact(context, async (tx) => {
    const [system] = await tx.select({ id: systems.id }).from(systems).where(eq(systems.code, code))
    await recordFacts(context, tx, 'systems.confirm', [
      {
        systemId: system?.id ?? 0,
        values: { acceptedOn: dateOf(day) },
        holdsFrom: world.clock.today(),
        source: { kind: 'edit', id: null },
        document: '验收意见',
        reason: '补登记',
        recordedBy: null,
        confirmedBy: context.actor.kind === 'person' ? context.actor.id : null,
      },
    ])
  })
}

const open = async (role: 'department' | 'finance' | 'data-centre' = 'department') =>
  (await listContradictions(world.as(role))).map(({ code, field, ledger, recorded }) =>
    [code, field, ledger, recorded].join(' '),
  )
const wrong = 'S-1 竣工验收时间 2026-03-01 2026-02-11'

describe('a cell that a ledger says otherwise than a record', () => {
  beforeEach(async () => {
    await importLedger(['S-1', '2026-03-01'], ['S-2', '2026-04-01'])
    await recordAcceptance('S-1', '2026-02-11')
    expect(await open()).toEqual([])
    await importLedger(['S-1', '2026-03-01'], ['S-2', '2026-04-02'])
  })

  it('is a task of its unit and of who keeps the register, and of no other unit', async () => {
    expect(await open()).toEqual([wrong])
    expect(await open('data-centre')).toEqual([wrong])
    const desk = await (await world.fetch('/desk', { as: 'department' })).text()
    expect(desk).toContain('处台账与记录不一致')
    const page = await (await world.fetch('/contradictions', { as: 'department' })).text()
    expect(page).toContain('/systems/S-1/facts/acceptedOn')
  })

  it('is asked once, however often the ledger comes', async () => {
    await importLedger(['S-1', '2026-03-01'])
    expect(await open()).toEqual([wrong])
  })

  it('that says something else again takes the place of what was open', async () => {
    await importLedger(['S-1', '2026-03-09'])
    expect(await open()).toEqual(['S-1 竣工验收时间 2026-03-09 2026-02-11'])
  })

  it('is settled by whoever says that the record is right, once, and the same cell is not asked again', async () => {
    const [{ id = 0 } = {}] = await listContradictions(world.as('department'))
    const post = () =>
      world.fetch('/contradictions', {
        method: 'POST',
        as: 'department',
        body: new URLSearchParams({ id: String(id) }),
      })
    expect((await post()).status).toBe(303)
    expect((await post()).status).toBe(409)
    await importLedger(['S-1', '2026-03-01'])
    expect(await open()).toEqual([])
    await importLedger(['S-1', '2026-03-05'])
    expect(await open()).toEqual(['S-1 竣工验收时间 2026-03-05 2026-02-11'])
  })

  it('is gone when a ledger agrees, and when the record comes to say what the ledger did', async () => {
    await importLedger(['S-1', '2026-02-11'])
    expect(await open()).toEqual([])
    await importLedger(['S-1', '2026-03-01'])
    expect(await open()).toEqual([wrong])
    await recordAcceptance('S-1', '2026-03-01')
    expect(await open()).toEqual([])
  })

  it('of another ledger stays, where this one doesn’t name the system', async () => {
    await importLedger(['S-2', '2026-04-02'])
    expect(await open()).toEqual([wrong])
  })

  it('is nobody’s to settle who may not record facts, nor another unit’s', async () => {
    const [{ id = 0 } = {}] = await listContradictions(world.as('department'))
    await expect(settleContradiction(world.as('finance'), { id })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(settleContradiction(world.as('department'), { id: id + 1 })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
