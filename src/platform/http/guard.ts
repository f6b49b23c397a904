import type { MiddlewareHandler } from 'hono'
import { authorize } from '../context.ts'
import type { Operation } from '../permissions.ts'
import type { AppEnv } from './routers.ts'
import { checkBody } from './text-door.ts'

const declared = new WeakMap<object, Operation | 'public'>()

/**
 * Declares what a route needs, and checks it and the body before the handler runs. Verbs check again:
 * the route's word is for the reader and for the test that lists every route.
 */
export function guard(operation: Operation | 'public'): MiddlewareHandler<AppEnv> {
  const middleware: MiddlewareHandler<AppEnv> = async (c, next) => {
    if (operation !== 'public') authorize(c.get('context'), operation)
    await checkBody(c)
    await next()
  }
  declared.set(middleware, operation)
  return middleware
}

/** In: a registered handler. Out: the operation its route declares, or undefined. */
export function declaredOperation(handler: object): Operation | 'public' | undefined {
  return declared.get(handler)
}
