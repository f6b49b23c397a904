import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { listRegister } from '../../src/desk/list-register.ts'
import { registerFilters } from '../../src/desk/register-filters.ts'
import { addOrganisation } from '../../src/identity/index.ts'
import { createOrganisation } from '../../src/identity/organisation-tree.ts'
import type { Context } from '../../src/platform/context.ts'
import { connect, type Database, type Transaction } from '../../src/platform/database.ts'
import type { Role } from '../../src/platform/permissions.ts'
import { type BenchWorld, benchJurisdiction, median, openBench } from './seed.ts'

/** Milliseconds of one call; both sides alternate, so that the machine's noise falls on both. */
async function alternate(rounds: number, walled: () => Promise<unknown>, bare: () => Promise<unknown>) {
  const times: { walled: number[]; bare: number[] } = { walled: [], bare: [] }
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, work] of Object.entries({ walled, bare }) as ['walled' | 'bare', typeof bare][]) {
      const started = performance.now()
      await work()
      times[name].push(performance.now() - started)
    }
  }
  return { walledMs: median(times.walled), bareMs: median(times.bare) }
}

/** The database as its superuser, whose transactions skip the statement that puts up the second wall. */
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
      organisationName: '大数据中心',
      organisationIds: [1],
      roles: [role],
    },
  }
}

/** What authorisation, row-level security and audit cost, against the same work without them, on a quiet database. */
export async function measureWalls(world: BenchWorld, superuserUrl: string, rounds = 300) {
  const superuser = connect(superuserUrl, { max: 1 })
  try {
    const bare = withoutWalls(superuser.database)
    const filters = registerFilters.parse({})
    const read = await alternate(
      rounds,
      () => listRegister(personAs(world, 'data-centre', world.database), filters),
      () => listRegister(personAs(world, 'data-centre', bare), filters),
    )
    const write = await alternate(
      rounds,
      () =>
        createOrganisation(personAs(world, 'system-admin', world.database), {
          name: `甲${randomUUID()}`,
          parentId: null,
        }),
      () =>
        superuser.database.transaction((tx) => addOrganisation(tx, benchJurisdiction, `乙${randomUUID()}`)),
    )
    return { read, write }
  } finally {
    await superuser.close()
  }
}

const percent = ({ walledMs, bareMs }: { walledMs: number; bareMs: number }) =>
  Math.round((walledMs / bareMs - 1) * 100)

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const world = await openBench(10_000)
  try {
    const url = new URL(world.databaseUrl)
    url.username = 'postgres'
    url.password = (await readFile(join(world.folder, 'postgres-password'), 'utf8')).trim()
    const { read, write } = await measureWalls(world, url.href)
    console.log(
      JSON.stringify({ figure: 'walls: a page of the register', ...read, percent: percent(read), limit: 15 }),
    )
    console.log(
      JSON.stringify({ figure: 'walls: an audited write', ...write, percent: percent(write), limit: 30 }),
    )
  } finally {
    await world.close()
  }
}
