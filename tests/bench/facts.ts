import { sql } from 'drizzle-orm'
import { judgeSystems } from '../../src/funding/index.ts'
import { trackMigrations } from '../../src/migration/index.ts'
import { transact } from '../../src/platform/context.ts'
import { dateOf } from '../../src/platform/dates.ts'
import { recordFacts, systemsAsOf } from '../../src/systems/index.ts'
import { recordRegister } from '../../src/systems/testing.ts'
import { actorsOf, benchJurisdiction, median, openBench, p95 } from './seed.ts'

/** The fold of three recordings a system as of a day, and one recording with tracking and judging that follow. */
const count = Number(process.env.BENCH_SYSTEMS ?? 100_000)
const world = await openBench(count)
try {
  await recordRegister(world.job)
  await transact(world.job, async (tx) => {
    for (const [day, values] of [
      ['2026-11-10', { dataSharing: true, wave: '第二批' }],
      ['2026-11-15', { annualOperationsFen: 1_000_000, stage: 'deployed' }],
    ] as const)
      await tx.execute(sql`
        insert into fact_entries (system_id, jurisdiction_id, organisation_id, holds_from, recorded_at, source_kind, changed_values)
        select id, jurisdiction_id, organisation_id, ${day}::date, ${world.clock.now().toISOString()}::timestamptz, 'edit',
          ${JSON.stringify(values)}::jsonb from systems`)
  })
  await world.database.execute(sql`vacuum analyze fact_entries`)
  const folds: number[] = []
  for (let run = 0; run < 5; run += 1) {
    const from = performance.now()
    await transact(world.job, (tx) =>
      tx.execute(
        sql`select count(*), sum(annual_operations_fen), count(*) filter (where data_sharing) from ${systemsAsOf(
          benchJurisdiction,
          { day: dateOf('2026-11-21'), knownAt: world.clock.now() },
        )} s`,
      ),
    )
    folds.push(performance.now() - from)
  }
  await transact(world.job, async (tx) => {
    await trackMigrations(world.job, tx, world.clock.today())
    await judgeSystems(world.job, tx, world.clock.today())
  })
  const as = await actorsOf(world)
  const context = as('competent-bureau')
  const recorded: number[] = []
  for (let run = 0; run < 100; run += 1) {
    const from = performance.now()
    await transact(context, async (tx) => {
      const [system] = await tx.execute<{ id: string }>(
        sql`select id from systems where code = ${`BX-${String(1 + run * 37).padStart(7, '0')}`}`,
      )
      await recordFacts(context, tx, 'systems.import', [
        {
          systemId: Number(system?.id),
          values: { disguised: true, dataSharing: false },
          holdsFrom: world.clock.today(),
          source: { kind: 'edit', id: null },
          document: '数函〔2026〕9号',
          reason: '核对',
          recordedBy: null,
          confirmedBy: context.actor.kind === 'person' ? context.actor.id : null,
        },
      ])
    })
    recorded.push(performance.now() - from)
  }
  console.log(
    JSON.stringify({
      systems: count,
      entries: count * 3,
      foldMs: Math.round(median(folds)),
      recordMs: { median: Math.round(median(recorded)), p95: Math.round(p95(recorded)) },
    }),
  )
} finally {
  await world.close()
}
