import { z } from '@hono/zod-openapi'
import { noAddress, type RequestContext } from './routers.ts'

/** Numbers that rows go by: from 1, without leading zeros, below 2^53. */
const pattern = '[1-9][0-9]{0,14}'
const whole = new RegExp(`^${pattern}$`)

/** A page's path parameter that is a row's id: `/requests/${idInPath}`. What is no id is an address that isn't there. */
export const idInPath = `:id{${pattern}}` as const

/** Out: the row's id that the path names. Throws not-found when it is none. */
export function idParam(c: RequestContext): number {
  const text = c.req.param('id') ?? ''
  if (!whole.test(text)) throw noAddress()
  return Number(text)
}

/** A path parameter of an API address that is a row's id. What is no id is not found: see `apiRouter`. */
export const pathId = z.string().regex(whole).transform(Number)
/** The usual one: `{id}`. */
export const idParams = z.object({ id: pathId })
