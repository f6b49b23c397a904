import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import { Hono } from 'hono'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import { AppError } from '../errors.ts'
import { fieldErrors } from '../parse-input.ts'
import type { Refused } from '../ui/form.tsx'
import type { PageFrame } from '../ui/layout.tsx'

export interface AppEnv {
  Variables: { context: Context; frame: PageFrame; requestId: string; refused: Refused | undefined }
}
export type RequestContext = HonoContext<AppEnv>

/** Said of an address that leads nowhere, and of one whose row doesn't exist or isn't to be seen. */
export const noAddress = () => new AppError('not-found', '没有这个地址，可能已经移走，或者您看不到它。')

/** A part of the JSON API. Input that doesn't fit becomes invalid-input, a malformed part of the path not-found. */
export function apiRouter(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return
      if (result.target === 'param') throw noAddress()
      const errors = fieldErrors(result.error as z.ZodError)
      const where = [...new Set(errors.map(({ path, message }) => (path === '' ? message : path)))]
      throw new AppError('invalid-input', `请求内容有误：${where.join('、')}`, { errors })
    },
  })
}

/** A part of the pages. */
export function pageRouter(): Hono<AppEnv> {
  return new Hono<AppEnv>()
}
