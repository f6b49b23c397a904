import { pathToFileURL } from 'node:url'
import { sql } from 'drizzle-orm'
import { trackMigrations } from '../../src/migration/index.ts'
import { transact } from '../../src/platform/context.ts'
import { dateOf } from '../../src/platform/dates.ts'
import { type BenchWorld, benchJurisdiction, median, openBench } from './seed.ts'

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Out: milliseconds of one tracking run, median of `runs`: every system new, and no system changed. */
export async function measureTracking(
  world: BenchWorld,
  runs = 5,
): Promise<{ allChangedMs: number; noneChangedMs: number; systems: number }> {
  const { job, clock } = world
  const all: number[] = []
  const none: number[] = []
  let systems = 0
  for (let run = 0; run < runs; run += 1) {
    await transact(job, (tx) =>
      tx.execute(sql`delete from system_health where jurisdiction_id = ${benchJurisdiction}`),
    )
    await world.database.execute(sql`vacuum system_health`)
    const track = () =>
      transact(job, async (tx) => {
        systems = (await trackMigrations(job, tx, dateOf(clock.today()))).systems
      })
    all.push(await timed(track))
    none.push(await timed(track))
  }
  return { allChangedMs: median(all), noneChangedMs: median(none), systems }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const world = await openBench()
  try {
    console.log(JSON.stringify(await measureTracking(world)))
  } finally {
    await world.close()
  }
}
