import { databaseError } from '../database.ts'
import { AppError, problemOf } from '../errors.ts'
import { Refusal } from '../ui/components.tsx'
import { renderPage } from './render-page.tsx'
import type { RequestContext } from './routers.ts'

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

function wantsJson(c: RequestContext): boolean {
  return (
    /^\/(api|healthz|readyz)/.test(c.req.path) || (c.req.header('accept') ?? '').includes('application/json')
  )
}

/** The one place where an error becomes an answer: a problem document, or a page with the way on. */
export function answerError(error: AppError, c: RequestContext): Response | Promise<Response> {
  const requestId = c.get('requestId')
  if (error.status === 503) c.header('Retry-After', '5')
  if (error.status === 429) c.header('Retry-After', '60')
  if (wantsJson(c))
    return c.body(JSON.stringify(problemOf(error, requestId)), error.status, {
      'Content-Type': 'application/problem+json; charset=utf-8',
    })
  if (error.code === 'not-signed-in' && c.req.method === 'GET')
    return c.redirect(`/sign-in?next=${encodeURIComponent(c.req.path)}`, 303)
  const actor = c.get('context')?.actor
  if (
    error.code === 'forbidden' &&
    c.req.method === 'GET' &&
    actor?.kind === 'person' &&
    actor.mustEnrol === true
  )
    return c.redirect('/account/second-factor', 303)
  c.set('refused', undefined)
  return renderPage(
    c,
    { title: error.title, narrow: true, status: error.status },
    <>
      <h1>{error.title}</h1>
      <Refusal error={error} />
      <p class="row">
        {error.code === 'invalid-input' && c.req.method === 'GET' && c.req.url.includes('?') ? (
          <a href={c.req.path}>清除条件重看</a>
        ) : null}
        <a href="/">回到首页</a>
      </p>
      <p class="note">报修时请告知编号 {requestId}</p>
    </>,
  )
}
