import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import { demoAccounts, demoPassword } from '../../demo/accounts.ts'
import { fillDemo } from '../../demo/fill.ts'
import { jobs } from '../../jobs/index.ts'
import { listJurisdictions } from '../../src/identity/index.ts'
import { clockFrom } from '../../src/platform/clock.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { runDue } from '../../src/platform/jobs.ts'
import type { Role } from '../../src/platform/permissions.ts'
import { openSigningKey } from '../../src/platform/signing-key.ts'
import { openStorage } from '../../src/platform/storage.ts'
import { prepareDatabase, startServer } from '../../src/server.ts'

/** Where an installation keeps what it has. */
export interface Place {
  DATA_DIR: string
  DATABASE_URL?: string
}

/** What an installation says of itself before and after. */
export interface Said {
  heads: string
  /** SHA-256 of the report as Word file: an object of the store. */
  report: string
  systems: unknown
  verdicts: unknown
}

const log = () => {}

/** Serves an installation as in production, at an instant. Out: how to ask it, and how to stop it. */
async function serve(place: Place, now: string) {
  const config = parseConfig({ ...place, PORT: '0' })
  const storage = await openStorage(config, log)
  const clock = clockFrom(() => new Date(now))
  await prepareDatabase(storage)
  const server = await startServer(config, storage, { clock, log })
  const cookies = new Map<string, string>()
  const ask = async (path: string, form?: Record<string, string>) => {
    const answer = await fetch(`${server.url}${path}`, {
      redirect: 'manual',
      headers: { cookie: [...cookies.values()].join('; '), origin: server.url },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const cookie of answer.headers.getSetCookie())
      cookies.set(cookie.split('=')[0] ?? '', cookie.split(';')[0] ?? '')
    return answer
  }
  await readyAt(ask)
  return { ask, stop: server.stop }
}
type Served = Awaited<ReturnType<typeof serve>>

/** The first pages are answered when the jobs of the start have been asked for. */
async function readyAt(ask: (path: string) => Promise<Response>): Promise<void> {
  for (let patience = 200; patience > 0; patience -= 1) {
    if ((await ask('/sign-in')).status === 200) return
    await new Promise((later) => setTimeout(later, 50))
  }
  throw new Error('it never became ready')
}

const began = '2026-11-21T10:00:00+08:00'
const restored = '2026-11-21T10:10:00+08:00'
const codeAt = (secret: string, instant: string) =>
  new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({
    timestamp: Date.parse(instant),
  })

async function signIn({ ask }: Served, role: Role): Promise<string> {
  const username = demoAccounts.find((account) => account.role === role)?.username ?? ''
  const answer = await ask('/sign-in', { username, password: demoPassword, next: '/audit' })
  return answer.headers.get('location') ?? ''
}

async function textOf(answer: Response): Promise<string> {
  if (answer.status !== 200) throw new Error(`${answer.url} answered ${answer.status}`)
  return answer.text()
}

async function listen({ ask }: Served): Promise<Said> {
  const heads = await textOf(await ask('/api/v1/audit/heads?jurisdiction=lingchuan'))
  const report = await ask('/reports/2026-10/file.docx')
  if (report.status !== 200) throw new Error(`the report answered ${report.status}`)
  return {
    heads,
    report: createHash('sha256')
      .update(new Uint8Array(await report.arrayBuffer()))
      .digest('hex'),
    systems: JSON.parse(await textOf(await ask('/api/v1/systems?jurisdiction=lingchuan&limit=200'))),
    verdicts: (await textOf(await ask('/funding'))).match(/<dd>[^<]*/g),
  }
}

/** Fills an installation with the demo, and lets the auditor enrol a second factor. Out: what it says, and the secret. */
export async function found(place: Place): Promise<{ said: Said; secret: string }> {
  const storage = await openStorage(parseConfig({ ...place }), log)
  await prepareDatabase(storage)
  const auditSigningKey = await openSigningKey(place.DATA_DIR, log)
  const { database, objects } = storage
  const dependencies = { database, objects, log, auditSigningKey, clock: clockFrom(() => new Date(began)) }
  await fillDemo(dependencies)
  // What is due is done before anything is looked at: a server that starts at the same time has nothing to add.
  await runDue(dependencies, jobs, await listJurisdictions(database))
  await storage.close()
  const served = await serve(place, began)
  await signIn(served, 'audit')
  const page = await textOf(await served.ask('/account/second-factor/offer', { current: demoPassword }))
  const secret = /<code class="secret">([A-Z2-7 ]+)<\/code>/.exec(page)?.[1] ?? ''
  await textOf(await served.ask('/account/second-factor', { code: codeAt(secret, began) }))
  const said = await listen(served)
  await served.stop()
  return { said, secret }
}

/** In: a restored installation, and the auditor's secret. Out: what it says, how signing in went and how the audit log verifies. */
export async function inspect(place: Place, secret: string, heads: string) {
  const served = await serve(place, restored)
  const ready = (await served.ask('/readyz')).status
  const asked = await signIn(served, 'audit')
  const answer = await served.ask('/sign-in/code', { code: codeAt(secret, restored), next: '/audit' })
  const signedIn = answer.headers.get('location')
  const said = await listen(served)
  const log = join(place.DATA_DIR, 'export.jsonl')
  await writeFile(log, await textOf(await served.ask('/audit/export')))
  await writeFile(join(place.DATA_DIR, 'heads.json'), heads)
  await served.stop()
  return { ready, asked, signedIn, said, verified: await verify(log, join(place.DATA_DIR, 'heads.json')) }
}

/** `npm run audit:verify`. Out: its exit code and its last line. */
async function verify(log: string, heads: string): Promise<{ code: number; conclusion: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, '../../src/audit-verify.ts'), log, '--head', heads],
      (error, stdout, stderr) =>
        done({
          code: error === null ? 0 : Number(error.code ?? 1),
          conclusion: `${stdout.trim().split('\n').at(-1)}${stderr}`,
        }),
    )
  })
}

/** Out: the port on which the embedded server of a data folder listens, as the README says to find it. */
export async function portOf(dataDir: string): Promise<string> {
  return (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[3] ?? ''
}
