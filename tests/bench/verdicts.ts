import { pathToFileURL } from 'node:url'
import { sql } from 'drizzle-orm'
import { type Judged, judgeSystems } from '../../src/funding/index.ts'
import { transactAs } from '../../src/platform/database.ts'
import { addDays, type CalendarDate, dateOf } from '../../src/platform/dates.ts'
import { type BenchWorld, benchJurisdiction, median, openBench } from './seed.ts'

export interface Figure {
  name: string
  value: number
  unit: string
  /** Of one system. */
  each?: string
  limit?: string
}

const today = dateOf('2026-11-21')

async function judge(world: BenchWorld, asOf: CalendarDate): Promise<{ seconds: number; judged: Judged }> {
  const started = performance.now()
  const judged = await transactAs(
    world.database,
    { jurisdictionId: benchJurisdiction, organisations: 'all' },
    (tx) => judgeSystems(world.job, tx, asOf),
  )
  return { seconds: (performance.now() - started) / 1000, judged }
}

/** Every fact that decides something turned over, so that every verdict changes. */
async function turnOver(world: BenchWorld): Promise<void> {
  await transactAs(world.database, { jurisdictionId: benchJurisdiction, organisations: 'all' }, (tx) =>
    tx.execute(sql`update systems set version = version + 1, classified = false, data_sharing = data_sharing is not true,
      business_coordination = business_coordination is not true`),
  )
  await world.database.execute(sql`vacuum analyze systems`)
}

/** A second phase of every system, being built. */
async function addSecondPhases(world: BenchWorld): Promise<void> {
  await transactAs(world.database, { jurisdictionId: benchJurisdiction, organisations: 'all' }, (tx) =>
    tx.execute(sql`update systems set version = version + 1, under_projects = jsonb_build_array(
      jsonb_build_object('id', 1, 'number', 'XM-2020-00001', 'name', '一期', 'facts', null),
      jsonb_build_object('id', 2, 'number', 'XM-2026-00002', 'name', '二期', 'facts', jsonb_build_object(
        'approvedOn', '2026-01-10', 'constructionStartedOn', '2026-02-01', 'investmentFen', 48000000,
        'builtOn', 'infinity', 'liveOn', 'infinity', 'acceptedOn', 'infinity', 'acceptanceFiledOn', 'infinity')))`),
  )
  await world.database.execute(sql`vacuum analyze systems`)
}

/** In: the same world, judged. Out: what it takes where each system is judged under two projects. */
async function benchPairs(world: BenchWorld, runs: number): Promise<Figure[]> {
  await addSecondPhases(world)
  const first = await judge(world, today)
  const pairs = 2 * first.judged.judged
  const unchanged: number[] = []
  for (let run = 1; run <= runs; run += 1) {
    await world.database.execute(sql`vacuum analyze verdicts`)
    unchanged.push((await judge(world, today)).seconds)
  }
  return [
    ['all changed', first.seconds],
    ['none changed', median(unchanged)],
  ].map(([what, seconds]) => ({
    name: `verdicts of ${pairs} pairs of system and project, ${what}`,
    value: Number(seconds),
    unit: 's',
    each: `${((Number(seconds) / pairs) * 1e6).toFixed(1)} µs`,
  }))
}

/** Verdicts of all systems of `world`: for the first time, when none changes, and when every one does. */
export async function benchVerdicts(world: BenchWorld, runs = 5): Promise<Figure[]> {
  const first = await judge(world, today)
  const count = first.judged.judged
  const unchanged: number[] = []
  const changed: number[] = []
  for (let run = 1; run <= runs; run += 1) {
    // A day lies between two runs; autovacuum does this in it.
    await world.database.execute(sql`vacuum analyze verdicts`)
    const none = await judge(world, addDays(today, run - 1))
    if (none.judged.changed !== 0) throw new Error(`${none.judged.changed} verdicts changed without a reason`)
    unchanged.push(none.seconds)
    await turnOver(world)
    const every = await judge(world, addDays(today, run))
    if (every.judged.changed !== count)
      throw new Error(`only ${every.judged.changed} of ${count} verdicts changed`)
    changed.push(every.seconds)
  }
  const isMillion = count === 1_000_000
  const figure = (what: string, seconds: number, limit?: string): Figure => ({
    name: `verdicts of ${count} systems, ${what}`,
    value: seconds,
    unit: 's',
    each: `${((seconds / count) * 1e6).toFixed(1)} µs`,
    ...(isMillion && limit !== undefined ? { limit } : {}),
  })
  return [
    ...(await benchPairs(world, runs)),
    figure('first time', first.seconds),
    figure('none changed', median(unchanged), '≤ 6'),
    figure('all changed', median(changed), '≤ 20'),
  ]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  // The cost has to grow linearly: three points say whether it does.
  const sizes = process.argv[2] === undefined ? [10_000, 100_000, 1_000_000] : [Number(process.argv[2])]
  for (const size of sizes) {
    const world = await openBench(size)
    try {
      for (const figure of await benchVerdicts(world, size < 1_000_000 ? 3 : 1))
        console.log(JSON.stringify(figure))
    } finally {
      await world.close()
    }
  }
}
