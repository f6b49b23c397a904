import { pathToFileURL } from 'node:url'
import { sql } from 'drizzle-orm'
import { judgeSystems } from '../../src/funding/index.ts'
import { trackMigrations } from '../../src/migration/index.ts'
import { transact } from '../../src/platform/context.ts'
import type { Role } from '../../src/platform/permissions.ts'
import { type BenchWorld, median, openBench, p95 } from './seed.ts'

/** What people open, from the commonest to the heaviest. */
const pages: readonly { name: string; path: string; as: Role }[] = [
  { name: 'desk', path: '/desk', as: 'data-centre' },
  { name: 'desk of a department', path: '/desk', as: 'department' },
  { name: 'register', path: '/systems', as: 'data-centre' },
  { name: 'register of a department', path: '/systems', as: 'department' },
  { name: 'register, page 1000', path: '/systems?page=1000', as: 'data-centre' },
  { name: 'register, search by name', path: '/systems?q=旅游', as: 'data-centre' },
  { name: 'register, search by code', path: '/systems?q=bx-099', as: 'data-centre' },
  { name: 'register, overdue by due day', path: '/systems?health=overdue&sort=due', as: 'data-centre' },
  { name: 'register, denied by sum', path: '/systems?verdict=denied&sort=cost', as: 'finance' },
  { name: 'register, one unit', path: '/systems?unit=10', as: 'data-centre' },
  {
    name: 'register, three filters',
    path: '/systems?health=overdue&verdict=denied&disposition=migrate&sort=cost',
    as: 'data-centre',
  },
  { name: 'one system', path: '/systems/BX-0050000', as: 'data-centre' },
  { name: 'systems by API', path: '/api/v1/systems?limit=100', as: 'finance' },
]

export interface PageFigure {
  page: string
  medianMs: number
  p95Ms: number
}

/** Out: milliseconds at the server, from the request to the whole answer, of each page over `runs` requests. */
export async function measurePages(world: BenchWorld, runs = 40): Promise<PageFigure[]> {
  const { job, clock } = world
  await transact(job, (tx) => trackMigrations(job, tx, clock.today()))
  await transact(job, (tx) => judgeSystems(job, tx, clock.today()))
  // Autovacuum does this by itself within a minute or so.
  for (const table of ['systems', 'system_health', 'verdicts', 'indicators'])
    await world.database.execute(sql`vacuum analyze ${sql.identifier(table)}`)
  const figures: PageFigure[] = []
  for (const { name, path, as } of pages) {
    const times: number[] = []
    for (let run = -3; run < runs; run += 1) {
      const start = performance.now()
      await world.get(path, as)
      if (run >= 0) times.push(performance.now() - start)
    }
    figures.push({ page: name, medianMs: round(median(times)), p95Ms: round(p95(times)) })
  }
  return figures
}

const round = (ms: number) => Math.round(ms * 10) / 10

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const world = await openBench()
  try {
    for (const figure of await measurePages(world))
      console.log(JSON.stringify({ figure: `${figure.page}, 100,000 systems`, ...figure }))
  } finally {
    await world.close()
  }
}
