import { jobs } from '../jobs/index.ts'
import highsWasm from '../node_modules/highs/build/highs.wasm'
import { createApp } from './app.ts'
import { listJurisdictions } from './identity/index.ts'
import { assetsFrom } from './platform/assets.ts'
import { systemClock } from './platform/clock.ts'
import { ClockWatch } from './platform/clock-watch.ts'
import { type Config, parseConfig } from './platform/config.ts'
import { type Connection, connect } from './platform/database.ts'
import { runDue } from './platform/jobs.ts'
import { type Log, logLine } from './platform/log.ts'
import { type ObjectStore, verifiedObjects } from './platform/objects.ts'
import { type R2Bucket, r2ObjectStore } from './platform/objects-r2.ts'
import { s3ObjectStore } from './platform/objects-s3.ts'
import { onResponseSent } from './platform/on-response-sent.ts'
import { openSecretBox } from './platform/secret-box.ts'
import { solverInline } from './platform/solver-inline.ts'
import stylesheet from './platform/ui/assets/app.css'
import script from './platform/ui/assets/enhance.js'
import icon from './platform/ui/assets/icon.svg'

/** Bindings and variables, as wrangler.toml names them. */
interface Env {
  HYPERDRIVE: { connectionString: string }
  OBJECTS?: R2Bucket
  /** Guards the set-up page of an empty installation; without it that page stays closed. */
  SET_UP_TOKEN?: string
  [variable: string]: unknown
}

interface Execution {
  waitUntil(promise: Promise<unknown>): void
}

const log: Log = (message, fault) => console.log(logLine(new Date(), message, fault))

/** What belongs to one request: sockets of a Worker can't be shared between requests. */
interface Resources {
  connection: Connection
  objects: ObjectStore
}
const resourcesOf = new WeakMap<object, Resources>()

function resources(env: unknown): Resources {
  const found = typeof env === 'object' && env !== null ? resourcesOf.get(env) : undefined
  if (found === undefined) throw new Error('a request without its resources')
  return found
}

function open(env: Env, config: Config): Resources {
  return {
    connection: connect(env.HYPERDRIVE.connectionString, { max: 4 }),
    objects: openObjects(env, config),
  }
}

function openObjects(env: Env, config: Config): ObjectStore {
  if (config.s3 !== undefined) return verifiedObjects(s3ObjectStore(config.s3))
  if (env.OBJECTS !== undefined) return verifiedObjects(r2ObjectStore(env.OBJECTS))
  throw new Error('no object store: set the S3_* variables or bind an R2 bucket as OBJECTS')
}

function build(env: Env) {
  const variables = Object.entries(env).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  const config = parseConfig(Object.fromEntries(variables))
  const app = createApp({
    database: (c) => resources(c.env).connection.database,
    objects: (c) => resources(c.env).objects,
    clock: clockWatch.clock,
    clockWatch,
    assets: assetsFrom(
      new Map([
        ['app.css', stylesheet],
        ['enhance.js', script],
        ['icon.svg', icon],
      ]),
    ),
    publicOrigin: config.publicOrigin,
    oidc: config.oidc,
    setUpToken: env.SET_UP_TOKEN,
    secrets: config.secretsKeys && openSecretBox(config.secretsKeys),
    addressOf: (c) => c.req.header('cf-connecting-ip') ?? null,
    log,
    solve: solverInline(highsWasm),
  })
  return { app, config }
}

/** An isolate lives for minutes; each cron run and readiness check asks the database anew. */
const clockWatch = new ClockWatch(systemClock)

// The bindings are known with the first request only, and stay the same for the life of the isolate.
let built: ReturnType<typeof build> | undefined

export default {
  async fetch(request: Request, env: Env, execution: Execution): Promise<Response> {
    built ??= build(env)
    const bindings = { ...env }
    const { connection, objects } = open(env, built.config)
    resourcesOf.set(bindings, { connection, objects })
    const close = () => execution.waitUntil(connection.close())
    try {
      return onResponseSent(await built.app.fetch(request, bindings), close)
    } catch (error) {
      close()
      throw error
    }
  },

  async scheduled(_event: unknown, env: Env, execution: Execution): Promise<void> {
    built ??= build(env)
    const { connection, objects } = open(env, built.config)
    try {
      const { auditSigningKey } = built.config
      const { database } = connection
      await clockWatch.ask(database)
      const dependencies = { database, objects, clock: clockWatch.clock, log, auditSigningKey }
      await runDue(dependencies, jobs, await listJurisdictions(database))
    } finally {
      execution.waitUntil(connection.close())
    }
  },
}
