import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { AppError } from '../errors.ts'
import { Page } from '../ui/layout.tsx'
import type { RequestContext } from './routers.ts'

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
