import { pathToFileURL } from 'node:url'
import { sql } from 'drizzle-orm'
import { reconcile, recordDigests } from '../../src/audit/index.ts'
import { judgeSystems } from '../../src/funding/index.ts'
import { transact } from '../../src/platform/context.ts'
import { dateOf } from '../../src/platform/dates.ts'
import { slices } from '../../src/slices.ts'
import { recordRegister } from '../../src/systems/testing.ts'
import { openBench } from './seed.ts'

const checks = slices.flatMap((slice) => slice.checks ?? [])
const kept = slices.flatMap((slice) => slice.kept ?? [])

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

/** The nightly reconciliation and the digests that the head covers, by how many systems there are. */
async function benchReconciliation(count: number): Promise<void> {
  const world = await openBench(count)
  const { job } = world
  try {
    await recordRegister(job)
    await transact(job, (tx) => judgeSystems(job, tx, dateOf('2026-11-21')))
    await world.database.execute(sql`vacuum analyze`)
    const print = (what: string, value: number, limit?: string) =>
      console.log(
        JSON.stringify({
          name: `${what} of ${count} systems`,
          value,
          unit: 's',
          ...(limit ? { limit } : {}),
        }),
      )
    for (const check of checks)
      print(
        `check ${check.name}`,
        await timed(() =>
          transact(job, async (tx) => {
            const { differences } = await check.run(job, tx, [])
            if (!Array.isArray(differences))
              await tx.execute(sql`select count(*) from (${differences as ReturnType<typeof sql>}) d`)
          }),
        ),
      )
    print('reconciliation', await timed(() => transact(job, (tx) => reconcile(job, tx, checks, kept))))
    print('digests', await timed(() => transact(job, (tx) => recordDigests(job, tx, kept))), '≤ 60')
  } finally {
    await world.close()
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const size of process.argv[2] === undefined ? [10_000, 100_000, 1_000_000] : [Number(process.argv[2])])
    await benchReconciliation(size)
