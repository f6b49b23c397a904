import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { guard } from '../platform/http/guard.ts'
import { idParams } from '../platform/http/path-id.ts'
import type { AppEnv } from '../platform/http/routers.ts'
import type { Operation } from '../platform/permissions.ts'

export const json = <T extends z.ZodType>(schema: T) => ({ content: { 'application/json': { schema } } })
export const body = <T extends z.ZodType>(schema: T) => ({ required: true, ...json(schema) })
export const date = z.string().openapi({ format: 'date' })
/** What is read and then signed; anything else is refused as a conflict. */
export const version = z.int().openapi({ description: '读到的版本；办理时版本已经变了的，拒绝（409）' })
export const object = (sent: unknown): object => (typeof sent === 'object' && sent !== null ? sent : {})

interface StepRoute {
  method: 'put' | 'post' | 'delete'
  path: string
  summary: string
  operation: Operation
  body?: z.ZodType
}

/** In: an API and the address of one thing. Out: what adds its steps, each an address of its own. */
export function stepOf(api: OpenAPIHono<AppEnv>, of: string) {
  return (
    { method, path, summary, operation, body: sentBody }: StepRoute,
    take: (context: Context, id: number, sent: unknown) => Promise<unknown>,
  ): void => {
    api.openapi(
      createRoute({
        method,
        path: `${of}${path}`,
        summary,
        middleware: guard(operation),
        request: { params: idParams, ...(sentBody === undefined ? {} : { body: body(sentBody) }) },
        responses: { 204: { description: '已办' } },
      }),
      async (c) => {
        const sent: unknown = sentBody === undefined ? {} : await c.req.json()
        await take(c.get('context'), Number(c.req.param('id')), sent)
        return c.body(null, 204)
      },
    )
  }
}
