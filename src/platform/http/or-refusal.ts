import type { AppError } from '../errors.ts'
import { asAppError } from './answer-error.tsx'
import { PostedForm, readForm, UnfitForm } from './posted-form.ts'
import type { RequestContext } from './routers.ts'

/** What no page can put right; the error page says how to find out more. */
const elsewhere = new Set<AppError['code']>(['internal', 'database-unavailable', 'database-busy'])

/**
 * Does what a form asks for, by calling a verb. Out: the answer of `work`, or, when that is refused, the page the user
 * came from, drawn by `page`: with the refusal's status and words and with what was typed (see `renderPage`).
 * A page that can't be drawn either, because its row is gone or may not be seen, says why on the error page.
 */
export async function orRefusal(
  c: RequestContext,
  work: (form: PostedForm) => Promise<Response>,
  page: (error: AppError, form: PostedForm) => Response | Promise<Response>,
): Promise<Response> {
  let form = new PostedForm()
  try {
    form = await readForm(c)
    return await work(form)
  } catch (thrown) {
    const error = asAppError(thrown)
    if (error instanceof UnfitForm) form = error.form
    if (elsewhere.has(error.code)) throw thrown
    // For the log: a full disk or a person refused is to be known, on whichever page it was said.
    c.error = error
    c.set('refused', { action: c.req.path, form, error })
    if (error.status === 503) c.header('Retry-After', '5')
    return page(error, form)
  }
}
