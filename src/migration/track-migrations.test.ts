import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { dateOf } from '../platform/dates.ts'
import { systems } from '../systems/schema.ts'
import { recordRegisterIn } from '../systems/testing.ts'
import { migrationFacts, near } from './facts.arbitrary.ts'
import {
  countingOf,
  effectiveDueOn,
  healthOf,
  isConfirmed,
  isTracked,
  type MigrationFacts,
} from './health.ts'
import { judgedSystems, presentSystems } from './health-sql.ts'
import { indicatorsByOrganisation, readIndicators } from './read-indicators.ts'
import { indicators, systemHealth } from './schema.ts'
import { trackMigrations } from './track-migrations.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

class Undo extends Error {}
/** Runs as the job and takes everything back. */
async function inPassing(work: (tx: Transaction) => Promise<void>): Promise<void> {
  await transact(world.as('job'), async (tx) => {
    await work(tx)
    throw new Undo()
  }).catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error
  })
}

let made = 0
/** Registers systems with these facts. Out: their ids in the same order. */
async function register(
  tx: Transaction,
  all: readonly (MigrationFacts & { wave?: string })[],
  organisationId = world.organisations.department,
): Promise<number[]> {
  const rows = await tx
    .insert(systems)
    .values(
      all.map((facts) => {
        made += 1
        return {
          ...facts,
          jurisdictionId: world.jurisdictionId,
          organisationId,
          code: `S-${made}`,
          name: `系统${made}`,
        }
      }),
    )
    .returning({ id: systems.id })
  await recordRegisterIn(tx, world.as('job'), dateOf('1990-01-01'))
  return rows.map((row) => row.id)
}

const asOf = dateOf('2026-11-21')
const late: MigrationFacts & { wave: string } = {
  classified: false,
  migrationRequired: true,
  migrationDueOn: dateOf('2026-06-30'),
  exemptionUntil: 'infinity',
  disposition: 'migrate',
  hosting: 'own-room',
  stage: 'designed',
  stageSince: asOf,
  wave: '第一批',
}
const done: MigrationFacts & { wave: string } = { ...late, stage: 'decommissioned' }

describe('tracking', () => {
  it('judges in SQL exactly as the pure rules do, unknown facts included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(migrationFacts, { minLength: 60, maxLength: 120 }), near, (all, on) =>
        inPassing(async (tx) => {
          const ids = await register(tx, all)
          const judged = await tx.execute<{
            id: number
            health: string[]
            due_on: string | null
            counting: string
            is_open: boolean
          }>(sql`select id::int, health, due_on::text, counting, is_open
                 from (${judgedSystems(presentSystems(world.jurisdictionId), on)}) judged order by id`)
          const expected = all.flatMap((facts, index) =>
            isTracked(facts)
              ? [
                  {
                    id: ids[index],
                    health: healthOf(facts, on),
                    due_on: effectiveDueOn(facts),
                    counting: countingOf(facts, on),
                    is_open: !isConfirmed(facts),
                  },
                ]
              : [],
          )
          expect([...judged]).toEqual(expected)
        }),
      ),
      { numRuns: 25 },
    )
  })

  it('keeps indicators whose terms add up and whose numerator is inside the denominator', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(migrationFacts, { maxLength: 60 }), near, (all, on) =>
        inPassing(async (tx) => {
          if (all.length > 0) await register(tx, all)
          const tracked = all.filter(isTracked)
          const result = await trackMigrations(world.as('job'), tx, on)
          const counts = (await readIndicators(world.as('job'), tx))?.counts
          if (counts === undefined) throw new Error('no indicators')
          expect(counts.inScope).toBe(tracked.length)
          expect(counts.required).toBe(counts.inScope - counts.exempt - counts.shutDown - counts.integrated)
          expect(counts.confirmed).toBe(
            tracked.filter((facts) => countingOf(facts, on) === 'required' && isConfirmed(facts)).length,
          )
          expect(Object.values(counts.byStage).reduce((sum, some) => sum + some, 0)).toBe(tracked.length)
          expect(counts.byHealth.overdue).toBe(
            tracked.filter((facts) => healthOf(facts, on).includes('overdue')).length,
          )
          expect(result).toMatchObject({ systems: tracked.length, overdue: counts.byHealth.overdue })
        }),
      ),
      { numRuns: 15 },
    )
  })

  it('writes only what changed, and nothing when done again', () =>
    inPassing(async (tx) => {
      const [first] = await register(tx, [late, done, { ...late, classified: true }])
      expect(await trackMigrations(world.as('job'), tx, asOf)).toEqual({
        systems: 2,
        changed: 2,
        removed: 0,
        overdue: 1,
        dueSoon: 0,
        confirmed: 1,
        required: 2,
      })
      const again = await trackMigrations(world.as('job'), tx, asOf)
      expect(again.changed).toBe(0)
      await tx
        .update(systems)
        .set({ version: sql`version + 1`, stage: 'confirmed' })
        .where(eq(systems.id, first ?? 0))
      expect((await trackMigrations(world.as('job'), tx, dateOf('2026-11-22'))).changed).toBe(1)
      const [row] = await tx
        .select()
        .from(systemHealth)
        .where(eq(systemHealth.systemId, first ?? 0))
      expect(row).toMatchObject({ health: ['running-twice'], asOf: '2026-11-22', dueOn: '2026-06-30' })
    }))

  it('forgets a system that became classified', () =>
    inPassing(async (tx) => {
      const [first] = await register(tx, [late])
      await trackMigrations(world.as('job'), tx, asOf)
      await tx
        .update(systems)
        .set({ version: sql`version + 1`, classified: true })
        .where(eq(systems.id, first ?? 0))
      expect(await trackMigrations(world.as('job'), tx, asOf)).toMatchObject({
        systems: 0,
        removed: 1,
        required: 0,
      })
      expect(await tx.select().from(systemHealth)).toEqual([])
      expect(await indicatorsByOrganisation(world.as('job'), tx, asOf)).toEqual([])
    }))

  it('keeps the indicators of every day, per unit and wave, and finds the newest before a day', () =>
    inPassing(async (tx) => {
      await register(tx, [late])
      await register(tx, [{ ...done, wave: '第二批' }, late], world.organisations.finance)
      await trackMigrations(world.as('job'), tx, dateOf('2026-10-31'))
      await trackMigrations(world.as('job'), tx, asOf)
      expect((await readIndicators(world.as('job'), tx, { on: dateOf('2026-11-20') }))?.asOf).toBe(
        '2026-10-31',
      )
      expect((await readIndicators(world.as('job'), tx))?.asOf).toBe(asOf)
      expect(await readIndicators(world.as('job'), tx, { on: dateOf('2026-10-30') })).toBeNull()
      expect((await readIndicators(world.as('audit'), tx))?.counts.byWave).toEqual({
        第一批: { required: 2, confirmed: 0, overdue: 2 },
        第二批: { required: 1, confirmed: 1, overdue: 0 },
      })
      const units = await indicatorsByOrganisation(world.as('job'), tx, asOf)
      expect(
        units.map((unit) => [unit.organisationName, unit.counts.confirmed, unit.counts.required]),
      ).toEqual([
        ['县财政局国库股', 0, 1],
        ['县财政局机关', 1, 2],
      ])
      expect(await tx.select().from(indicators)).toHaveLength(6)
    }))

  it('lets a department see its own indicators only', async () => {
    await transact(world.as('job'), async (tx) => {
      await register(tx, [late])
      await register(tx, [done, late], world.organisations.finance)
      await trackMigrations(world.as('job'), tx, asOf)
    })
    const own = await transact(world.as('department'), async (tx) => ({
      one: await readIndicators(world.as('department'), tx),
      all: await indicatorsByOrganisation(world.as('department'), tx, asOf),
    }))
    expect(own.one?.counts.inScope).toBe(1)
    expect(own.all.map((unit) => unit.organisationName)).toEqual(['县财政局国库股'])
  })

  it('may not be run by a department', async () => {
    await expect(
      transact(world.as('department'), (tx) => trackMigrations(world.as('department'), tx, asOf)),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })
})
