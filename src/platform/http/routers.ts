import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import { Hono } from 'hono'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import { AppError } from '../errors.ts'
import { fieldErrors } from '../parse-input.ts'
import type { PageFrame } from '../ui/layout.tsx'

export interface AppEnv {
  Variables: { context: Context; frame: PageFrame; requestId: string }
}
export type RequestContext = HonoContext<AppEnv>

/** A part of the JSON API. Input that doesn't fit becomes invalid-input. */
export function apiRouter(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return
      const errors = fieldErrors(result.error as z.ZodError)
      throw new AppError('invalid-input', `请求内容有误：${errors.map((error) => error.path).join('、')}`, {
        errors,
      })
    },
  })
}

/** A part of the pages. */
export function pageRouter(): Hono<AppEnv> {
  return new Hono<AppEnv>()
}
