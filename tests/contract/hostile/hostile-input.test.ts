import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { examplePath, isPage, nameOf, type Route } from '../../support/routes.ts'
import { makeWorld, type World } from '../../support/world.ts'
import { type FoundFields, findFields } from './found-fields.ts'
import { withOneField } from './json-example.ts'
import { type Kind, kinds, markup } from './kinds.ts'

vi.setConfig({ testTimeout: 240_000 })

/** These end what the test itself goes by. */
const endsSession = /^POST \/(sign-out|account\/sessions|account\/password|account\/second-factor)/

/** A run tries every ninth attack, each kind other ones; HOSTILE=all tries all of them (minutes). */
const everything = process.env.HOSTILE === 'all'
const part = 9

let world: World
let found: FoundFields

beforeAll(async () => {
  world = await makeWorld()
  found = await findFields(world)
}, 120_000)

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
  const path = found.addressOf(route)
  const fields = found.fieldsOf.get(nameOf(route)) ?? {}
  const names = [...Object.keys(fields), 'version', '__proto__', 'unknown']
  const well = found.jsonOf.get(nameOf(route))?.body
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
  const faults: string[] = []
  const next = attacks.values()
  const attacker = async () => {
    for (const { route, what, path, init } of next) {
      const as = found.userOf(route)
      const answer = await world.fetch(path, as === undefined ? init : { ...init, as })
      const said = await answer.text()
      if (answer.status >= 500) faults.push(`${nameOf(route)}: ${what}: ${answer.status}`)
      if (answer.headers.get('content-type')?.startsWith('text/html') && said.includes(markup))
        faults.push(`${nameOf(route)}: ${what}: shown as markup`)
    }
  }
  await Promise.all([attacker(), attacker(), attacker(), attacker()])
  return faults
}

describe('hostile input', () => {
  it('is tried on the fields that the app has', () => {
    expect(kinds.length).toBeGreaterThanOrEqual(12)
    expect(found.fieldsOf.get('POST /sign-in')).toMatchObject({
      username: expect.any(String),
      next: expect.any(String),
    })
    expect(found.fieldsOf.get('POST /requests')).toHaveProperty('purpose')
    expect(found.jsonOf.size).toBeGreaterThan(12)
    expect(
      [...found.fieldsOf.values()].reduce((sum, fields) => sum + Object.keys(fields).length, 0),
    ).toBeGreaterThan(300)
  })

  it.each(kinds.map((kind, place) => ({ ...kind, place })))('$name breaks no route', async (kind) => {
    await world.database.execute(sql`delete from rate_limits`)
    const [ending, others] = [true, false].map((ends) =>
      found.routes
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
