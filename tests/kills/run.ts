import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { z } from 'zod'
import { demoAccounts } from '../../demo/accounts.ts'
import { fillDemo } from '../../demo/fill.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { openSigningKey } from '../../src/platform/signing-key.ts'
import { openStorage } from '../../src/platform/storage.ts'
import { prepareDatabase } from '../../src/server.ts'
import { type Acknowledged, People } from './clients.ts'
import { faultsOf, makeJobsDue } from './inspect.ts'
import { workUntilCut } from './work.ts'

/**
 * `npm run test:kills -- --times 200`: kills the product (SIGKILL) while requests are filed and approved, facts that move
 * money are accepted, and the jobs reconcile, judge and sign; every fourth time its PostgreSQL with it, as when the power
 * goes. After each start: what was acknowledged stands, and nothing was done by half or twice. Prints what was tried.
 */
const { times } = z
  .object({ times: z.coerce.number().int().positive() })
  .parse(parseArgs({ options: { times: { type: 'string', default: '20' } } }).values)

const dataDir = await mkdtemp(join(tmpdir(), 'dengyun-kills-'))
const log = () => {}

/** Fills an installation with the demo. */
async function found(): Promise<void> {
  const storage = await openStorage(parseConfig({ DATA_DIR: dataDir }), log)
  try {
    await prepareDatabase(storage)
    const auditSigningKey = await openSigningKey(dataDir, log)
    const { database, objects } = storage
    await fillDemo({ database, objects, clock: systemClock, log, auditSigningKey })
  } finally {
    await storage.close()
  }
}

/** Ends with this process, whatever it meets. */
let alive: ChildProcess | undefined

async function start(): Promise<{ child: ChildProcess; url: string }> {
  const script = join(import.meta.dirname, '../support/killed-server.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0' },
  })
  alive = child
  const [line] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('the product did not start again'))),
  ])
  return { child, ...z.object({ url: z.string() }).parse(JSON.parse(String(line))) }
}

/** Out: the process and the port of the embedded server, as its folder says. */
async function postmaster(): Promise<{ pid: number; port: number }> {
  const lines = (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3]) }
}

async function connectAsSuperuser(): Promise<postgres.Sql> {
  const password = (await readFile(join(dataDir, 'postgres-password'), 'utf8')).trim()
  const { port } = await postmaster()
  return postgres({ host: '127.0.0.1', port, user: 'postgres', password, database: 'dengyun', max: 1 })
}

/** Out: the codes of the running systems of the department that the demo has an account for. */
async function systemsOfDepartment(): Promise<string[]> {
  const unit = demoAccounts.find(({ role }) => role === 'department')?.organisation ?? ''
  const sql = await connectAsSuperuser()
  const rows = await sql<
    { code: string }[]
  >`select s.code from systems s join organisations o on o.id = s.organisation_id
    where o.name = ${unit} and not s.classified order by s.code`
  await sql.end()
  return rows.map(({ code }) => code)
}

async function kill(child: ChildProcess, withDatabase: boolean): Promise<void> {
  if (withDatabase) process.kill((await postmaster()).pid, 'SIGKILL')
  child.kill('SIGKILL')
  await once(child, 'exit')
  // The server's own children need a moment to notice.
  if (withDatabase) await sleep(500)
}

/** Out: what wasn't as it must be, after any of the kills. */
async function killOftenWhileWorking(so: Acknowledged): Promise<string[]> {
  let running = await start()
  const codes = await systemsOfDepartment()
  const people = new People(running.url)
  for (const role of [
    'department',
    'department-head',
    'data-centre',
    'bureau-handler',
    'competent-bureau',
    'audit',
  ] as const)
    await people.signIn(role)
  for (let time = 1; time <= times; time += 1) {
    const working = workUntilCut(people, so, codes)
    // From the first moment, when the jobs run, to the middle of the work.
    await sleep(Math.random() * 3_000)
    await kill(running.child, time % 4 === 0)
    await working
    running = await start()
    people.moveTo(running.url)
    const sql = await connectAsSuperuser()
    const faults = await faultsOf(sql, so)
    await makeJobsDue(sql)
    await sql.end()
    if (faults.length > 0) return [`after kill ${time}:`, ...faults]
    if (time % 20 === 0) console.log(`… ${time} kills, ${so.steps} steps answered, ${so.cut} cut off`)
  }
  return await verify(people)
}

/** Lets the jobs end. Out: what the reconciliation and the record's own verification have to say against it. */
async function verify(people: People): Promise<string[]> {
  const sql = await connectAsSuperuser()
  const unfinished = () => sql`select job from job_runs where status <> 'done'`
  for (let patience = 600; patience > 0 && (await unfinished()).length > 0; patience -= 1) await sleep(100)
  const [last] = await sql<
    { differing: number }[]
  >`select differing from reconciliations order by id desc limit 1`
  await sql.end()
  const log = join(dataDir, 'export.jsonl')
  await writeFile(log, await people.read('audit', '/audit/export'))
  const verifier = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, '../../src/audit-verify.ts'), log],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const [code] = await once(verifier, 'exit')
  return [
    ...(last?.differing === 0 ? [] : [`the reconciliation found ${last?.differing} differences`]),
    ...(code === 0 ? [] : [`audit:verify ended with ${code}`]),
  ]
}

const so: Acknowledged = { requests: new Map(), proposals: new Map(), refusals: [], steps: 0, cut: 0 }
try {
  await found()
  const faults = await killOftenWhileWorking(so)
  const approved = [...so.requests.values()].filter((status) => status === 'approved').length
  const recorded = [...so.proposals.values()].filter((status) => status === 'recorded').length
  console.log(
    `${times} kills, ${Math.floor(times / 4)} of them with PostgreSQL: ${so.steps} steps answered (${so.refusals.length} refused), ${so.cut} cut off; ${approved} requests approved, ${recorded} facts recorded; ${faults.length === 0 ? 'nothing lost, nothing by half, nothing twice' : 'FAULTS:'}`,
  )
  for (const fault of faults) console.log(fault)
  for (const said of [
    ...new Set(so.refusals.map((each) => each.replace(/"requestId.*/, '').replaceAll(/\d+/g, '…'))),
  ].slice(0, 5))
    console.log(`refused: ${said}`)
  process.exitCode = faults.length === 0 ? 0 : 1
} finally {
  if (alive !== undefined && alive.exitCode === null && alive.signalCode === null) await kill(alive, true)
  await rm(dataDir, { recursive: true, force: true })
}
