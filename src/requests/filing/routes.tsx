import { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import type { PostedForm } from '../../platform/http/posted-form.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { canTake } from '../../platform/state-machine.ts'
import { allowedRequestSteps } from './allowed-steps.ts'
import { approveRequest } from './approve-request.ts'
import { cancelRequest } from './cancel-request.ts'
import { correctLine } from './correct-line.ts'
import { deleteRequestDraft } from './delete-draft.ts'
import { editRoutes } from './edit-routes.tsx'
import { ListBody } from './list-page.tsx'
import { listRequests, requestFilters } from './list-requests.ts'
import { matchAgain, previewMatchAgain } from './match-again.ts'
import { confirmMatch } from './match-request.ts'
import { editable, requestMachine } from './model.ts'
import { previewDraft } from './preview-draft.ts'
import { provisionRequest } from './provision-request.ts'
import { readRequest } from './read-request.ts'
import { RequestBody } from './request-page.tsx'
import { returnRequest } from './return-request.ts'
import { reviewRequest } from './review-request.ts'
import { sendForReview } from './send-for-review.ts'
import { submitRequest } from './submit-request.ts'

export const filingPages = pageRouter()
filingPages.route('/', editRoutes)

filingPages.get('/requests', guard('requests.read'), async (c) => {
  const context = c.get('context')
  const filters = requestFilters.parse(c.req.query())
  const list = await listRequests(context, filters)
  return renderPage(
    c,
    { title: '资源申请', place: 'cloud' },
    <ListBody actor={context.actor} filters={filters} deleted={false} {...list} />,
  )
})

const idPath = `/requests/${idInPath}`
async function requestPage(c: RequestContext) {
  const context = c.get('context')
  const { actor } = context
  const requestId = idParam(c)
  const view = await readRequest(context, { requestId })
  const { status } = view.row
  const again = view.newerEdition !== null && canTake(requestMachine, 'match-again', status)
  return renderPage(
    c,
    { title: `${view.number} ${view.row.project}`, place: 'cloud' },
    <RequestBody
      view={view}
      steps={
        actor.kind === 'person' ? allowedRequestSteps(actor, view, c.get('context').clock.today()) : null
      }
      preview={editable.includes(status) ? await previewDraft(context, { requestId }) : null}
      diff={again ? await diffOrNone(c, requestId) : null}
      today={context.clock.today()}
    />,
  )
}

/** A zone that the new edition doesn't have can't be matched again: the page says so without a difference. */
async function diffOrNone(c: RequestContext, requestId: number) {
  try {
    return await previewMatchAgain(c.get('context'), { requestId })
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return null
    throw error
  }
}

filingPages.get(idPath, guard('requests.read'), requestPage)

const commented = z.object({
  comment: z.string().trim().optional(),
  contentHash: z.string().optional(),
  reason: z.string().optional(),
  version: z.coerce.number().int().optional(),
  lineId: z.string().optional(),
  code: z.string().trim().optional(),
})

type Step = z.infer<typeof commented> & { form: PostedForm }

/** A step of a request as a form: what goes wrong is said on the request's page. */
function step(
  name: string,
  operation: Parameters<typeof guard>[0],
  take: (c: RequestContext, requestId: number, step: Step) => Promise<unknown>,
  then: (requestId: number) => string = (requestId) => `/requests/${requestId}`,
) {
  filingPages.post(`${idPath}/${name}`, guard(operation), (c) =>
    orRefusal(
      c,
      async (form) => {
        const requestId = idParam(c)
        await take(c, requestId, { ...parseInput(commented, form.values()), form })
        return c.redirect(then(requestId), 303)
      },
      () => requestPage(c),
    ),
  )
}

step('hand-over', 'requests.file', (c, requestId) => sendForReview(c.get('context'), { requestId }))
step('submit', 'requests.submit', (c, requestId, { version }) =>
  submitRequest(c.get('context'), { requestId, version }),
)
step('match', 'requests.match', (c, requestId, { comment, contentHash }) =>
  confirmMatch(c.get('context'), { requestId, comment, contentHash }),
)
step('match-again', 'requests.match', (c, requestId) => matchAgain(c.get('context'), { requestId }))
step('correct', 'requests.match', (c, requestId, { lineId, code }) =>
  correctLine(c.get('context'), {
    requestId,
    lineId: lineId ?? '',
    code: code === undefined || code === '' ? null : code,
  }),
)
step('review', 'requests.review', (c, requestId, { comment, contentHash }) =>
  reviewRequest(c.get('context'), { requestId, comment: comment ?? '', contentHash }),
)
step('approve', 'requests.approve', (c, requestId, { comment, contentHash, form }) =>
  approveRequest(c.get('context'), { requestId, comment, contentHash, ...tickedIn(form) }),
)
step('return', 'requests.return', (c, requestId, { reason }) =>
  returnRequest(c.get('context'), { requestId, reason: reason ?? '' }),
)
step('provision', 'requests.provision', (c, requestId, { form }) =>
  provisionRequest(c.get('context'), { requestId, names: namesIn(form) }),
)
step('cancel', 'requests.cancel', (c, requestId, { reason }) =>
  cancelRequest(c.get('context'), { requestId, reason: reason ?? '' }),
)
step(
  'delete',
  'requests.file',
  (c, requestId) => deleteRequestDraft(c.get('context'), { requestId }),
  () => '/requests',
)

/** "1 2 ECS-08": the line, the quantity, the item; without boxes (too many items) everything. */
function tickedIn(form: PostedForm) {
  if (form.text('boxes') === '') return {}
  const ticked = form.texts('item').flatMap((each) => {
    const said = /^(\S+) (\d{1,9}) (.+)$/.exec(each)
    if (said === null) throw new AppError('invalid-input', '批复的服务项读不懂，请刷新页面再试。')
    return [{ line: said[1] ?? '', quantity: Number(said[2]), code: said[3] ?? '' }]
  })
  return { items: ticked }
}

/** name-1-ECS-08: what the item of a line is called on the cloud. */
function namesIn(form: PostedForm) {
  return Object.entries(form.values()).flatMap(([field, name]) => {
    const said = /^name-(\d{1,5})-(.+)$/.exec(field)
    return said === null ? [] : [{ line: said[1] ?? '', code: said[2] ?? '', name }]
  })
}
