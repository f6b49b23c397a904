import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseConfig } from '../../src/platform/config.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { openStorage, type Storage } from '../../src/platform/storage.ts'

let dataDir: string
const toStop: (() => Promise<void>)[] = []
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dengyun-embedded-'))
})
afterEach(async () => {
  for (const stop of toStop.splice(0)) await stop()
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

const open = async (log: (message: string) => void = () => {}): Promise<Storage> => {
  const storage = await openStorage(parseConfig({ DATA_DIR: dataDir }), log)
  toStop.push(storage.close)
  return storage
}

async function query<T extends Record<string, unknown>>(url: string, text: string): Promise<T[]> {
  const client = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return [...(await client.unsafe<T[]>(text))]
  } finally {
    await client.end()
  }
}

/** Starts the whole app as a process of its own, on the same folder. */
async function startApp(): Promise<{ child: ChildProcess; url: string; databaseUrl: string }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, '../support/killed-server.ts')],
    {
      cwd: join(import.meta.dirname, '../..'),
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0' },
    },
  )
  const [line] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('the app ended before it was ready'))),
  ])
  return { child, ...z.object({ url: z.string(), databaseUrl: z.string() }).parse(JSON.parse(String(line))) }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

const postmaster = async () =>
  Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])

async function isGone(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return state === '' || state.split(') ')[1]?.startsWith('Z') === true
}

describe('the embedded PostgreSQL', () => {
  it('starts in an empty folder, also after a start that was broken off, and sorts as Chinese does', async () => {
    await mkdir(join(dataDir, 'postgres.new/base'), { recursive: true })
    await writeFile(join(dataDir, 'postgres.new/PG_VERSION'), '18\n')
    const { databaseUrl } = await open()
    const [row] = await query<{ sorted: string[]; fsync: string; superuser: boolean }>(
      databaseUrl,
      `select (select array_agg(x order by x) from unnest(array['周','安','陈']) x) as sorted, current_setting('fsync') as fsync,
        (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as superuser`,
    )
    expect(row).toEqual({ sorted: ['安', '陈', '周'], fsync: 'on', superuser: false })
    await query(databaseUrl, 'create table kept (what text)')
    await query(databaseUrl, "insert into kept values ('停机前')")
  })

  it('is gone when it was stopped, and has everything at the next start', async () => {
    const first = await open()
    const pid = await postmaster()
    await Promise.all(toStop.splice(0).map((stop) => stop()))
    // pg_ctl returns with the lock file gone, a moment before the process is.
    await expect.poll(() => isGone(pid)).toBe(true)
    await expect(query(first.databaseUrl, 'select 1')).rejects.toThrow('ECONNREFUSED')
    const second = await open()
    expect(await query(second.databaseUrl, 'select what from kept')).toEqual([{ what: '停机前' }])
  })

  it('refuses a second process on the same folder, and the first goes on', async () => {
    const first = await open()
    await expect(openStorage(parseConfig({ DATA_DIR: dataDir }), () => {})).rejects.toThrow(
      /正被另一个登云进程使用.*DATA_DIR/,
    )
    expect(await query(first.databaseUrl, 'select what from kept')).toHaveLength(1)
  })

  it('outlives a kill -9 of the app: the next start takes it over with all that was committed', async () => {
    const { child, databaseUrl } = await startApp()
    await query(databaseUrl, "insert into kept values ('杀死前')")
    const pid = await postmaster()
    await kill(child)
    const messages: string[] = []
    const next = await open((message) => messages.push(message))
    expect(messages).toEqual(['接管了上次异常退出时留下的 PostgreSQL，数据完好。'])
    expect(await postmaster()).toBe(pid)
    expect(await query(next.databaseUrl, 'select what from kept')).toEqual([
      { what: '停机前' },
      { what: '杀死前' },
    ])
  })

  it('recovers what was committed when the machine stops: app and server killed together', async () => {
    const { child, databaseUrl } = await startApp()
    await query(databaseUrl, "insert into kept values ('断电前')")
    const pid = await postmaster()
    process.kill(pid, 'SIGKILL')
    await kill(child)
    await expect.poll(() => isGone(pid)).toBe(true)
    const next = await open()
    expect(await postmaster()).not.toBe(pid)
    expect(await query(next.databaseUrl, 'select what from kept')).toHaveLength(3)
  })

  it('keeps its password out of reach of others', async () => {
    const { stop } = await startEmbeddedPostgres(dataDir)
    toStop.push(stop)
    const modes = await Promise.all(
      ['postgres-password', 'postgres'].map((name) => stat(join(dataDir, name))),
    )
    expect(modes.map(({ mode }) => mode & 0o077)).toEqual([0, 0])
  })
})
