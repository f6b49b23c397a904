import type { createApp } from '../../src/app.ts'
import { declaredOperation } from '../../src/platform/http/guard.ts'
import { type Grantee, type Operation, permissionOf, type Role } from '../../src/platform/permissions.ts'

export interface Route {
  method: string
  path: string
  /** What the first handler declares; undefined: nothing. */
  operation: Operation | 'public' | undefined
}
export type GuardedRoute = Route & { operation: Operation }

/** Every route once, in order; middleware for all paths (`app.use`) is none. */
export function routesOf(app: Pick<ReturnType<typeof createApp>, 'routes'>): Route[] {
  const first = new Map<string, Route>()
  for (const { method, path, handler } of app.routes) {
    if (method === 'ALL' && path === '/*') continue
    const key = `${method} ${path}`
    if (!first.has(key)) first.set(key, { method, path, operation: declaredOperation(handler) })
  }
  return [...first.values()]
}

export function isGuarded(route: Route): route is GuardedRoute {
  return route.operation !== undefined && route.operation !== 'public'
}

export const isPage = ({ path }: Route) => !path.startsWith('/api/')
export const nameOf = ({ method, path }: Route) =>
  `${method} ${path.replaceAll(/\{(?:[^{}]|\{[^{}]*\})*\}/g, '')}`

export function allowsRole(who: Role | 'public', { operation }: Route): boolean {
  if (operation === undefined || operation === 'public') return true
  const allowed: readonly Grantee[] = permissionOf(operation).roles
  return (
    allowed.includes('public') || allowed.includes(who) || (who !== 'public' && allowed.includes('person'))
  )
}

const parameters = /:(\w+)(?:\{((?:[^{}]|\{[^{}]*\})*)\})?\??/g
const examples = [
  'ECS-01',
  '1',
  '2026-10',
  '2026-10-31',
  'a',
  'report.xlsx',
  '2027.xlsx',
  'file.xlsx',
  'file.docx',
  'file.csv',
]

/**
 * A path that this route answers: `/people/:id{[0-9]+}/:what{enable|disable}` → `/people/1/enable`.
 * In: the path, and the value of its first parameter (default: one that fits).
 */
export function examplePath(path: string, first?: string): string {
  let given = first
  return path.replace(parameters, (parameter, _name, pattern: string | undefined) => {
    const fitting = new RegExp(`^(?:${pattern ?? '.+'})$`)
    const own = given
    given = undefined
    const example = [...(own === undefined ? [] : [own]), ...examples, ...(pattern ?? '').split('|')].find(
      (each) => fitting.test(each),
    )
    if (example === undefined) throw new Error(`add an example for ${parameter} to tests/support/routes.ts`)
    return example
  })
}

/** Out: the path up to its first parameter, without the pattern: `/people/:id`; null without a parameter. */
export function parameterOf(path: string): string | null {
  const found = new RegExp(parameters.source).exec(path)
  return found === null ? null : `${path.slice(0, found.index)}:${found[1]}`
}
