import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { matchedRoutes } from 'hono/route'
import { secureHeaders } from 'hono/secure-headers'
import { responseCache } from './catalogue/index.ts'
import { bearerOf, identify, identityPages, KnownJurisdictions, readCookie } from './identity/index.ts'
import type { Apart } from './platform/apart.ts'
import type { Assets } from './platform/assets.ts'
import type { Clock } from './platform/clock.ts'
import type { ClockWatch } from './platform/clock-watch.ts'
import type { OidcConfig } from './platform/config.ts'
import type { Actor } from './platform/context.ts'
import type { Database } from './platform/database.ts'
import { AppError } from './platform/errors.ts'
import { answerError, asAppError } from './platform/http/answer-error.tsx'
import { withCommonAnswers } from './platform/http/api-document.ts'
import { type BodyLimit, declaredLimit, declaredOperation, guard } from './platform/http/guard.ts'
import { type AppEnv, noAddress, type RequestContext } from './platform/http/routers.ts'
import { addressDoor } from './platform/http/text-door.ts'
import type { ProgrammeSolver } from './platform/integer-programme.ts'
import { publicLimiter } from './platform/limit-public.ts'
import { faultOf, type Log, oneLine } from './platform/log.ts'
import type { ObjectStore } from './platform/objects.ts'
import { isAdministrator } from './platform/permissions.ts'
import { checkReadiness } from './platform/readiness.ts'
import type { SecretBox } from './platform/secret-box.ts'
import type { Slice } from './platform/slice.ts'
import type { SheetWriter } from './platform/spreadsheet/sheet-writer.ts'
import type { WorkbookReader } from './platform/spreadsheet/workbook-reader.ts'
import { homeOf } from './platform/ui/navigation.tsx'
import { regulationOptions } from './regulations/index.ts'
import { slices } from './slices.ts'

/** Whose path or query is a secret: invitations, and what comes back from the identity provider. */
const secretAddress = /^\/(?:invitation\/|sign-in\/provider\/callback)/

/** Uploads are at most 60 MB (the limit for ledgers), forms and JSON far less; this is the outer bound. */
const largestBody: BodyLimit = {
  bytes: 61 * 1024 * 1024,
  refusal: '上传的内容超过 60 MB，请拆分后再传。',
}

export interface AppDependencies {
  /** The database for this request: the pool on a server, a fresh client on Workers. */
  database: (c: RequestContext) => Database
  objects: (c: RequestContext) => ObjectStore
  clock: Clock
  /** Whether the machine's clock is right, where it is the one that counts. */
  clockWatch?: ClockWatch | undefined
  assets: Assets
  /** The address users type; undefined: the request's own. */
  publicOrigin: string | undefined
  /** The city's identity provider; undefined: local accounts only. */
  oidc?: OidcConfig | undefined
  setUpToken: string | undefined
  /** Seals secrets at rest; undefined: nobody can enrol a second factor. */
  secrets?: SecretBox | undefined
  /** The address of the client, where the runtime knows it. */
  addressOf: (c: RequestContext) => string | null
  log: Log
  /** Solves integer programmes without blocking other requests, where the runtime can. */
  solve?: ProgrammeSolver | undefined
  /** Reads spreadsheets without blocking other requests, where the runtime can. */
  readWorkbook?: WorkbookReader | undefined
  /** Writes tables as .xlsx without blocking other requests, where the runtime can. */
  writeSheet?: SheetWriter | undefined
  /** Computes what takes long without blocking other requests, where the runtime can. */
  apart?: Apart | undefined
}

/**
 * The whole application. No node:*, no cloudflare:*: the entries bring what differs.
 * In: what the runtime brings, and the slices it is put together from.
 */
export function createApp(
  dependencies: AppDependencies,
  house: readonly Slice[] = slices,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  const originOf = (c: RequestContext) => dependencies.publicOrigin ?? new URL(c.req.url).origin
  const isSecure = (c: RequestContext) => originOf(c).startsWith('https:')
  const jurisdictions = new KnownJurisdictions()
  const limitPublic = publicLimiter()
  const nameOf = async (database: Database, id: string) =>
    id === '' ? '' : ((await jurisdictions.find(database, id))?.name ?? '')
  const sessionOf = (c: RequestContext) => readCookie(c, 'session', isSecure(c))

  app.use(async (c, next) => {
    c.set('requestId', crypto.randomUUID())
    c.set('frame', {
      actor: { kind: 'public', jurisdictionId: '' },
      jurisdictionName: '',
      assetVersion: dependencies.assets.version,
    })
    await next()
    if (c.error !== undefined) logError(c, knownError(c.error), dependencies.log)
    // Not c.header: once there is an answer, that takes it apart and puts it together again.
    c.res.headers.set('X-Request-Id', c.get('requestId'))
    // Referrer-Policy stays same-origin there: with no-referrer browsers send these forms with `Origin: null`.
    if (secretAddress.test(c.req.path)) c.res.headers.set('Cache-Control', 'no-store')
  })
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
      },
      permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [], usb: [] },
      strictTransportSecurity: 'max-age=31536000; includeSubDomains',
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
    }),
  )
  // Nobody reads the body of a GET; asking whether there is one costs more than the rest of a kept answer.
  app.use((c, next) =>
    c.req.method === 'GET' || c.req.method === 'HEAD' ? next() : limitedTo(limitAt(app, c))(c, next),
  )

  app.use(addressDoor)
  // Before anybody is looked up: whoever asks, the answer is the same.
  app.use(async (c, next) => {
    if (!matchedRoutes(c).some(({ handler }) => declaredOperation(handler) !== undefined))
      refuseMethod(c, methodsAt(app, c.req.path))
    await next()
  })

  app.get('/healthz', guard('public'), (c) => c.json({ status: 'live' }))
  app.get('/readyz', guard('public'), async (c) => {
    const database = dependencies.database(c)
    const readiness = await checkReadiness(database)
    if (readiness.state !== 'ready') return c.json(readiness, 503)
    await dependencies.clockWatch?.ask(database)
    const warning = dependencies.clockWatch?.warning ?? null
    return c.json({ ...readiness, reasons: warning === null ? [] : [warning] }, 200)
  })
  app.get('/assets/:name', guard('public'), async (c) => {
    const asset = await dependencies.assets.get(c.req.param('name'))
    if (asset === null) throw new AppError('not-found', '没有这个文件。')
    return c.body(asset.body, 200, {
      'Content-Type': asset.contentType,
      'Cache-Control':
        c.req.query('v') === dependencies.assets.version ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
  })

  app.use(responseCache(dependencies.database))

  // A write must come from our own pages: forms, and JSON sent with a cookie, alike. A browser never adds
  // another system's key by itself, so what comes with a key and without a cookie can't be forged that way.
  app.use(async (c, next) => {
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD' || c.req.method === 'OPTIONS'
    const form = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)/.test(
      c.req.header('content-type') ?? '',
    )
    const origin = c.req.header('origin')
    const byKey = bearerOf(c.req.header('authorization')) !== undefined && sessionOf(c) === undefined
    if (
      !reads &&
      !byKey &&
      (sessionOf(c) !== undefined || form || origin !== undefined) &&
      origin !== originOf(c)
    )
      throw new AppError('forbidden', '请求不是从本站页面发出的，已拒绝。请回到本站页面重新操作。')
    await next()
  })

  app.use(async (c, next) => {
    const database = dependencies.database(c)
    const credentials = {
      authorization: c.req.header('authorization'),
      session: sessionOf(c),
      jurisdiction: c.req.query('jurisdiction'),
    }
    const actor = await identify(database, dependencies.clock, credentials, jurisdictions)
    const address = dependencies.addressOf(c)
    c.set('context', {
      actor,
      database,
      objects: dependencies.objects(c),
      clock: dependencies.clock,
      requestId: c.get('requestId'),
      address,
      limitPublic:
        actor.kind === 'public' && address !== null ? (cost) => limitPublic(address, cost) : undefined,
      secrets: dependencies.secrets,
      solve: dependencies.solve,
      readWorkbook: dependencies.readWorkbook,
      writeSheet: dependencies.writeSheet,
      apart: dependencies.apart,
      signal: c.req.raw.signal,
    })
    c.set('frame', {
      actor,
      jurisdictionName: await nameOf(database, actor.jurisdictionId),
      choosable: actor.kind === 'public' && (await jurisdictions.list(database)).length > 1,
      assetVersion: dependencies.assets.version,
      warning:
        actor.kind === 'person' && actor.roles.some(isAdministrator)
          ? (dependencies.clockWatch?.warning ?? null)
          : null,
    })
    if (actor.kind === 'person') c.header('Cache-Control', 'no-store')
    await next()
  })

  app.get('/', guard('public'), async (c) => {
    const { database, actor } = c.get('context')
    const empty = actor.kind === 'public' && (await jurisdictions.list(database)).length === 0
    return c.redirect(empty ? '/set-up' : homeOf(actor), 303)
  })
  app.route(
    '/',
    identityPages({
      setUpToken: dependencies.setUpToken,
      secureCookies: isSecure,
      originOf,
      provider: dependencies.oidc,
      regulations: regulationOptions,
    }),
  )
  // From the lowest up: a slice above may add an address beside those of one below, never take one over.
  for (const { api, pages = [] } of [...house].sort((a, b) => a.rank - b.rank))
    for (const part of api === undefined ? pages : [api, ...pages]) app.route('/', part)

  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' })
  let described: ReturnType<typeof withCommonAnswers> | undefined
  app.get('/api/v1/openapi.json', guard('public'), (c) => {
    described ??= withCommonAnswers(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        // What is public needs no key.
        security: [{}, { key: [] }],
        info: { title: '登云', version: '1', description: '错误都是 application/problem+json（RFC 9457）。' },
      }),
    )
    return c.json(described)
  })

  app.notFound((c) => answerError(noAddress(), c))
  app.onError((error, c) => answerError(knownError(error), c))
  return app
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** In: a path. Out: the methods that a route of it declares; a GET can be asked by HEAD as well. */
function methodsAt(app: OpenAPIHono<AppEnv>, path: string): string[] {
  return methods
    .filter((method) =>
      app.router.match(method, path)[0].some(([[handler]]) => declaredOperation(handler) !== undefined),
    )
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
}

/** Out: the longest body that the route of a request takes. */
function limitAt(app: OpenAPIHono<AppEnv>, { req }: RequestContext): BodyLimit {
  const handlers = app.router.match(req.method, req.path)[0].map(([[handler]]) => declaredLimit(handler))
  return handlers.find((limit) => limit !== undefined) ?? largestBody
}

const limitedTo = ({ bytes, refusal }: BodyLimit) =>
  bodyLimit({
    maxSize: bytes,
    onError: () => {
      throw new AppError('too-large', refusal)
    },
  })

/** In: the methods that an address takes. Throws method-not-allowed where it takes some, and not this one. */
function refuseMethod(c: RequestContext, allowed: readonly string[]): void {
  if (allowed.length === 0) return
  c.header('Allow', allowed.join(', '))
  throw new AppError(
    'method-not-allowed',
    `这个地址不接受 ${c.req.method} 请求，只接受 ${allowed.join('、')}。`,
  )
}

function knownError(error: Error): AppError {
  if (!(error instanceof HTTPException)) return asAppError(error)
  if (error.status === 415)
    return new AppError(
      'unsupported-content',
      '请求的内容要用 JSON 发送，并写明 Content-Type: application/json。',
      { cause: error },
    )
  return new AppError('invalid-input', '请求的格式不对。', { cause: error })
}

/** Tells the server's log of a failed request: faults with their cause, and who was refused. */
function logError(c: RequestContext, error: AppError, log: Log): void {
  const request = `${c.get('requestId')} ${c.req.method} ${oneLine(loggedPath(c))}`
  if (error.status >= 500) {
    log(`${request}: ${error.message}`, ...(error.cause === undefined ? [] : [faultOf(error.cause)]))
    return
  }
  if (error.code !== 'forbidden' && error.code !== 'too-many-requests') return
  log(`${request}: ${error.code}, ${whoIs(c.get('context')?.actor)}`)
}

function whoIs(actor: Actor | undefined): string {
  if (actor?.kind !== 'person') return 'public'
  return `person ${actor.id}${actor.key === undefined ? '' : ` by key ${actor.key.id}`}`
}

/** An invitation's path is its secret. */
function loggedPath(c: RequestContext): string {
  return c.req.path.replace(/^(\/invitation\/).+/, '$1…')
}
