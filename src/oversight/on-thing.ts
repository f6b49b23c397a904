import { orRefusal } from '../platform/http/or-refusal.ts'
import { idParam } from '../platform/http/path-id.ts'
import type { PostedForm } from '../platform/http/posted-form.ts'
import type { RequestContext } from '../platform/http/routers.ts'

/**
 * In: where things of a kind are, and what draws the page of one. Out: what does something with one by a form, and leads to
 * its page or elsewhere; what doesn't go stands on its page again, with the reason.
 */
export const onThing =
  (home: string, page: (c: RequestContext) => Promise<Response>) =>
  (
    c: RequestContext,
    work: (id: number, form: PostedForm) => Promise<unknown>,
    to = `${home}/${idParam(c)}`,
  ): Promise<Response> =>
    orRefusal(
      c,
      async (form) => {
        await work(idParam(c), form)
        return c.redirect(to, 303)
      },
      () => page(c),
    )
