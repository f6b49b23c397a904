import { createRoute } from '@hono/zod-openapi'
import { beforeAll, describe, expect, it } from 'vitest'
import { sessionCookie } from '../../src/identity/index.ts'
import { apiRouter, declaredOperation, guard } from '../../src/platform/http.tsx'
import {
  type Grantee,
  type Operation,
  permissions,
  type Role,
  roles,
} from '../../src/platform/permissions.ts'
import { makeWorld, type World } from '../support/world.ts'

interface Route {
  method: string
  path: string
  /** What the first handler declares; undefined: nothing. */
  operation: Operation | 'public' | undefined
}

let world: World
let routes: Route[]
beforeAll(async () => {
  world = await makeWorld()
  routes = routesOf(world.app)
})

/** Every route once, in order; middleware for all paths (`app.use`) is none. */
function routesOf(app: Pick<World['app'], 'routes'>): Route[] {
  const first = new Map<string, Route>()
  for (const { method, path, handler } of app.routes) {
    if (method === 'ALL' && path === '/*') continue
    const key = `${method} ${path}`
    if (!first.has(key)) first.set(key, { method, path, operation: declaredOperation(handler) })
  }
  return [...first.values()]
}

const examples = ['1', '2026-10', '2026-10-31', 'a', 'report.xlsx', 'file.xlsx', 'file.docx', 'file.csv']

/** A path that this route answers: `/people/:id{[0-9]+}/:what{enable|disable}` → `/people/1/enable`. */
function examplePath(path: string): string {
  return path.replace(
    /:\w+(?:\{((?:[^{}]|\{[^{}]*\})*)\})?\??/g,
    (parameter, pattern: string | undefined) => {
      const fitting = new RegExp(`^(?:${pattern ?? '.+'})$`)
      const example = [...examples, ...(pattern ?? '').split('|')].find((each) => fitting.test(each))
      if (example === undefined) throw new Error(`add an example for ${parameter} to this test`)
      return example
    },
  )
}

function guarded(): (Route & { operation: Operation })[] {
  return routes.flatMap(({ operation, ...route }) =>
    operation === undefined || operation === 'public' ? [] : [{ ...route, operation }],
  )
}

const ask = (route: Route, init: RequestInit & { as?: Role } = {}) =>
  world.fetch(examplePath(route.path), { ...init, method: route.method })

describe('every route', () => {
  it('declares what it needs as its first handler', () => {
    expect(routes.length).toBeGreaterThan(8)
    const undeclared = routes.filter(({ operation }) => operation === undefined)
    expect(undeclared.map(({ method, path }) => `${method} ${path}: guard(…) is missing`)).toEqual([])
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

  it('with a declared operation refuses a stranger, and a forged session', async () => {
    for (const headers of [{}, { cookie: `${sessionCookie}=forged` }]) {
      for (const route of guarded().filter((each) => !allows('public', each))) {
        const { status, headers: answered } = await ask(route, { headers })
        const toSignIn = status === 303 && answered.get('location')?.startsWith('/sign-in') === true
        const page = route.method === 'GET' && !route.path.startsWith('/api/')
        expect([route.method, route.path, page ? toSignIn : status]).toEqual([
          route.method,
          route.path,
          page ? true : 401,
        ])
      }
    }
  })

  it('with a declared operation refuses every role that does not have it', async () => {
    for (const route of guarded()) {
      for (const role of Object.keys(roles) as Role[]) {
        if (allows(role, route)) continue
        const answer = await ask(route, { as: role })
        expect([route.method, route.path, role, answer.status]).toEqual([route.method, route.path, role, 403])
      }
    }
  })

  it('that writes refuses a form sent from another site', async () => {
    for (const route of routes.filter(({ method }) => method !== 'GET')) {
      const answer = await ask(route, {
        headers: { origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
        body: '',
      })
      expect([route.method, route.path, answer.status]).toEqual([route.method, route.path, 403])
    }
  })
})

function allows(who: Role | 'public', route: Route): boolean {
  if (route.operation === undefined || route.operation === 'public') return true
  const allowed: readonly Grantee[] = permissions[route.operation].roles
  return (
    allowed.includes('public') || allowed.includes(who) || (who !== 'public' && allowed.includes('person'))
  )
}
