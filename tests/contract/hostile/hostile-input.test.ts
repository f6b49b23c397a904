import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type Role, roles } from '../../../src/platform/permissions.ts'
import {
  allowsRole,
  examplePath,
  isGuarded,
  isPage,
  nameOf,
  parameterOf,
  type Route,
  routesOf,
} from '../../support/routes.ts'
import { makeWorld, type World } from '../../support/world.ts'
import { bodiesOf, type Fixtures, fillTown, jsonBodies } from '../rows.ts'
import { formsOf } from './fields.ts'
import { exampleOf, withOneField } from './json-example.ts'
import { type Kind, kinds } from './kinds.ts'

vi.setConfig({ testTimeout: 240_000 })

const everyRole = Object.keys(roles) as Role[]
/** These end what the test itself goes by. */
const endsSession = /^POST \/(sign-out|account\/sessions|account\/password|account\/second-factor)/

/** A run tries every ninth attack, each kind other ones; HOSTILE=all tries all of them (minutes). */
const everything = process.env.HOSTILE === 'all'
const part = 9

let world: World
let routes: Route[]
let town: Fixtures
/** By route: the fields of its form or query, with a value meant well. */
const fieldsOf = new Map<string, Record<string, string>>()
/** By route: a body of JSON meant well. */
const bodyOf = new Map<string, unknown>()

beforeAll(async () => {
  world = await makeWorld()
  routes = routesOf(world.app)
  town = await fillTown(world)
  await findForms()
  await readDescription()
}, 120_000)

const userOf = (route: Route): Role | undefined =>
  isGuarded(route) ? everyRole.find((role) => allowsRole(role, route)) : undefined
const rowOf = (route: Route) => town.rows[parameterOf(route.path) ?? '']?.own
const addressOf = (route: Route) => examplePath(route.path, rowOf(route))

function addFields(method: string, path: string, fields: Record<string, string>): void {
  const route = routes.find((each) => each.method === method && patternOf(each).test(path))
  if (route !== undefined) fieldsOf.set(nameOf(route), { ...fieldsOf.get(nameOf(route)), ...fields })
}

const patternOf = ({ path }: Route) =>
  new RegExp(
    `^${path.replaceAll(/:\w+(?:\{((?:[^{}]|\{[^{}]*\})*)\})?\??/g, (_, own) => `(?:${own ?? '[^/]+'})`)}$`,
  )

/** What pages offer to send, for every role that sees them: forms, and links with a query. */
async function findForms(): Promise<void> {
  for (const route of routes.filter((each) => isPage(each) && each.method === 'GET'))
    for (const as of isGuarded(route) ? everyRole.filter((role) => allowsRole(role, route)) : [undefined]) {
      const path = addressOf(route)
      const html = await (await world.fetch(path, as === undefined ? {} : { as })).text()
      for (const form of formsOf(html, path, as))
        addFields(form.method, form.path.split('?')[0] ?? '', form.fields)
      for (const [, to = '', query = ''] of html.matchAll(/href="([^"?]*)\?([^"]+)"/g))
        addFields('GET', to, Object.fromEntries(new URLSearchParams(query.replaceAll('&amp;', '&'))))
    }
  for (const [name, body] of Object.entries(bodiesOf(world)))
    if (typeof body !== 'function') fieldsOf.set(name, { ...fieldsOf.get(name), ...body })
}

const parameter = z.looseObject({ name: z.string(), in: z.string(), schema: z.unknown() })
const operation = z.looseObject({
  parameters: z.array(parameter).optional(),
  requestBody: z
    .looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })) })
    .optional(),
})
const described = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) })

/** What the API's description says it takes. */
async function readDescription(): Promise<void> {
  const { paths } = described.parse(await (await world.fetch('/api/v1/openapi.json')).json())
  for (const [path, operations] of Object.entries(paths))
    for (const [method, { parameters = [], requestBody }] of Object.entries(operations)) {
      const name = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
      const query = parameters.filter((each) => each.in === 'query')
      fieldsOf.set(name, Object.fromEntries(query.map((each) => [each.name, String(exampleOf(each.schema))])))
      const schema = requestBody?.content['application/json']?.schema
      if (schema !== undefined) bodyOf.set(name, jsonBodies[name] ?? exampleOf(schema))
    }
}

interface Attack {
  route: Route
  what: string
  path: string
  init: RequestInit
}

const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' }
const jsonHeaders = { 'content-type': 'application/json' }

/** In: fields meant well, the one that isn't, and its value as it is sent. Out: the whole, encoded. */
function encodedFields(fields: Record<string, string>, name: string, value: string): string {
  const others = Object.entries(fields).filter(([each]) => each !== name)
  const rest = others.map(([each, text]) => `${encodeURIComponent(each)}=${encodeURIComponent(text)}`)
  return [...rest, `${encodeURIComponent(name)}=${value.replaceAll('NAME', encodeURIComponent(name))}`].join(
    '&',
  )
}

/** Every way of sending one hostile value to a route. */
function attacksOn(route: Route, { name: kind, encoded, json }: Kind): Attack[] {
  const path = addressOf(route)
  const fields = fieldsOf.get(nameOf(route)) ?? {}
  const names = [...Object.keys(fields), 'version', '__proto__', 'unknown']
  const well = bodyOf.get(nameOf(route))
  const attacks: Attack[] = []
  const add = (what: string, to: string, init: RequestInit) =>
    attacks.push({ route, what: `${kind} in ${what}`, path: to, init: { ...init, method: route.method } })
  if (route.path.includes(':')) {
    const hostile = route.path.replace(/:\w+(?:\{(?:[^{}]|\{[^{}]*\})*\})?\??/, encoded.split('&')[0] ?? '')
    add('path', examplePath(hostile), {})
  }
  if (route.method === 'GET')
    for (const name of names) add(name, `${path}?${encodedFields(fields, name, encoded)}`, {})
  else if (well !== undefined)
    for (const body of withOneField(well, json))
      add('body', path, { headers: jsonHeaders, body: JSON.stringify(body) })
  else if (isPage(route))
    for (const name of names)
      add(name, path, { headers: formHeaders, body: encodedFields(fields, name, encoded) })
  else add('query', `${path}?${encodedFields(fields, 'fileName', encoded)}`, { body: 'a,b' })
  return attacks
}

/** Out: what each attack that broke something did. */
async function broken(attacks: readonly Attack[]): Promise<string[]> {
  const found: string[] = []
  const next = attacks.values()
  const attacker = async () => {
    for (const { route, what, path, init } of next) {
      const as = userOf(route)
      const answer = await world.fetch(path, as === undefined ? init : { ...init, as })
      await answer.arrayBuffer()
      if (answer.status >= 500) found.push(`${nameOf(route)}: ${what}: ${answer.status}`)
    }
  }
  await Promise.all([attacker(), attacker(), attacker(), attacker()])
  return found
}

describe('hostile input', () => {
  it('is tried on the fields that the app has', () => {
    expect(kinds.length).toBeGreaterThanOrEqual(12)
    expect(fieldsOf.get('POST /sign-in')).toMatchObject({
      username: expect.any(String),
      next: expect.any(String),
    })
    expect(fieldsOf.get('POST /requests')).toHaveProperty('purpose')
    expect(bodyOf.size).toBeGreaterThan(12)
    expect(
      [...fieldsOf.values()].reduce((sum, fields) => sum + Object.keys(fields).length, 0),
    ).toBeGreaterThan(300)
  })

  it.each(kinds.map((kind, place) => ({ ...kind, place })))('$name breaks no route', async (kind) => {
    await world.database.execute(sql`delete from rate_limits`)
    const [ending, others] = [true, false].map((ends) =>
      routes
        .filter((route) => endsSession.test(nameOf(route)) === ends)
        .flatMap((route) => attacksOn(route, kind)),
    )
    expect(others?.length).toBeGreaterThan(600)
    // Last, what ends the sessions that the rest goes by.
    const attacks = [...(others ?? []), ...(ending ?? [])].filter(
      (_, at) => everything || at % part === kind.place % part,
    )
    expect(await broken(attacks)).toEqual([])
  })
})
