import { randomBytes } from 'node:crypto'
import {
  access,
  chmod,
  chown,
  constants,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { type Programs, programsAndUser, type RunAs, run } from './postgres-programs.ts'

export interface EmbeddedPostgres {
  url: string
  /** Whether a server left over by a killed process was taken over. */
  adopted: boolean
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Only for tests: gives up durability for speed. */
  durable?: boolean
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer()
    server.on('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null ? done(address.port) : failed(new Error('no port')),
      )
    })
  })
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
}

async function initialise(
  folder: string,
  password: string,
  programs: Programs,
  runAs: RunAs | null,
): Promise<void> {
  // Made beside and renamed: a folder half made when the machine stopped would never start.
  const unfinished = `${folder}.new`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  const passwordFile = join(tmpdir(), `dengyun-${randomBytes(8).toString('hex')}`)
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (runAs !== null) {
    await chown(unfinished, runAs.uid, runAs.gid)
    await chown(passwordFile, runAs.uid, runAs.gid)
  }
  try {
    const { code, output } = await run(
      programs.initdb,
      [
        ...['--pgdata', unfinished, '--username=postgres'],
        ...[`--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
        ...['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=zh-CN'],
      ],
      runAs,
    )
    if (code !== 0) throw new Error(`内置 PostgreSQL 初始化失败 (initdb):\n${output}`)
    await rename(unfinished, folder)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** PostgreSQL starts in a folder of its own user only, closed to others: a copy that was put back may be neither. */
async function takeOver(folder: string, runAs: RunAs | null): Promise<void> {
  const { uid, mode } = await stat(folder)
  if (runAs !== null && uid !== runAs.uid)
    await run('chown', ['-R', `${runAs.uid}:${runAs.gid}`, folder], null)
  if ((mode & 0o077) !== 0) await chmod(folder, 0o700)
}

/** Processes that work in this folder, as a PostgreSQL server and its children do. Only Linux tells. */
async function processesIn(folder: string): Promise<number[]> {
  const inside = await realpath(folder)
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0)
  const cwds = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')))
  return pids.filter((_pid, index) => cwds[index] === inside)
}

/**
 * Removes the lock of a server that was killed. PostgreSQL does so itself, unless its number has gone to another
 * process of the same user, or nobody has buried the old one: both are usual in containers.
 */
async function removeStaleLock(folder: string): Promise<void> {
  const lock = join(folder, 'postmaster.pid')
  if (process.platform !== 'linux' || !(await exists(lock))) return
  const postmaster = Number((await readFile(lock, 'utf8')).split('\n')[0])
  // The children of a dead server notice within moments; its files may be theirs until then.
  for (let patience = 100; patience > 0; patience -= 1) {
    const left = await processesIn(folder)
    if (left.includes(postmaster)) return
    if (left.length === 0) return rm(lock, { force: true })
    await sleep(100)
  }
}

/** Line 4 of postmaster.pid is the port. */
async function portOfRunningServer(folder: string): Promise<number | null> {
  const lines = (await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  return lines[3] === undefined ? null : Number(lines[3]) || null
}

async function passwordIn(dataDir: string): Promise<string> {
  const file = join(dataDir, 'postgres-password')
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim()
  if (kept !== '') return kept
  const password = randomBytes(24).toString('base64url')
  const handle = await open(file, 'w', 0o600)
  await handle.writeFile(password)
  await handle.sync()
  await handle.close()
  return password
}

/** The app logs in as `dengyun`, an ordinary role that owns its database: the superuser is used for nothing else. */
async function createOwner(port: number, password: string): Promise<string> {
  const superuser = postgres({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
    max: 1,
    onnotice: () => {},
  })
  try {
    const roles = await superuser`select from pg_roles where rolname = 'dengyun'`
    if (roles.length === 0)
      await superuser.unsafe(
        `create role dengyun login nosuperuser nobypassrls createdb createrole password '${password}'`,
      )
    const databases = await superuser`select from pg_database where datname = 'dengyun'`
    if (databases.length === 0) await superuser.unsafe('create database dengyun owner dengyun')
  } finally {
    await superuser.end()
  }
  return `postgres://dengyun:${encodeURIComponent(password)}@127.0.0.1:${port}/dengyun`
}

/**
 * Starts the PostgreSQL that comes by npm, in `dataDir`/postgres, or takes over the one a killed process left running.
 * In: the data folder. Out: the address of the app's database, and how to stop the server.
 * Works as root too, below a closed home folder too. Throws with a Chinese message saying what to do.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  options: EmbeddedOptions = {},
): Promise<EmbeddedPostgres> {
  const base = resolve(dataDir)
  const folder = join(base, 'postgres')
  await mkdir(base, { recursive: true })
  const { programs, runAs } = await programsAndUser(folder)
  const password = await passwordIn(base)
  if (!(await exists(join(folder, 'PG_VERSION')))) await initialise(folder, password, programs, runAs)
  await takeOver(folder, runAs)

  await removeStaleLock(folder)
  const status = await run(programs.pg_ctl, ['status', '-D', folder], runAs)
  let port = status.code === 0 ? await portOfRunningServer(folder) : null
  const adopted = port !== null
  if (port === null) {
    port = await freePort()
    const flags = [
      `-p ${port}`,
      '-c listen_addresses=127.0.0.1',
      "-c unix_socket_directories=''",
      '-c timezone=Asia/Shanghai',
      '-c max_wal_size=4GB',
      '-c shared_buffers=256MB',
      '-c jit=off',
      options.durable === false
        ? '-c fsync=off -c synchronous_commit=off -c full_page_writes=off'
        : '-c fsync=on',
    ]
    const log = join(folder, 'server.log')
    const started = await run(
      programs.pg_ctl,
      ['start', '-w', '-t', '60', '-D', folder, '-l', log, '-o', flags.join(' ')],
      runAs,
    )
    if (started.code !== 0) {
      const tail = (await readFile(log, 'utf8').catch(() => '')).split('\n').slice(-12).join('\n')
      throw new Error(`内置 PostgreSQL 启动失败（日志 ${log}）:\n${started.output}\n${tail}`)
    }
  }
  return {
    url: await createOwner(port, password),
    adopted,
    stop: async () => {
      await run(programs.pg_ctl, ['stop', '-w', '-m', 'fast', '-D', folder], runAs)
    },
  }
}
