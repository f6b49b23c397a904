import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/platform/config.ts'
import { run } from '../../src/platform/postgres-programs.ts'
import { openStorage } from '../../src/platform/storage.ts'
import { type Cluster, findTools, startCluster, useTool } from './clusters.ts'
import { found, inspect, portOf, type Said } from './town.ts'

let folder: string
const stops: (() => Promise<void>)[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dengyun-restore-'))
})
afterAll(async () => {
  for (const stop of stops) await stop()
  await rm(folder, { recursive: true, force: true })
})

async function cluster(name: string, tools?: Awaited<ReturnType<typeof findTools>>): Promise<Cluster> {
  const made = await startCluster(join(folder, name), tools)
  stops.push(made.stop)
  return made
}

/** Signing in asks for the second factor and takes its code; the log is whole; files and verdicts are what they were. */
function expectAll(seen: Awaited<ReturnType<typeof inspect>>, said: Said): void {
  expect(seen).toEqual({
    ready: 200,
    asked: '/sign-in/code?next=%2Faudit',
    signedIn: '/audit',
    said,
    verified: { code: 0, conclusion: expect.stringContaining('结论：相符') },
  })
}

/** Out: who owns the tables, and how many there are. */
async function ownersOf(url: string): Promise<Record<string, number>> {
  const client = postgres(url, { max: 1 })
  const rows = await client<{ owner: string; tables: number }[]>`
    select tableowner as owner, count(*)::int as tables from pg_tables where schemaname in ('public', 'drizzle') group by 1`
  await client.end()
  return Object.fromEntries(rows.map(({ owner, tables }) => [owner, tables]))
}

const create = (owner: string) => `create role ${owner} login createrole;
  create role dengyun_app nologin;
  create database dengyun owner ${owner} template template0 encoding 'UTF8' locale_provider icu icu_locale 'zh-CN' locale 'C'`

describe('an installation on the embedded PostgreSQL', () => {
  const home = () => join(folder, 'home')
  let before: Awaited<ReturnType<typeof found>>
  beforeAll(async () => {
    before = await found({ DATA_DIR: home() })
  })

  it('is restored from a copy of its folder, though the copy lost owner and modes', async () => {
    const copy = join(folder, 'copy')
    const { code, output } = await run('cp', ['-r', home(), copy], null)
    expect([code, output]).toEqual([0, ''])
    await run('chmod', ['-R', 'u=rwX,go=rX', copy], null)
    expectAll(await inspect({ DATA_DIR: copy }, before.secret, before.said.heads), before.said)
  })

  it('goes to a server of its own by dump, with files and keys', async () => {
    const tools = await findTools(18)
    const storage = await openStorage(parseConfig({ DATA_DIR: home() }), () => {})
    const dump = join(folder, 'embedded.dump')
    await useTool(
      tools,
      'pg_dump',
      ['-Fc', '-h', '127.0.0.1', '-p', await portOf(home()), '-U', 'postgres', '-f', dump, 'dengyun'],
      (await readFile(join(home(), 'postgres-password'), 'utf8')).trim(),
    )
    await storage.close()
    const server = await cluster('eighteen')
    await server.sql(`${create('dengyun')}; grant dengyun_app to dengyun`)
    await useTool(tools, 'pg_restore', ['-d', server.url('postgres', 'dengyun'), dump])
    const moved = join(folder, 'moved')
    for (const name of ['objects', 'secrets-key', 'audit-signing-key'])
      await cp(join(home(), name), join(moved, name), { recursive: true })
    const url = server.url('dengyun', 'dengyun')
    expectAll(
      await inspect({ DATA_DIR: moved, DATABASE_URL: url }, before.secret, before.said.heads),
      before.said,
    )
    expect(Object.keys(await ownersOf(url))).toEqual(['dengyun'])
  })
})

describe('an installation on a server of its own', () => {
  it.each([
    ['under the same name', 'dengyun', []],
    ['under another name, which then owns everything', 'cloud', ['--no-owner', '--role=cloud']],
  ])('is restored on a new server %s', async (_how, owner, options) => {
    const tools = await findTools(15)
    const first = await cluster(`from-${owner}`, tools)
    await first.sql(create('dengyun').replace('create role dengyun_app nologin;', ''))
    const home = join(folder, `home-${owner}`)
    const before = await found({ DATA_DIR: home, DATABASE_URL: first.url('dengyun', 'dengyun') })
    const dump = join(folder, `${owner}.dump`)
    await useTool(tools, 'pg_dump', ['-Fc', '-f', dump, '-d', first.url('postgres', 'dengyun')])
    const second = await cluster(`to-${owner}`, tools)
    // The grant that the README names is left out where the start may make it up.
    await second.sql(`${create(owner)}${tools.major < 16 ? '' : `; grant dengyun_app to ${owner}`}`)
    await useTool(tools, 'pg_restore', [...options, '-d', second.url('postgres', 'dengyun'), dump])
    const moved = join(folder, `moved-${owner}`)
    await cp(home, moved, { recursive: true })
    const url = second.url(owner, 'dengyun')
    expectAll(
      await inspect({ DATA_DIR: moved, DATABASE_URL: url }, before.secret, before.said.heads),
      before.said,
    )
    expect(Object.keys(await ownersOf(url))).toEqual([owner])
  })
})
