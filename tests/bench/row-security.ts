import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'drizzle-orm'
import { listRegister } from '../../src/desk/list-register.ts'
import { registerFilters } from '../../src/desk/register-filters.ts'
import { judgeSystems } from '../../src/funding/index.ts'
import { addOrganisation } from '../../src/identity/index.ts'
import { createOrganisation } from '../../src/identity/organisations/organisation-tree.ts'
import { trackMigrations } from '../../src/migration/index.ts'
import { type Context, transact } from '../../src/platform/context.ts'
import { connect, type Database, type Transaction } from '../../src/platform/database.ts'
import type { Role } from '../../src/platform/permissions.ts'
import { type BenchWorld, benchJurisdiction, median, openBench } from './seed.ts'

type Side = 'walled' | 'bare'

/** Connections, plans and caches are warm before anything counts. */
const warmUp = 30

/** Milliseconds of one call; the sides take turns in who goes first, so that the machine's noise falls on both. */
async function alternate(rounds: number, walled: () => Promise<unknown>, bare: () => Promise<unknown>) {
  const times: Record<Side, number[]> = { walled: [], bare: [] }
  const sides = { walled, bare }
  for (let round = -warmUp; round < rounds; round += 1) {
    const order: readonly Side[] = round % 2 === 0 ? ['walled', 'bare'] : ['bare', 'walled']
    for (const side of order) {
      const started = performance.now()
      await sides[side]()
      if (round >= 0) times[side].push(performance.now() - started)
    }
  }
  return { walledMs: median(times.walled), bareMs: median(times.bare) }
}

/** The superuser's database, whose transactions skip the statement that puts up the second wall. */
function withoutWalls(database: Database): Database {
  return new Proxy(database, {
    get(target, name) {
      if (name !== 'transaction') return Reflect.get(target, name)
      return (work: (tx: Transaction) => Promise<unknown>) =>
        target.transaction((tx) => {
          let first = true
          const bare = new Proxy(tx, {
            get(inner, key) {
              if (key !== 'execute' || !first) {
                const value = Reflect.get(inner, key)
                return typeof value === 'function' ? value.bind(inner) : value
              }
              first = false
              return async () => []
            },
          })
          return work(bare)
        })
    },
  })
}

/** A filler of one unit, or somebody who sees the whole jurisdiction. */
function personAs(world: BenchWorld, role: Role, database: Database): Context {
  return {
    ...world.job,
    database,
    actor: {
      kind: 'person',
      id: 1,
      name: 'bench',
      jurisdictionId: benchJurisdiction,
      organisationId: 1,
      organisationName: '单位1',
      organisationIds: [1],
      roles: [role],
    },
  }
}

export interface WallsFigure {
  name: string
  walledMs: number
  bareMs: number
  limit: number
}

/**
 * What authorisation, row-level security and audit cost, against the same statements on the same data in a transaction
 * of the superuser that puts up no wall and records nothing; one connection each.
 */
export async function measureWalls(
  world: BenchWorld,
  superuserUrl: string,
  rounds = 400,
): Promise<WallsFigure[]> {
  const superuser = connect(superuserUrl, { max: 1 })
  const app = connect(world.databaseUrl, { max: 1 })
  try {
    // Autovacuum does this by itself within a minute or so.
    await superuser.database.execute(sql`vacuum analyze`)
    const bare = withoutWalls(superuser.database)
    const reading = (role: Role, query: Record<string, string> = {}) => {
      const filters = registerFilters.parse(query)
      return alternate(
        rounds,
        () => listRegister(personAs(world, role, app.database), filters),
        () => listRegister(personAs(world, role, bare), filters),
      )
    }
    const writing = () =>
      alternate(
        rounds,
        () =>
          createOrganisation(personAs(world, 'system-admin', app.database), {
            name: `甲${randomUUID()}`,
            parentId: null,
          }),
        () =>
          superuser.database.transaction((tx) => addOrganisation(tx, benchJurisdiction, `乙${randomUUID()}`)),
      )
    return [
      { name: 'a page of the register', ...(await reading('data-centre')), limit: 15 },
      { name: 'the same, late systems', ...(await reading('data-centre', { health: 'overdue' })), limit: 15 },
      { name: 'the same, of one department', ...(await reading('department')), limit: 15 },
      { name: 'an audited write', ...(await writing()), limit: 30 },
    ]
  } finally {
    await app.close()
    await superuser.close()
  }
}

const percent = ({ walledMs, bareMs }: WallsFigure) => Math.round((walledMs / bareMs - 1) * 100)

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const world = await openBench(Number(process.argv[2] ?? 10_000))
  try {
    await transact(world.job, (tx) => trackMigrations(world.job, tx, world.clock.today()))
    await transact(world.job, (tx) => judgeSystems(world.job, tx, world.clock.today()))
    const url = new URL(world.databaseUrl)
    url.username = 'postgres'
    url.password = (await readFile(join(world.folder, 'postgres-password'), 'utf8')).trim()
    for (const { name, ...figure } of await measureWalls(world, url.href))
      console.log(
        JSON.stringify({ figure: `walls: ${name}`, ...figure, percent: percent({ name, ...figure }) }),
      )
  } finally {
    await world.close()
  }
}
