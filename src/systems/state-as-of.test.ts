import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { transact } from '../platform/context.ts'
import { type CalendarDate, dateOf } from '../platform/dates.ts'
import { appendRecordings } from './append-recordings.ts'
import { foldRecordings } from './fold-recordings.ts'
import { factEntries, systems } from './schema.ts'
import { refoldSql, systemsAsOf } from './state-as-of.ts'

/** Six recordings around a month's end: what each rests on, the day from which it holds, and what it says. */
const six = [
  { kind: 'ledger', holdsFrom: '2026-11-29', values: { stage: 'deployed', wave: '第一批' } },
  { kind: 'milestone', holdsFrom: '2026-11-30', values: { stage: 'confirmed', migratedOn: '2026-11-30' } },
  { kind: 'ledger', holdsFrom: '2026-11-30', values: { wave: '第二批', dataSharing: false } },
  { kind: 'edit', holdsFrom: '2026-12-01', values: { stage: 'decommissioned', wave: null } },
  { kind: 'order', holdsFrom: '2026-12-01', values: { migratedOn: null, stage: null } },
  { kind: 'ledger', holdsFrom: '2026-12-02', values: { wave: '第三批', dataSharing: true } },
] as const

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length === 0) return [[]]
  return all.flatMap((one, index) =>
    permutations(all.filter((_, other) => other !== index)).map((rest) => [one, ...rest]),
  )
}
const orders = permutations(six)
/** The hours at which the six are recorded, whatever they say. */
const hours = ['11-29T09', '11-30T08', '11-30T16', '12-01T09', '12-02T10', '12-03T11'].map(
  (hour) => new Date(`2026-${hour}:00:00+08:00`),
)

let world: World
beforeAll(async () => {
  world = await makeWorld({ now: '2026-11-28T10:00:00+08:00' })
  const job = world.as('job')
  await transact(job, async (tx) => {
    const rows = await tx
      .insert(systems)
      .values(
        orders.map((_, index) => ({
          jurisdictionId: world.jurisdictionId,
          organisationId: world.organisations.department,
          code: `S-${index}`,
          name: `系统${index}`,
        })),
      )
      .returning({ id: systems.id })
    const rest = { document: null, reason: null, recordedBy: null, confirmedBy: null }
    const ids = rows.map(({ id }) => id)
    await appendRecordings(
      job,
      tx,
      ids.map((systemId, index) => ({
        ...rest,
        source: { kind: 'ledger', id: null },
        systemId,
        holdsFrom: dateOf('2026-11-28'),
        values: { code: `S-${index}`, name: `系统${index}` },
      })),
    )
    for (const [turn, at] of hours.entries()) {
      world.clock.set(at.toISOString())
      await appendRecordings(
        world.as('job'),
        tx,
        ids.flatMap((systemId, index) => {
          const entry = orders[index]?.[turn]
          return entry === undefined
            ? []
            : [
                {
                  ...rest,
                  source: { kind: entry.kind, id: null },
                  systemId,
                  values: entry.values,
                  holdsFrom: dateOf(entry.holdsFrom),
                },
              ]
        }),
      )
      // As the door does.
      await tx.execute(refoldSql(sql`select id from systems`, world.clock.today(), at))
    }
  })
}, 60_000)

/** What a day's state is, worked out the plain way. */
function expected(order: (typeof orders)[number], day: CalendarDate, knownAt: Date) {
  const known = order
    .map((entry, turn) => ({ ...entry, at: hours[turn] ?? new Date(0), turn }))
    .filter(({ holdsFrom, at }) => holdsFrom <= day && at <= knownAt)
    .sort((a, b) => a.holdsFrom.localeCompare(b.holdsFrom) || a.turn - b.turn)
  const folded = foldRecordings(known.map((one) => ({ ...one, source: { kind: one.kind, id: null } })))
  return Object.fromEntries(
    ['stage', 'wave', 'migratedOn', 'dataSharing'].map((name) => [name, folded.get(name)?.value ?? null]),
  )
}

const columns = sql`stage, wave, migrated_on::text as "migratedOn", data_sharing as "dataSharing"`

describe('the register as of a day', () => {
  it('is what counts of six recordings, in all orders of their being recorded', async () => {
    for (const day of ['2026-11-29', '2026-11-30', '2026-12-01', '2026-12-31'].map(dateOf))
      for (const knownAt of hours.filter((_, index) => index % 2 === 1)) {
        const rows = await transact(world.as('job'), (tx) =>
          tx.execute(
            sql`select ${columns} from ${systemsAsOf(world.jurisdictionId, { day, knownAt })} s order by s.id`,
          ),
        )
        expect(rows.map((row) => ({ ...row }))).toEqual(orders.map((order) => expected(order, day, knownAt)))
      }
  })

  it('agrees with the table, written anew as of that day', async () => {
    for (const day of ['2026-11-30', '2026-12-31'].map(dateOf)) {
      const knownAt = new Date(`2026-12-31T10:00:00+08:00`)
      await transact(world.as('job'), async (tx) => {
        await tx.execute(refoldSql(sql`select id from systems`, day, knownAt))
        const table = await tx.execute(sql`select ${columns} from systems s order by s.id`)
        const fold = await tx.execute(
          sql`select ${columns} from ${systemsAsOf(world.jurisdictionId, { day, knownAt })} s order by s.id`,
        )
        expect([...table]).toEqual([...fold])
      })
    }
  })

  it('lets records win over single facts, those over the ledger, and falls back where a record says no more', () => {
    const all = (...kinds: ('ledger' | 'edit' | 'order')[]) =>
      six
        .filter(({ kind }) => kinds.some((one) => one === kind))
        .map((one) => ({ values: one.values, source: { kind: one.kind, id: null } }))
    const stage = (...kinds: ('ledger' | 'edit' | 'order')[]) =>
      foldRecordings(all(...kinds)).get('stage')?.value
    expect(stage('ledger')).toBe('deployed')
    expect(stage('ledger', 'edit')).toBe('decommissioned')
    expect(stage('ledger', 'edit', 'order')).toBe('decommissioned')
    expect(foldRecordings(all('ledger', 'edit')).get('wave')?.value).toBeNull()
  })

  it('leaves out what was declared void, from then on', async () => {
    await transact(world.as('job'), async (tx) => {
      const [system] = await tx.select().from(systems).where(eq(systems.code, 'S-0'))
      const entries = await tx
        .select()
        .from(factEntries)
        .where(eq(factEntries.systemId, system?.id ?? 0))
      const confirmed = entries.find(({ values }) => values.stage === 'confirmed')
      world.clock.set('2026-12-04T10:00:00+08:00')
      const rest = { document: null, reason: '录错系统', recordedBy: null, confirmedBy: null, values: {} }
      const voiding = {
        ...rest,
        systemId: system?.id ?? 0,
        holdsFrom: dateOf('2026-12-04'),
        source: { kind: 'edit', id: null } as const,
        voids: confirmed?.id ?? 0,
      }
      await appendRecordings(world.as('job'), tx, [voiding])
      const stageKnownAt = async (at: string) => {
        const asOf = { day: dateOf('2026-11-30'), knownAt: new Date(at) }
        const [row] = await tx.execute<{ stage: string }>(
          sql`select stage from ${systemsAsOf(world.jurisdictionId, asOf)} s where s.code = 'S-0'`,
        )
        return row?.stage
      }
      expect(await stageKnownAt('2026-12-03T12:00:00+08:00')).toBe('confirmed')
      expect(await stageKnownAt('2026-12-04T12:00:00+08:00')).toBe('deployed')
      await expect(appendRecordings(world.as('job'), tx, [voiding])).rejects.toMatchObject({
        code: 'conflict',
      })
    })
  })
})
