import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const project = join(import.meta.dirname, '../..')
const wrangler = join(
  dirname(createRequire(import.meta.url).resolve('wrangler/package.json')),
  'bin/wrangler.js',
)

export interface RunningWorker {
  url: string
  output(): string
  stop(): Promise<void>
}

/**
 * Starts `wrangler dev` on a free port against a PostgreSQL, with nothing of it reaching beyond loopback:
 * no metrics, no question for a newer version, no request for a sample `cf` object.
 * In: the database's address and how long to wait for the first answer. Throws with wrangler's output when none comes.
 */
export async function startWorker(databaseUrl: string, patience: number): Promise<RunningWorker> {
  const folder = await mkdtemp(join(tmpdir(), 'dengyun-worker-'))
  await mkdir(join(folder, 'update-check'))
  await writeFile(
    join(folder, 'update-check/wrangler-latest.json'),
    JSON.stringify({ latest: null, lastUpdate: Date.now() }),
  )
  const child = spawn(
    process.execPath,
    [wrangler, 'dev', '--local', '--ip', '127.0.0.1', '--port', '0', '--persist-to', join(folder, 'state')],
    {
      cwd: project,
      // A group of its own: wrangler starts workerd and esbuild, and all of them must go.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH ?? '',
        HOME: folder,
        XDG_CONFIG_HOME: folder,
        TMPDIR: folder,
        CI: 'true',
        NO_COLOR: '1',
        WRANGLER_SEND_METRICS: 'false',
        WRANGLER_SEND_ERROR_REPORTS: 'false',
        WRANGLER_HIDE_BANNER: 'true',
        WRANGLER_REGISTRY_PATH: join(folder, 'registry'),
        CLOUDFLARE_CF_FETCH_ENABLED: 'false',
        CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE: databaseUrl,
      },
    },
  )
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const stop = async () => {
    await killGroup(child)
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    const url = await firstAnswer(child, () => output, patience)
    return { url, output: () => output, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function firstAnswer(child: ChildProcess, output: () => string, patience: number): Promise<string> {
  const until = Date.now() + patience
  while (Date.now() < until && child.exitCode === null) {
    const url = /Ready on (http:\/\/127\.0\.0\.1:\d+)/.exec(output())?.[1]
    const answer =
      url === undefined
        ? null
        : await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
    if (url !== undefined && answer?.ok) return url
    await new Promise((next) => setTimeout(next, 200))
  }
  throw new Error(`wrangler dev did not answer:\n${output()}`)
}

async function killGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return
  const gone = new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done(null)))
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    return
  }
  await gone
}
