import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { AppError } from '../errors.ts'
import { Refusal } from '../ui/components.tsx'
import { RefusedPage } from '../ui/form.tsx'
import { Page } from '../ui/layout.tsx'
import type { RequestContext } from './routers.ts'

interface PageOptions {
  title: string
  place?: string
  /** The page of its place that it belongs to, where its own path doesn't say so. */
  path?: string
  narrow?: boolean
  /** Where it isn't 200, nor that of what was refused. */
  status?: AppError['status']
  /** What stands at the top when something was refused, where the page says it in its own way. */
  refusal?: Child
}

/**
 * In: a page's title, place in the navigation and body. Out: the whole page as the answer. After `orRefusal` it has the
 * refusal's status, says it at the top, and its forms show what was typed.
 */
export function renderPage(
  c: RequestContext,
  { title, place, path, narrow, status, refusal }: PageOptions,
  body: Child,
): Response | Promise<Response> {
  const refused = c.get('refused')
  return c.html(
    <>
      {raw('<!doctype html>')}
      <RefusedPage value={refused ?? null}>
        <Page
          frame={c.get('frame')}
          title={title}
          path={path ?? c.req.path}
          {...(place === undefined ? {} : { place })}
          {...(narrow === undefined ? {} : { narrow })}
        >
          {refusal ?? (refused === undefined ? null : <Refusal error={refused.error} />)}
          {body}
        </Page>
      </RefusedPage>
    </>,
    status ?? refused?.error.status ?? 200,
  )
}
