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
import type { World } from '../../support/world.ts'
import { bodiesOf, fillTown, jsonBodies } from '../rows.ts'
import { formsOf } from './fields.ts'
import { exampleOf } from './json-example.ts'

const everyRole = Object.keys(roles) as Role[]

/** What can be sent to every route, and by whom. */
export interface FoundFields {
  routes: readonly Route[]
  /** By route: the fields of its form or query, with a value meant well. */
  fieldsOf: ReadonlyMap<string, Record<string, string>>
  /** By route: the schema of its JSON, and a body meant well. */
  jsonOf: ReadonlyMap<string, { schema: unknown; body: unknown }>
  /** Somebody who may; undefined: whoever comes. */
  userOf(route: Route): Role | undefined
  /** Its address, with a row that is there. */
  addressOf(route: Route): string
}

/** In: a world, which is filled; whether pages are asked as one of those who may, or as all. Out: what they offer, and what the API's description says. */
export async function findFields(world: World, { asOne = false } = {}): Promise<FoundFields> {
  const routes = routesOf(world.app)
  const town = await fillTown(world)
  const usersOf = (route: Route): (Role | undefined)[] =>
    isGuarded(route) ? everyRole.filter((role) => allowsRole(role, route)) : [undefined]
  const userOf = (route: Route) => usersOf(route)[0]
  const addressOf = (route: Route) => examplePath(route.path, town.rows[parameterOf(route.path) ?? '']?.own)
  const fieldsOf = new Map<string, Record<string, string>>()
  const add = (name: string, fields: Record<string, string>) =>
    fieldsOf.set(name, { ...fieldsOf.get(name), ...fields })
  const addAt = (method: string, path: string, fields: Record<string, string>) => {
    const route = routes.find((each) => each.method === method && patternOf(each).test(path))
    if (route !== undefined) add(nameOf(route), fields)
  }
  for (const route of routes.filter((each) => isPage(each) && each.method === 'GET'))
    for (const as of asOne ? [userOf(route)] : usersOf(route)) {
      const path = addressOf(route)
      const html = await (await world.fetch(path, as === undefined ? {} : { as })).text()
      for (const form of formsOf(html, path, as))
        addAt(form.method, form.path.split('?')[0] ?? '', form.fields)
      for (const [, to = '', query = ''] of html.matchAll(/href="([^"?]*)\?([^"]+)"/g))
        addAt('GET', to, Object.fromEntries(new URLSearchParams(query.replaceAll('&amp;', '&'))))
    }
  for (const [name, body] of Object.entries(bodiesOf(world))) if (typeof body !== 'function') add(name, body)
  const { queries, jsonOf } = await readDescription(world)
  for (const [name, fields] of queries) fieldsOf.set(name, fields)
  return { routes, fieldsOf, jsonOf, userOf, addressOf }
}

const patternOf = ({ path }: Route) =>
  new RegExp(
    `^${path.replaceAll(/:\w+(?:\{((?:[^{}]|\{[^{}]*\})*)\})?\??/g, (_, own) => `(?:${own ?? '[^/]+'})`)}$`,
  )

const parameter = z.looseObject({ name: z.string(), in: z.string(), schema: z.unknown() })
const operation = z.looseObject({
  parameters: z.array(parameter).optional(),
  requestBody: z
    .looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })) })
    .optional(),
})
const described = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) })

/** What the API's description says it takes. */
async function readDescription(world: World) {
  const queries = new Map<string, Record<string, string>>()
  const jsonOf = new Map<string, { schema: unknown; body: unknown }>()
  const { paths } = described.parse(await (await world.fetch('/api/v1/openapi.json')).json())
  for (const [path, operations] of Object.entries(paths))
    for (const [method, { parameters = [], requestBody }] of Object.entries(operations)) {
      const name = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
      const query = parameters.filter((each) => each.in === 'query')
      queries.set(name, Object.fromEntries(query.map((each) => [each.name, String(exampleOf(each.schema))])))
      const schema = requestBody?.content['application/json']?.schema
      if (schema !== undefined) jsonOf.set(name, { schema, body: jsonBodies[name] ?? exampleOf(schema) })
    }
  return { queries, jsonOf }
}
