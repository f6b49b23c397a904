import { execFile } from 'node:child_process'
import { chmod, chown, mkdir, readdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { programsAndUser, type RunAs, run } from '../../src/platform/postgres-programs.ts'

const execute = promisify(execFile)

/** Where pg_dump and its like of a major version stand. */
export interface Tools {
  major: number
  folder: string
}

/**
 * In: the oldest major version that serves. Out: the oldest tools of those there are that do; POSTGRES_TOOLS names further
 * folders, with colons. Throws, saying where to get them, when there are none.
 */
export async function findTools(atLeast: number): Promise<Tools> {
  const debian = '/usr/lib/postgresql'
  const versions = await readdir(debian).catch((): string[] => [])
  const folders = [
    ...(process.env.POSTGRES_TOOLS ?? '').split(':').filter((folder) => folder !== ''),
    ...versions.map((version) => join(debian, version, 'bin')),
  ]
  const found: Tools[] = []
  for (const folder of folders) {
    const said = await execute(join(folder, 'pg_dump'), ['--version']).catch(() => null)
    const major = Number(/\) (\d+)/.exec(said?.stdout ?? '')?.[1])
    if (major >= atLeast) found.push({ major, folder })
  }
  const [oldest] = found.toSorted((a, b) => a.major - b.major)
  if (oldest !== undefined) return oldest
  throw new Error(
    `no pg_dump of version ${atLeast} or later: apt-get install postgresql, or unpack what tests/restore/tools.txt names and set POSTGRES_TOOLS to its bin folder`,
  )
}

/** A server of its own, as an operator finds it on a new machine: a superuser, and nothing else. */
export interface Cluster {
  /** In: who, and the database. Out: the address. */
  url(user: string, database: string): string
  /** Runs SQL as the superuser. */
  sql(text: string): Promise<void>
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  await new Promise((closed) => server.close(closed))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const superuser = 'postgres'

/** In: an empty folder, and whose initdb (left out: that of the npm package). Out: a running server. */
export async function startCluster(folder: string, tools?: Tools): Promise<Cluster> {
  await mkdir(folder)
  await chmod(folder, 0o755)
  const data = join(folder, 'data')
  await mkdir(data, { mode: 0o700 })
  const { programs, runAs } = await programsAndUser(data)
  if (runAs !== null) await chown(data, runAs.uid, runAs.gid)
  const program = (name: 'initdb' | 'pg_ctl') =>
    tools === undefined ? programs[name] : join(tools.folder, name)
  await succeed(
    program('initdb'),
    ['--pgdata', data, `--username=${superuser}`, '--auth=trust', '--encoding=UTF8', '--locale=C'],
    runAs,
  )
  const port = await freePort()
  const flags = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`
  await succeed(program('pg_ctl'), ['start', '-w', '-D', data, '-l', join(data, 'log'), '-o', flags], runAs)
  const url = (user: string, database: string) => `postgres://${user}@127.0.0.1:${port}/${database}`
  return {
    url,
    async sql(text) {
      const client = postgres(url(superuser, 'postgres'), { max: 1, onnotice: () => {} })
      for (const statement of text.split(';').filter((each) => each.trim() !== ''))
        await client.unsafe(statement)
      await client.end()
    },
    stop: () => succeed(program('pg_ctl'), ['stop', '-w', '-m', 'fast', '-D', data], runAs),
  }
}

async function succeed(command: string, args: readonly string[], runAs: RunAs | null): Promise<void> {
  const { code, output } = await run(command, args, runAs)
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${output}`)
}

/** In: tools, one of them, its arguments, and a password where it needs one. Throws with what it printed. */
export async function useTool(
  { folder }: Tools,
  tool: 'pg_dump' | 'pg_restore',
  args: readonly string[],
  password = '',
): Promise<void> {
  await execute(join(folder, tool), args, { env: { ...process.env, PGPASSWORD: password } })
}
