import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import cron from 'node-cron'
import { jobs } from '../jobs/index.ts'
import { createApp } from './app.ts'
import { seedWorkCalendar } from './calendar/index.ts'
import { listJurisdictions, needsSetUp, sealSecondFactors } from './identity/index.ts'
import type { Apart } from './platform/apart.ts'
import { apartThreads } from './platform/apart-threads.ts'
import { loadAssets } from './platform/assets-folder.ts'
import { clientAddress } from './platform/client-address.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import { ClockWatch } from './platform/clock-watch.ts'
import type { Config } from './platform/config.ts'
import { databaseError } from './platform/database.ts'
import { AppError } from './platform/errors.ts'
import { drainable } from './platform/http/drainable.ts'
import { runDue } from './platform/jobs.ts'
import { faultOf, type Log, reasonOf } from './platform/log.ts'
import { applyMigrations } from './platform/migrate.ts'
import { checkReadiness } from './platform/readiness.ts'
import { openSecretBox } from './platform/secret-box.ts'
import { openSecretsKeys } from './platform/secrets-key.ts'
import { sheetThreads } from './platform/sheet-threads.ts'
import { openSigningKey } from './platform/signing-key.ts'
import { solverThreads } from './platform/solver-threads.ts'
import type { Storage } from './platform/storage.ts'
import { timeLimits } from './platform/time-limits.ts'
import { workbookThreads } from './platform/workbook-threads.ts'

/**
 * Migrates and checks the database. Out: true when ready, false when it can't be reached now.
 * Throws when it is reachable but must not be used: a role that bypasses row-level security, a version too old.
 */
export async function prepareDatabase(
  { database, databaseUrl }: Storage,
  log: (message: string) => void = () => {},
): Promise<boolean> {
  const before = await checkReadiness(database)
  if (before.state === 'unusable') throw new Error(before.reasons.join('\n'))
  if (before.state === 'unreachable') {
    log(before.reasons.join('\n'))
    return false
  }
  if (before.state === 'unmigrated') await applyMigrations(databaseUrl)
  await seedWorkCalendar(database)
  const after = await checkReadiness(database)
  if (after.state !== 'ready') throw new Error(after.reasons.join('\n'))
  return true
}

export interface ServerOptions {
  /** Tests bring their own; left out: the machine's clock, held against the database's. */
  clock?: Clock
  /** What the machine takes for the time, for tests that put it wrong. */
  machineClock?: Clock
  log: Log
  /** How long a database that is down is left alone before it is asked again; default 5. */
  retrySeconds?: number
}

export interface RunningServer {
  url: string
  /** Stops answering and the jobs, then the storage, within seconds: what takes longer is cut, and rolled back. */
  stop(): Promise<void>
}

/**
 * Serves pages and API and runs the jobs, on Node, from storage that is open already.
 * A database that is down at the start is asked again every few seconds; until then the answer is 503.
 */
export async function startServer(
  config: Config,
  storage: Storage,
  options: ServerOptions,
): Promise<RunningServer> {
  const { log } = options
  const clockWatch =
    options.clock === undefined ? new ClockWatch(options.machineClock ?? systemClock) : undefined
  const clock = options.clock ?? clockWatch?.clock ?? systemClock
  const setUpToken = randomBytes(16).toString('hex')
  const secrets = openSecretBox(config.secretsKeys ?? (await openSecretsKeys(config.dataDir, log)))
  let prepared = false
  const solver = solverThreads()
  const workbooks = workbookThreads()
  const sheets = sheetThreads()
  const { apart, stop: stopApart } = apartThreads()
  const app = createApp({
    database: (c) => {
      // Before the migrations have run, every query would fail in a way of its own.
      if (!prepared && c.req.path !== '/readyz')
        throw new AppError('database-unavailable', '数据库还没有准备好，数据没有改动。请稍后再试。')
      return storage.database
    },
    objects: () => storage.objects,
    clock,
    clockWatch,
    assets: await loadAssets(),
    publicOrigin: config.publicOrigin,
    oidc: config.oidc,
    setUpToken,
    secrets,
    addressOf: (c) =>
      clientAddress(config.proxies, getConnInfo(c).remote.address ?? null, c.req.header('x-forwarded-for')),
    log,
    solve: solver.solve,
    readWorkbook: workbooks.readWorkbook,
    writeSheet: sheets.writeSheet,
    apart,
  })
  const server = serve({ fetch: app.fetch, hostname: config.host, port: config.port })
  const drain = drainable(server)
  await new Promise<void>((listening, failed) => {
    server.once('listening', listening)
    server.once('error', failed)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : config.port
  const url = config.publicOrigin ?? `http://${config.host}:${port}`
  const auditSigningKey = config.auditSigningKey ?? (await openSigningKey(config.dataDir, log))
  const running = { ...storage, auditSigningKey, clock, clockWatch, apart }
  const stopJobs = keepRunningJobs(running, options, async () => {
    const first = await needsSetUp(storage.database)
    await sealSecondFactors(storage.database, secrets, log)
    prepared = true
    log(`登云已就绪：${url}`)
    if (first) log(`首次使用，请打开 ${url}/set-up，一次性口令：${setUpToken}`)
  })
  return {
    url,
    stop: async () => {
      const { answers, jobs: run } = timeLimits.stopping
      await Promise.all([drain(answers), Promise.race([stopJobs(), sleep(run, undefined, { ref: false })])])
      await Promise.all([solver.stop(), workbooks.stop(), sheets.stop(), stopApart()])
      await storage.close()
    },
  }
}

/** Gets the database ready, then asks every minute which jobs are due. Out: how to stop, after the run under way. */
function keepRunningJobs(
  storage: Storage & {
    auditSigningKey: string
    clock: Clock
    clockWatch: ClockWatch | undefined
    apart: Apart
  },
  options: ServerOptions,
  onReady: () => Promise<void>,
): () => Promise<void> {
  const { log, retrySeconds = 5 } = options
  const { clockWatch } = storage
  const dependencies = { ...storage, database: storage.jobsDatabase, log }
  const stopping = new AbortController()
  const ask = async () => {
    try {
      if (stopping.signal.aborted) return
      await clockWatch?.ask(storage.database)
      if (clockWatch?.warning) log(clockWatch.warning)
      await runDue(dependencies, jobs, await listJurisdictions(storage.database))
    } catch (error) {
      log(`定时任务没有执行：${reasonOf(error)}`, faultOf(error))
    }
  }
  let underWay = Promise.resolve()
  const task = cron.createTask('* * * * *', () => (underWay = ask()), { noOverlap: true })
  const prepare = async () => {
    try {
      if (!(await prepareDatabase(storage, log))) return false
      await clockWatch?.ask(storage.database)
      await onReady()
      return true
    } catch (error) {
      if (databaseError(error)?.code === 'database-unavailable') return false
      throw error
    }
  }
  const begin = async () => {
    while (!(await prepare())) {
      log(`数据库还没有就绪，${retrySeconds} 秒后重试。`)
      await sleep(retrySeconds * 1_000, undefined, { signal: stopping.signal })
    }
    await ask()
    if (!stopping.signal.aborted) task.start()
  }
  const beginning = begin().catch((error: unknown) => {
    if (stopping.signal.aborted) return
    log(reasonOf(error), faultOf(error))
    process.exit(1)
  })
  return async () => {
    stopping.abort()
    await beginning
    await task.destroy()
    await underWay
  }
}

/** Stops cleanly on Ctrl-C and on SIGTERM, as service managers send it. */
export function stopOnSignals(server: RunningServer, log: Log): void {
  let stopping = false
  const stop = () => {
    // npm passes on what its whole group gets already: the second signal must not cut the first one's work short.
    if (stopping) return
    stopping = true
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log(`没有正常停止：${reasonOf(error)}`, faultOf(error))
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
