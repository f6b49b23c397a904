import { asc, eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { judgeFunding } from '../../jobs/judge-funding.ts'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { transact } from '../platform/context.ts'
import { dateOf } from '../platform/dates.ts'
import { runOnce } from '../platform/jobs.ts'
import { fenOf } from '../platform/money.ts'
import { systems } from '../systems/schema.ts'
import { currentVerdict } from './current-verdict.ts'
import { judgeSystems } from './judge-systems.ts'
import { verdicts } from './schema.ts'
import { fundingTotals } from './totals.ts'

const day = dateOf('2026-11-20')
type NewSystem = Partial<typeof systems.$inferInsert>

let world: World
beforeEach(async () => {
  world = await makeWorld()
})

/** Everything in order. */
const inOrder: NewSystem = {
  classified: false,
  builtOn: dateOf('2024-03-15'),
  acceptedOn: dateOf('2024-06-20'),
  acceptanceFiledOn: dateOf('2024-07-10'),
  migrationRequired: true,
  migrationDueOn: dateOf('2025-12-31'),
  migratedOn: dateOf('2025-11-12'),
  exemptionUntil: 'infinity',
  hosting: 'government-cloud',
  publicCloudAssessedOn: 'infinity',
  decommissionedOn: 'infinity',
  dataSharing: true,
  businessCoordination: true,
  annualOperationsFen: fenOf(38_600_000),
}

async function addSystems(...given: NewSystem[]): Promise<number[]> {
  const rows = await transact(world.as('job'), (tx) =>
    tx
      .insert(systems)
      .values(
        given.map((system, index) => ({
          jurisdictionId: world.jurisdictionId,
          organisationId: world.organisations.department,
          code: `LC-${index}`,
          name: `系统${index}`,
          ...inOrder,
          ...system,
        })),
      )
      .returning({ id: systems.id }),
  )
  return rows.map(({ id }) => id)
}

const judge = (asOf = day) => transact(world.as('job'), (tx) => judgeSystems(world.as('job'), tx, asOf))
const change = (id: number, values: NewSystem) =>
  transact(world.as('job'), (tx) =>
    tx
      .update(systems)
      .set({ ...values, version: sql`version + 1` })
      .where(eq(systems.id, id)),
  )
const history = (id: number) =>
  transact(world.as('job'), (tx) =>
    tx.select().from(verdicts).where(eq(verdicts.systemId, id)).orderBy(asc(verdicts.id)),
  )

describe('judgeSystems', () => {
  it('judges every system once, and twice on the same day changes nothing', async () => {
    const [fine = 0, late = 0] = await addSystems({}, { migratedOn: 'infinity', hosting: 'own-room' })
    expect(await judge()).toMatchObject({ judged: 2, changed: 2, inForce: true })
    expect(await judge()).toMatchObject({ judged: 2, changed: 0 })
    expect(await currentVerdict(world.as('finance'), fine)).toMatchObject({
      scope: 'in',
      funds: { operations: 'eligible', construction: 'eligible' },
      findings: [],
    })
    const verdict = await currentVerdict(world.as('finance'), late)
    expect(verdict?.funds?.operations).toBe('denied')
    expect(verdict?.findings[0]).toMatchObject({ clause: 'LC-7b', since: '2026-01-01', article: '第七条' })
    expect(verdict?.findings[0]?.read).toContainEqual({ fact: 'migrationDueOn', value: '2025-12-31' })
  })

  it('writes only what changed and keeps what was true before', async () => {
    const [id = 0, other = 0] = await addSystems({ dataSharing: null }, {})
    await judge()
    await change(id, { dataSharing: true })
    world.clock.set('2026-11-21T01:00:00+08:00')
    expect(await judge(dateOf('2026-11-21'))).toMatchObject({ judged: 2, changed: 1 })
    const [before, after, ...more] = await history(id)
    expect(more).toEqual([])
    expect(before).toMatchObject({ operations: 'undetermined', supersededAt: world.clock.now() })
    expect(after).toMatchObject({ operations: 'eligible', supersededAt: null, asOf: '2026-11-21' })
    expect(await history(other)).toHaveLength(1)
  })

  it('keeps the verdict when a fact changes that does not change it', async () => {
    const [id = 0] = await addSystems({})
    await judge()
    await change(id, { acceptedOn: dateOf('2024-06-21') })
    expect(await judge()).toMatchObject({ changed: 0 })
    await change(id, { annualOperationsFen: fenOf(100) })
    expect(await judge()).toMatchObject({ changed: 0 })
    expect((await fundingTotals(world.as('finance'))).eligible).toMatchObject({ lines: 1, yearlyFen: 100 })
    expect(await history(id)).toHaveLength(1)
  })

  it('changes a verdict by the mere passing of a day', async () => {
    const [id = 0] = await addSystems({ migratedOn: 'infinity' })
    await judge(dateOf('2025-12-31'))
    expect((await currentVerdict(world.as('finance'), id))?.funds?.operations).toBe('eligible')
    expect(await judge(dateOf('2026-01-01'))).toMatchObject({ changed: 1 })
    expect((await currentVerdict(world.as('finance'), id))?.funds?.operations).toBe('denied')
  })

  it('gives a classified system no verdict on money and counts it nowhere', async () => {
    const [id = 0] = await addSystems({ classified: true, dataSharing: false })
    await judge()
    const verdict = await currentVerdict(world.as('finance'), id)
    expect(verdict).toMatchObject({ scope: 'out', findings: [{ clause: 'LC-2' }], deadlines: [] })
    expect(verdict?.funds).toBeUndefined()
    const totals = await fundingTotals(world.as('finance'))
    expect([totals.eligible, totals.stopped, totals.undetermined].map(({ lines }) => lines)).toEqual([
      0, 0, 0,
    ])
    expect(await judge()).toMatchObject({ judged: 1, changed: 0 })
  })

  it('follows a system to another organisation', async () => {
    const [id = 0] = await addSystems({})
    await judge()
    await change(id, { organisationId: world.organisations.finance })
    expect(await judge()).toMatchObject({ changed: 1 })
    expect(await currentVerdict(world.as('department'), id)).toBeNull()
  })

  it('judges nothing while the regulation is not in force, and says so', async () => {
    const [id = 0] = await addSystems({})
    expect(await judge(dateOf('2024-09-19'))).toMatchObject({ judged: 0, changed: 0, inForce: false })
    expect(await history(id)).toEqual([])
    const result = await transact(world.as('job'), (tx) =>
      judgeFunding.run(world.as('job'), tx, '2029-09-20'),
    )
    expect(result).toMatchObject({ 判定: 0, 说明: expect.stringContaining('没有施行中的资金管理办法') })
  })

  it('sums up what is stopped; a department sees its own only', async () => {
    await addSystems(
      { dataSharing: false, annualOperationsFen: fenOf(21_050_000) },
      { dataSharing: false, annualOperationsFen: null },
      { businessCoordination: false, organisationId: world.organisations.audit },
    )
    await judge()
    const all = await fundingTotals(world.as('finance'))
    expect(all.asOf).toBe(day)
    expect(all.stopped).toEqual({ lines: 3, yearlyFen: 59_650_000, unknownSums: 1 })
    expect((await fundingTotals(world.as('department'))).denied).toEqual({
      lines: 2,
      yearlyFen: 21_050_000,
      unknownSums: 1,
    })
  })

  it("shows a department its own systems' verdicts and nobody else's", async () => {
    const [own = 0, foreign = 0] = await addSystems({}, { organisationId: world.organisations.audit })
    await judge()
    expect(await currentVerdict(world.as('department'), own)).not.toBeNull()
    expect(await currentVerdict(world.as('department'), foreign)).toBeNull()
  })

  it("is the job's or the data centre's to run", async () => {
    await expect(
      transact(world.as('finance'), (tx) => judgeSystems(world.as('finance'), tx, day)),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('happens once a day as a job, audited', async () => {
    await addSystems({})
    const dependencies = { ...world, log: (message: string) => world.logs.push(message) }
    expect(await runOnce(dependencies, judgeFunding, world.jurisdictionId, day)).toBe('done')
    expect(await runOnce(dependencies, judgeFunding, world.jurisdictionId, day)).toBe('not-claimed')
    const entries = await transact(world.as('audit'), (tx) =>
      tx.execute(sql`select operation, object_id from audit_entries where object_type = 'verdicts'`),
    )
    expect([...entries]).toEqual([{ operation: 'funding.judge', object_id: day }])
  })

  it('judges more systems than fit into one batch', async () => {
    await transact(world.as('job'), (tx) =>
      tx.execute(sql`insert into systems (jurisdiction_id, organisation_id, code, name, classified, data_sharing)
        select ${world.jurisdictionId}, ${world.organisations.department}, 'B-' || n, '批量' || n, n % 10 = 0, n % 2 = 0
        from generate_series(1, 9001) n`),
    )
    expect(await judge()).toMatchObject({ judged: 9001, changed: 9001 })
    expect((await fundingTotals(world.as('finance'))).denied.lines).toBe(4501)
    expect(await judge()).toMatchObject({ judged: 9001, changed: 0 })
  })
})
