import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { judgeSystems, verdictForMoney } from '../funding/index.ts'
import { readIndicators, trackMigrations } from '../migration/index.ts'
import { transact } from '../platform/context.ts'
import { dateOf } from '../platform/dates.ts'
import { recordFacts } from './index.ts'
import { systems } from './schema.ts'
import { recordRegister } from './testing.ts'

const folder = new URL('./', import.meta.url)
const writes =
  /\b(?:insert into|update|delete from)\s+(?:systems|fact_entries)\b|\.(?:insert|update|delete)\((?:systems|factEntries)\)/

describe('the one door to the register', () => {
  let world: World
  let ids: number[]
  beforeAll(async () => {
    world = await makeWorld({ now: '2026-11-21T10:00:00+08:00' })
    const rows = await transact(world.as('job'), (tx) =>
      tx
        .insert(systems)
        .values(
          ['department', 'finance'].map((role, index) => ({
            jurisdictionId: world.jurisdictionId,
            organisationId: world.organisations[role === 'finance' ? 'finance' : 'department'],
            code: `S-${index}`,
            name: `系统${index}`,
            dataSharing: true,
          })),
        )
        .returning({ id: systems.id }),
    )
    ids = rows.map(({ id }) => id)
    await recordRegister(world.as('job'))
  })

  const person = (role: 'bureau-handler' | 'competent-bureau' | 'department') => {
    const { actor } = world.as(role)
    return actor.kind === 'person' ? actor.id : 0
  }
  const record = (
    role: 'bureau-handler' | 'department',
    change: Partial<Parameters<typeof recordFacts>[3][number]>,
  ) =>
    transact(world.as(role), (tx) =>
      recordFacts(world.as(role), tx, 'systems.import', [
        {
          systemId: ids[0] ?? 0,
          values: { dataSharing: false },
          holdsFrom: dateOf('2026-11-21'),
          source: { kind: 'edit', id: null },
          document: '陵数函〔2026〕9号',
          reason: '核对后更正',
          recordedBy: person(role),
          confirmedBy: null,
          ...change,
        },
      ]),
    )

  it('is written by these files only', () => {
    const writers = readdirSync(folder).filter(
      (file) => /^[a-z-]+\.tsx?$/.test(file) && writes.test(readFileSync(new URL(file, folder), 'utf8')),
    )
    expect(writers).toEqual(['append-recordings.ts', 'state-as-of.ts', 'testing.ts', 'write-systems.ts'])
  })

  it('is the only way: an update that does not raise the version is refused', async () => {
    await expect(
      transact(world.as('job'), (tx) => tx.update(systems).set({ name: '改名' })),
    ).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  it('changes nothing without a second person where a stop is lifted, nor with the first as the second', async () => {
    await record('bureau-handler', {})
    await expect(record('bureau-handler', { values: { dataSharing: true } })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(
      record('bureau-handler', {
        values: { dataSharing: true },
        confirmedBy: person('bureau-handler'),
      }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await record('bureau-handler', { values: { dataSharing: true }, confirmedBy: person('competent-bureau') })
  })

  it('opens for a department on its own systems only, and folds what it does not see', async () => {
    await record('department', { values: { emergency: true } })
    await expect(record('department', { systemId: ids[1] ?? 0 })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('has lights and verdict follow at once, and everything kept agree', async () => {
    const job = world.as('job')
    await transact(job, async (tx) => {
      await trackMigrations(job, tx, job.clock.today())
      await judgeSystems(job, tx, job.clock.today())
    })
    world.clock.set('2026-11-21T11:00:00+08:00')
    await record('bureau-handler', {
      values: {
        migratedOn: 'infinity',
        exemptionUntil: 'infinity',
        migrationRequired: true,
        migrationDueOn: dateOf('2026-10-31'),
      },
    })
    const { verdict, disagreements } = await verdictForMoney(world.as('finance'), ids[0] ?? 0)
    expect(verdict?.funds?.operations).toBe('denied')
    expect(disagreements).toEqual([])
    const indicators = await transact(job, (tx) => readIndicators(job, tx))
    expect(indicators?.counts.byHealth.overdue).toBe(1)
  })

  it('keeps what holds from a later day waiting, and asks for a second person', async () => {
    const later = { values: { disguised: true }, holdsFrom: dateOf('2026-12-01') }
    await expect(record('bureau-handler', later)).rejects.toMatchObject({ code: 'forbidden' })
    await record('bureau-handler', { ...later, confirmedBy: person('competent-bureau') })
    const disguised = async () =>
      (await transact(world.as('job'), (tx) => tx.select().from(systems))).find(({ id }) => id === ids[0])
        ?.disguised
    expect(await disguised()).toBeNull()
    // What it will do isn't seen yet, nor what another fact undoes of it.
    await expect(record('bureau-handler', { values: { coConstruction: true } })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const another = {
      systemId: ids[1] ?? 0,
      values: {
        migratedOn: 'infinity',
        exemptionUntil: 'infinity',
        migrationRequired: true,
        migrationDueOn: dateOf('2026-10-31'),
      },
    } as const
    await record('bureau-handler', { ...later, ...another, confirmedBy: person('competent-bureau') })
    world.clock.set('2026-12-01T08:00:00+08:00')
    await record('bureau-handler', { values: { coConstruction: true } })
    expect(await disguised()).toBe(true)
    // What was waited for holds now, and is judged with what was recorded, of whichever system.
    const { verdict, disagreements } = await verdictForMoney(world.as('finance'), another.systemId)
    expect([verdict?.funds?.operations, disagreements]).toEqual(['denied', []])
  })
})
