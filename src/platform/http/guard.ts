import type { MiddlewareHandler } from 'hono'
import { authorize } from '../context.ts'
import type { Operation } from '../permissions.ts'
import type { AppEnv } from './routers.ts'
import { checkBody } from './text-door.ts'

const declared = new WeakMap<object, Operation | 'public'>()
const limits = new WeakMap<object, BodyLimit>()

/** How long the body of a request may be, and what is said of a longer one, which nobody reads to its end. */
export interface BodyLimit {
  bytes: number
  refusal: string
}

/**
 * Declares what a route needs, and checks it and the body before the handler runs. Verbs check again:
 * the route's word is for the reader and for the test that lists every route.
 * In: the operation, and the longest body where that is less than what every route takes.
 */
export function guard(operation: Operation | 'public', limit?: BodyLimit): MiddlewareHandler<AppEnv> {
  const middleware: MiddlewareHandler<AppEnv> = async (c, next) => {
    if (operation !== 'public') authorize(c.get('context'), operation)
    await checkBody(c)
    await next()
  }
  declared.set(middleware, operation)
  if (limit !== undefined) limits.set(middleware, limit)
  return middleware
}

/** In: a registered handler. Out: the operation its route declares, or undefined. */
export function declaredOperation(handler: object): Operation | 'public' | undefined {
  return declared.get(handler)
}

/** In: a registered handler. Out: the longest body that its route declares, or undefined. */
export function declaredLimit(handler: object): BodyLimit | undefined {
  return limits.get(handler)
}
