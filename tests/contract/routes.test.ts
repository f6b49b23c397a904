import { createHash } from 'node:crypto'
import { createRoute } from '@hono/zod-openapi'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { sessionCookie } from '../../src/identity/index.ts'
import { collectKey, createKey, revokeKey } from '../../src/identity/keys/api-keys.ts'
import { apiKeys, sessions } from '../../src/identity/schema.ts'
import { openSession } from '../../src/identity/sign-in/sessions.ts'
import { hashOfToken } from '../../src/identity/sign-in/tokens.ts'
import { transactAs } from '../../src/platform/database.ts'
import { guard } from '../../src/platform/http/guard.ts'
import { apiRouter } from '../../src/platform/http/routers.ts'
import { type Role, roles } from '../../src/platform/permissions.ts'
import {
  allowsRole,
  examplePath,
  isGuarded,
  isPage,
  nameOf,
  parameterOf,
  type Route,
  routesOf,
} from '../support/routes.ts'
import { makeWorld, type World } from '../support/world.ts'
import { bodiesOf, creatingRoutes, type Fixtures, fillTown, jsonBodies, noRows, type Rows } from './rows.ts'

// Thousands of requests: on a machine that does other work too, they take their time.
vi.setConfig({ testTimeout: 120_000 })

let world: World
let routes: Route[]
let town: Fixtures
let credentials: Record<string, Record<string, string>>
beforeAll(async () => {
  world = await makeWorld()
  routes = routesOf(world.app)
  town = await fillTown(world)
  credentials = await wrongCredentials()
}, 60_000)

const everyRole = Object.keys(roles) as Role[]
const guarded = () => routes.filter(isGuarded)
const ask = (route: Route, init: RequestInit & { as?: Role } = {}, id?: string) =>
  world.fetch(examplePath(route.path, id), { ...init, method: route.method })

/** Credentials that were good once, or look as if they were. */
async function wrongCredentials(): Promise<typeof credentials> {
  const { database, clock } = world
  const { actor } = world.as('competent-bureau')
  if (actor.kind !== 'person') throw new Error('no person')
  const session = async (change: Partial<typeof sessions.$inferInsert>) => {
    const token = await openSession(database, clock, actor.id, { address: null, agent: null })
    const tokenHash = await hashOfToken(token)
    await transactAs(database, 'sign-in', (tx) =>
      tx.update(sessions).set(change).where(eq(sessions.tokenHash, tokenHash)),
    )
    return { cookie: `${sessionCookie}=${token}` }
  }
  const key = async () => {
    const username = 'lingchuan-competent-bureau'
    const asked = { username, name: '测试', days: 30, operations: ['systems.read' as const] }
    const id = await createKey(world.as('system-admin'), asked)
    return { id, headers: { authorization: `Bearer ${await collectKey(world.as('competent-bureau'), id)}` } }
  }
  const ago = (minutes: number) => new Date(clock.now().getTime() - minutes * 60_000)
  const expired = await key()
  await transactAs(database, 'sign-in', (tx) =>
    tx.update(apiKeys).set({ expiresAt: clock.now() }).where(eq(apiKeys.id, expired.id)),
  )
  const revoked = await key()
  await revokeKey(world.as('system-admin'), revoked.id)
  return {
    none: {},
    'a forged session': { cookie: `${sessionCookie}=forged` },
    'a session idle for an hour': await session({ lastSeenAt: ago(60) }),
    'a session twelve hours old': await session({ createdAt: ago(720), expiresAt: clock.now() }),
    'a made-up key': { authorization: 'Bearer dy_made-up' },
    'an expired key': expired.headers,
    'a revoked key': revoked.headers,
  }
}

/** In: an answer that refuses. Out: null when it is said in the form this route speaks, otherwise what is wrong with it. */
async function misspoken(route: Route, answer: Response, code: string): Promise<string | null> {
  const type = answer.headers.get('content-type') ?? ''
  const body = await answer.text()
  if (isPage(route))
    return type.startsWith('text/html') &&
      body.includes('<html lang="zh-CN"') &&
      body.includes('role="alert"')
      ? null
      : `${type}: ${body.slice(0, 200)}`
  if (!type.startsWith('application/problem+json')) return type
  const problem: unknown = JSON.parse(body)
  const said = typeof problem === 'object' && problem !== null ? problem : {}
  return 'type' in said && String(said.type).endsWith(code) && 'detail' in said ? null : body
}

describe('every route', () => {
  it('declares what it needs as its first handler', () => {
    expect(routes.length).toBeGreaterThan(8)
    const undeclared = routes.filter(({ operation }) => operation === undefined)
    expect(undeclared.map((route) => `${nameOf(route)}: guard(…) is missing`)).toEqual([])
  })

  it('of the JSON API declares it as middleware, and one that does not is found', () => {
    const responses = { 200: { description: '' } }
    const app = apiRouter()
    app.openapi(
      createRoute({ method: 'get', path: '/told/{id}', middleware: guard('systems.read'), responses }),
      (c) => c.json({}),
    )
    app.openapi(createRoute({ method: 'post', path: '/untold', responses }), (c) => c.json({}))
    expect(routesOf(app)).toEqual([
      { method: 'GET', path: '/told/:id', operation: 'systems.read' },
      { method: 'POST', path: '/untold', operation: undefined },
    ])
  })

  it('with a declared operation refuses whoever has no credential, or one that is no longer good', async () => {
    for (const [credential, headers] of Object.entries(credentials))
      for (const route of guarded().filter((each) => !allowsRole('public', each))) {
        const answer = await ask(route, { headers })
        const what = [nameOf(route), credential]
        if (isPage(route) && route.method === 'GET') {
          const location = answer.headers.get('location') ?? ''
          expect([...what, answer.status, location.slice(0, 14)]).toEqual([...what, 303, '/sign-in?next='])
        } else {
          const wrong =
            answer.status === 401 ? await misspoken(route, answer, 'not-signed-in') : answer.status
          expect([...what, wrong]).toEqual([...what, null])
        }
      }
  })

  it('refuses a key that is not good even where a stranger may pass: it must not be taken for one', async () => {
    const headers = credentials['a revoked key'] ?? {}
    for (const route of routes.filter((each) => allowsRole('public', each) && each.path.startsWith('/api/')))
      expect([nameOf(route), (await ask(route, { headers })).status]).toEqual([nameOf(route), 401])
  })

  it('with a declared operation refuses every role that does not have it', async () => {
    for (const route of guarded())
      for (const role of everyRole.filter((each) => !allowsRole(each, route))) {
        const answer = await ask(route, { as: role })
        const wrong = answer.status === 403 ? await misspoken(route, answer, 'forbidden') : answer.status
        expect([nameOf(route), role, wrong]).toEqual([nameOf(route), role, null])
      }
  })

  it('answers with the headers that hold browsers back, refusals included; nothing of a person is kept', async () => {
    const personal: string[] = []
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      for (const role of [undefined, 'competent-bureau', 'department'] as const) {
        const { headers } = await ask(route, role === undefined ? {} : { as: role })
        const policy = headers.get('content-security-policy') ?? ''
        for (const part of [
          "default-src 'none'",
          "object-src 'none'",
          "base-uri 'none'",
          "frame-ancestors 'none'",
        ])
          expect([nameOf(route), policy]).toEqual([nameOf(route), expect.stringContaining(part)])
        expect([nameOf(route), policy]).not.toEqual([nameOf(route), expect.stringContaining('unsafe')])
        expect([nameOf(route), Object.fromEntries(headers)]).toMatchObject([
          nameOf(route),
          {
            'x-content-type-options': 'nosniff',
            'referrer-policy': 'same-origin',
            'strict-transport-security': 'max-age=31536000; includeSubDomains',
            'cross-origin-opener-policy': 'same-origin',
            'cross-origin-resource-policy': 'same-origin',
            'permissions-policy': expect.stringContaining('camera=()'),
          },
        ])
        expect(headers.get('access-control-allow-origin')).toBeNull()
        if (role !== undefined && isGuarded(route) && headers.get('cache-control') !== 'no-store')
          personal.push(nameOf(route))
      }
    }
    expect(personal).toEqual([])
  })

  it('refused is in the server’s log with who asked, and an invitation’s secret is not', async () => {
    world.logs.length = 0
    await world.fetch('/admin/people', { as: 'finance' })
    await world.fetch('/invitation/the-secret', {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
    })
    expect(world.logs).toEqual([
      expect.stringMatching(/^[0-9a-f-]{36} GET \/admin\/people: forbidden, person \d+$/),
      expect.stringMatching(/^[0-9a-f-]{36} POST \/invitation\/…: forbidden, public$/),
    ])
  })

  it('that writes is closed to the audit bureau, which reads everything and orders to rectify, no more', async () => {
    const before = await state()
    const open: string[] = []
    for (const route of routes.filter(({ method }) => method !== 'GET')) {
      if (!isGuarded(route) || route.operation === 'identity.account') continue
      if (route.operation.startsWith('oversight.')) continue
      const parameter = parameterOf(route.path)
      const rows = parameter === null ? undefined : town.rows[parameter]
      const answer = await ask(route, { as: 'audit', ...bodyOf(route) }, rows?.own)
      if (answer.status !== 403) open.push(nameOf(route))
    }
    expect(open).toEqual([])
    expect(await state()).toEqual(before)
  })

  it('that only reads writes nothing, whoever asks: but that somebody was here, and what was taken out', async () => {
    // The sessions that these tests come with.
    for (const role of everyRole) await world.fetch('/healthz', { as: role })
    const whole = { jurisdictionId: world.jurisdictionId, organisations: 'all' as const }
    const recorded = () =>
      transactAs(world.database, whole, (tx) =>
        tx.execute<{ operation: string }>(sql`select operation from audit_entries order by id`),
      )
    const [before, earlier] = [await state(), (await recorded()).length]
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const parameter = parameterOf(route.path)
      const own = parameter === null ? undefined : town.rows[parameter]?.own
      for (const role of [undefined, ...everyRole])
        await ask(route, role === undefined ? {} : { as: role }, own)
    }
    const after = await state()
    const changed = Object.keys(after).filter((table) => after[table] !== before[table])
    expect(changed.filter((table) => !table.startsWith('business audit_'))).toEqual([])
    // What leaves the house is on record (ledger, rules for lawyers, list of funds, letters); nothing else that is read.
    const written = new Set((await recorded()).slice(earlier).map(({ operation }) => operation))
    expect([...written].toSorted()).toEqual([
      'funding.read',
      'oversight.read',
      'regulations.read',
      'systems.export',
    ])
  })

  it('that writes refuses a form sent from another site', async () => {
    for (const route of routes.filter(({ method }) => method !== 'GET')) {
      const answer = await ask(route, {
        headers: { origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
        body: '',
      })
      expect([nameOf(route), answer.status]).toEqual([nameOf(route), 403])
    }
  })
})

/** In: a route that writes. Out: the body it needs to come as far as the row. */
function bodyOf(route: Route): RequestInit {
  if (route.method === 'GET') return {}
  const body = bodiesOf(world)[nameOf(route)]
  if (typeof body === 'function') return { body: body() }
  if (isPage(route)) return { body: new URLSearchParams(body ?? {}) }
  const json = jsonBodies[nameOf(route)]
  return json === undefined
    ? {}
    : { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } }
}

const restricted = (role: Role) => role === 'department' || role === 'department-head'

/** Out: who may use a route; without a sign-in nobody is named. */
const usersOf = (route: Route): (Role | undefined)[] =>
  isGuarded(route) ? everyRole.filter((role) => allowsRole(role, route)) : [undefined]

interface Case extends Rows {
  route: Route
}

/** Every route that names a row, with the ids to try. Throws, saying what to add, for one that the table doesn't know. */
function cases(): Case[] {
  return routes.flatMap((route) => {
    const parameter = parameterOf(route.path)
    if (parameter === null || noRows[parameter] !== undefined || creatingRoutes.includes(nameOf(route)))
      return []
    const rows = town.rows[parameter]
    if (rows === undefined)
      throw new Error(
        `${nameOf(route)}: say in tests/contract/rows.ts which rows ${parameter} names (fillTown), or why none (noRows)`,
      )
    return [{ route, ...rows }]
  })
}

/** Out: status and what is said, with what differs from request to request, and the id itself, made the same. */
async function seen(route: Route, id: string, role: Role | undefined) {
  const answer = await ask(route, { ...bodyOf(route), ...(role === undefined ? {} : { as: role }) }, id)
  const body = await answer.text()
  const main = /<main.*<\/main>/s.exec(body)?.[0] ?? body
  const month = /^(\d+)-0?(\d+)$/.exec(id)
  return {
    status: answer.status,
    said: main
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<request>')
      .replaceAll(new RegExp(`(?<![\\w.])${id}(?!\\w)`, 'g'), '<id>')
      .replaceAll(month === null ? '<id>' : `${month[1]}年${month[2]}月`, '<id>'),
  }
}

/** Everything in the database by table, as a digest, but what asking itself changes. */
async function state(of?: { jurisdiction: string } | { organisation: number }) {
  const digests: Record<string, string> = {}
  for (const realm of ['sign-in', 'business'] as const) {
    const visible =
      realm === 'sign-in'
        ? realm
        : {
            jurisdictionId: of !== undefined && 'jurisdiction' in of ? of.jurisdiction : world.jurisdictionId,
            organisations: 'all' as const,
          }
    await transactAs(world.database, visible, async (tx) => {
      const tables = await tx.execute<{ name: string; columns: string[] }>(sql`
        select table_name as name, array_agg(column_name::text) as columns from information_schema.columns
        where table_schema = 'public' group by table_name order by table_name`)
      for (const { name, columns } of tables) {
        const condition =
          of === undefined
            ? sql`true`
            : 'jurisdiction' in of
              ? columns.includes('jurisdiction_id')
                ? sql`jurisdiction_id = ${of.jurisdiction}`
                : columns.includes('person_id')
                  ? sql`person_id in (select id from people where jurisdiction_id = ${of.jurisdiction})`
                  : sql`true`
              : columns.includes('organisation_id')
                ? sql`organisation_id = ${of.organisation}`
                : sql`false`
        const rows = await tx.execute<{ row: string }>(sql`
          select (to_jsonb(t) - 'last_seen_at')::text as row from ${sql.identifier(name)} t where ${condition} order by 1`)
        const text = rows.map(({ row }) => row).join('\n')
        digests[`${realm} ${name}`] = `${rows.length} ${createHash('sha256').update(text).digest('hex')}`
      }
    })
  }
  return digests
}

describe('every route that names a row', () => {
  it('is known to this suite, with rows of others to try', () => {
    expect(cases().length).toBeGreaterThan(30)
    const known = new Set(routes.map(({ path }) => parameterOf(path)))
    const stale = [...Object.keys(town.rows), ...Object.keys(noRows)].filter((each) => !known.has(each))
    expect(stale).toEqual([])
  })

  it('answers for another jurisdiction’s as for one that does not exist, and changes nothing there', async () => {
    const of = { jurisdiction: town.elsewhere }
    const before = await state(of)
    for (const { route, elsewhere, missing } of cases())
      for (const role of usersOf(route)) {
        const denied = await seen(route, elsewhere, role)
        expect([nameOf(route), role, denied.status, denied.said]).toEqual([
          nameOf(route),
          role,
          expect.toSatisfy((status: number) => status === 404 || status === 409),
          (await seen(route, missing, role)).said,
        ])
      }
    expect(await state(of)).toEqual(before)
  })

  it('answers for another department’s or person’s as for one that does not exist, and changes nothing there', async () => {
    const of = { organisation: town.besideOrganisation }
    const before = await state(of)
    for (const { route, beside, missing } of cases()) {
      if (beside === null) continue
      for (const role of usersOf(route).filter((each) => each === undefined || restricted(each))) {
        const denied = await seen(route, beside, role)
        expect([nameOf(route), role, denied.status, denied.said]).toEqual([
          nameOf(route),
          role,
          expect.toSatisfy((status: number) => status === 404 || status === 409),
          (await seen(route, missing, role)).said,
        ])
      }
    }
    expect(await state(of)).toEqual(before)
  })

  it('answers an id that can be none as an address that leads nowhere', async () => {
    const numbered = cases().filter(({ own }) => /^\d+$/.test(own))
    expect(numbered.length).toBeGreaterThan(30)
    for (const { route } of numbered)
      for (const id of ['x', '-1', '0', '1.5', '1e3', '007', '9'.repeat(20)]) {
        const path = examplePath(route.path.replace(/:(id|sequence)(\{(?:[^{}]|\{[^{}]*\})*\})?/, id))
        const [as] = usersOf(route)
        const init = { ...bodyOf(route), method: route.method, ...(as === undefined ? {} : { as }) }
        const answer = await world.fetch(path, init)
        const wrong = answer.status === 404 ? await misspoken(route, answer, 'not-found') : answer.status
        expect([nameOf(route), id, wrong]).toEqual([nameOf(route), id, null])
      }
  })

  // Last, because it changes them, and what reads before what writes: whoever may, comes to their own by the same request.
  it('finds one’s own by the same request', async () => {
    const reads = ({ route }: { route: Route }) => (route.method === 'GET' ? 0 : 1)
    for (const { route, own, missing } of [...cases()].sort((a, b) => reads(a) - reads(b))) {
      const [role] = usersOf(route)
      const found = await seen(route, own, role)
      const not = await seen(route, missing, role)
      if (route.method === 'GET') expect([nameOf(route), found.status]).toEqual([nameOf(route), 200])
      expect([nameOf(route), `${found.status} ${found.said}`]).not.toEqual([
        nameOf(route),
        `${not.status} ${not.said}`,
      ])
    }
  })
})
