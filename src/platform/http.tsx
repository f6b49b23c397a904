import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context as HonoContext, MiddlewareHandler } from 'hono'
import { Hono } from 'hono'
import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { z } from 'zod'
import { authorize, type Context } from './context.ts'
import { databaseError } from './database.ts'
import { AppError, type FieldError, problemOf } from './errors.ts'
import type { Operation } from './permissions.ts'
import { Page, type PageFrame } from './ui/layout.tsx'

export interface AppEnv {
  Variables: { context: Context; frame: PageFrame; requestId: string }
}
export type RequestContext = HonoContext<AppEnv>

const declared = new WeakMap<object, Operation | 'public'>()

/**
 * Declares what a route needs, and checks it before the handler runs. Verbs check again:
 * the route's word is for the reader and for the test that lists every route.
 */
export function guard(operation: Operation | 'public'): MiddlewareHandler<AppEnv> {
  const middleware: MiddlewareHandler<AppEnv> = async (c, next) => {
    if (operation !== 'public') authorize(c.get('context'), operation)
    await next()
  }
  declared.set(middleware, operation)
  return middleware
}

/** In: a registered handler. Out: the operation its route declares, or undefined. */
export function declaredOperation(handler: object): Operation | 'public' | undefined {
  return declared.get(handler)
}

/** In: zod's issues. Out: the fields at fault, as `lines.0.quantity`. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    const base = issue.path.map(String)
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...base, key].join('.'), message: `不认识的字段：${key}` }))
    return [{ path: base.join('.'), message: issue.message }]
  })
}

/** In: a schema and untrusted data. Out: the parsed value. Throws invalid-input naming every field at fault. */
export function parseInput<T>(schema: z.ZodType<T>, data: unknown): T {
  const parsed = schema.safeParse(data)
  if (parsed.success) return parsed.data
  const errors = fieldErrors(parsed.error)
  throw new AppError('invalid-input', `填写的内容有误：${errors[0]?.message ?? ''}`, { errors })
}

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

/** In: a page's title, place in the navigation and body. Out: the whole page as the answer. */
export function renderPage(
  c: RequestContext,
  page: { title: string; place?: string; narrow?: boolean; status?: AppError['status'] },
  body: Child,
): Response | Promise<Response> {
  return c.html(
    <>
      {raw('<!doctype html>')}
      <Page
        frame={c.get('frame')}
        title={page.title}
        {...(page.place === undefined ? {} : { place: page.place })}
        {...(page.narrow === undefined ? {} : { narrow: page.narrow })}
      >
        {body}
      </Page>
    </>,
    page.status ?? 200,
  )
}

/** In: anything thrown. Out: the AppError users get; what isn't one is an internal fault. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  return (
    databaseError(error) ??
    new AppError('internal', '系统出错，刚才的操作没有保存。请稍后再试；若仍不行，请把编号告诉系统管理员。', {
      cause: error,
    })
  )
}

function wantsJson(c: HonoContext): boolean {
  return (
    /^\/(api|healthz|readyz)/.test(c.req.path) || (c.req.header('accept') ?? '').includes('application/json')
  )
}

/** The one place where an error becomes an answer: a problem document, or a page with the way on. */
export function answerError(error: AppError, c: RequestContext): Response | Promise<Response> {
  const requestId = c.get('requestId')
  if (error.status === 503) c.header('Retry-After', '5')
  if (wantsJson(c))
    return c.body(JSON.stringify(problemOf(error, requestId)), error.status, {
      'Content-Type': 'application/problem+json; charset=utf-8',
    })
  if (error.code === 'not-signed-in' && c.req.method === 'GET')
    return c.redirect(`/sign-in?next=${encodeURIComponent(c.req.path)}`, 303)
  return renderPage(
    c,
    { title: error.title, narrow: true, status: error.status },
    <>
      <h1>{error.title}</h1>
      <p class="sub">编号 {requestId}</p>
      <div class="alert stop" role="alert">
        <p>{error.message}</p>
        {error.errors.some((field) => !error.message.includes(field.message)) ? (
          <ul>
            {error.errors.map((field) => (
              <li>{field.message}</li>
            ))}
          </ul>
        ) : null}
      </div>
      <p class="row">
        {error.code === 'invalid-input' && c.req.method === 'GET' && c.req.url.includes('?') ? (
          <a href={c.req.path}>清除条件重看</a>
        ) : null}
        <a href="/">回到首页</a>
      </p>
    </>,
  )
}

/** Answers a file as a download, never shown in the page. */
export function download(
  c: RequestContext,
  bytes: Uint8Array,
  fileName: string,
  contentType: string,
): Response {
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename="${fileName.replace(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    'X-Content-Type-Options': 'nosniff',
  })
}

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
