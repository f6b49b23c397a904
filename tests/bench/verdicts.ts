import { pathToFileURL } from 'node:url'
import { sql } from 'drizzle-orm'
import { factsOfSystem, type Judged, judgeSystems } from '../../src/funding/index.ts'
import { transactAs } from '../../src/platform/database.ts'
import { addDays, type CalendarDate, dateOf } from '../../src/platform/dates.ts'
import { readWorkCalendar } from '../../src/platform/work-calendar.ts'
import { judgeAt, packOf } from '../../src/regulations/index.ts'
import { systems } from '../../src/systems/index.ts'
import { type BenchWorld, benchJurisdiction, median, openBench } from './seed.ts'

export interface Figure {
  name: string
  value: number
  unit: string
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
    tx.execute(sql`update systems set classified = false, data_sharing = data_sharing is not true,
      business_coordination = business_coordination is not true`),
  )
  // A day lies between two runs; autovacuum does this in it.
  await world.database.execute(sql`vacuum analyze systems`)
  await world.database.execute(sql`vacuum analyze verdicts`)
}

/** Verdicts of all systems of `world`: for the first time, when none changes, and when every one does. */
export async function benchVerdicts(world: BenchWorld, runs = 5): Promise<Figure[]> {
  const first = await judge(world, today)
  const unchanged: number[] = []
  const changed: number[] = []
  for (let run = 1; run <= runs; run += 1) {
    const none = await judge(world, addDays(today, run - 1))
    if (none.judged.changed !== 0) throw new Error(`${none.judged.changed} verdicts changed without a reason`)
    unchanged.push(none.seconds)
    await turnOver(world)
    const every = await judge(world, addDays(today, run))
    if (every.judged.changed !== every.judged.judged)
      throw new Error(`only ${every.judged.changed} of ${every.judged.judged} verdicts changed`)
    changed.push(every.seconds)
  }
  const count = first.judged.judged
  return [
    { name: `verdicts of ${count} systems, first time`, value: first.seconds, unit: 's' },
    { name: `verdicts of ${count} systems, none changed`, value: median(unchanged), unit: 's' },
    { name: `verdicts of ${count} systems, all changed`, value: median(changed), unit: 's' },
  ]
}

/** One system with its explanation, judged in JavaScript. */
async function benchOne(world: BenchWorld): Promise<Figure> {
  const pack = packOf('lingchuan-2024')
  if (pack === undefined) throw new Error('no pack')
  const [calendar, rows] = await transactAs(
    world.database,
    { jurisdictionId: benchJurisdiction, organisations: 'all' },
    async (tx) => [await readWorkCalendar(tx), await tx.select().from(systems).limit(2000)] as const,
  )
  const judgeOne = judgeAt(pack, today, calendar)
  const facts = rows.map(factsOfSystem)
  const micros: number[] = []
  for (let round = 0; round < 5; round += 1)
    for (const of of facts) {
      const started = performance.now()
      judgeOne(of)
      micros.push((performance.now() - started) * 1000)
    }
  return { name: 'verdict of one system with its explanation', value: median(micros), unit: 'µs' }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const world = await openBench(Number(process.argv[2] ?? 100_000))
  try {
    console.log(JSON.stringify(await benchOne(world)))
    for (const figure of await benchVerdicts(world)) console.log(JSON.stringify(figure))
  } finally {
    await world.close()
  }
}
