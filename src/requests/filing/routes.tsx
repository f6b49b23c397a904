import { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
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
    { title: '资源申请', place: 'requests' },
    <ListBody actor={context.actor} filters={filters} deleted={false} {...list} />,
  )
})

const idPath = `/requests/${idInPath}`
async function requestPage(c: RequestContext, error?: AppError) {
  const context = c.get('context')
  const { actor } = context
  const requestId = idParam(c)
  const view = await readRequest(context, { requestId })
  const { status } = view.row
  const again = view.newerEdition !== null && canTake(requestMachine, 'match-again', status)
  return renderPage(
    c,
    {
      title: `${view.number} ${view.row.project}`,
      place: 'requests',
      ...(error === undefined ? {} : { status: error.status }),
    },
    <RequestBody
      view={view}
      steps={
        actor.kind === 'person' ? allowedRequestSteps(actor, view, c.get('context').clock.today()) : null
      }
      preview={editable.includes(status) ? await previewDraft(context, { requestId }) : null}
      diff={again ? await diffOrNone(c, requestId) : null}
      today={context.clock.today()}
      error={error?.message}
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

filingPages.get(idPath, guard('requests.read'), (c) => requestPage(c))

const commented = z.object({
  comment: z.string().trim().optional(),
  contentHash: z.string().optional(),
  reason: z.string().optional(),
  version: z.coerce.number().int().optional(),
  lineId: z.string().optional(),
  code: z.string().trim().optional(),
})

type Form = z.infer<typeof commented> & { all: Record<string, string | File | (string | File)[]> }

/** A step of a request as a form: what goes wrong is said on the request's page. */
function step(
  name: string,
  operation: Parameters<typeof guard>[0],
  take: (c: RequestContext, requestId: number, form: Form) => Promise<unknown>,
  then: (requestId: number) => string = (requestId) => `/requests/${requestId}`,
) {
  filingPages.post(`${idPath}/${name}`, guard(operation), async (c) => {
    const requestId = idParam(c)
    try {
      const all = await c.req.parseBody({ all: true })
      await take(c, requestId, { ...commented.parse(all), all })
    } catch (error) {
      if (error instanceof AppError && error.status < 500 && error.code !== 'not-found')
        return requestPage(c, error)
      throw error
    }
    return c.redirect(then(requestId), 303)
  })
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
step('approve', 'requests.approve', (c, requestId, { comment, contentHash, all }) =>
  approveRequest(c.get('context'), { requestId, comment, contentHash, ...tickedIn(all) }),
)
step('return', 'requests.return', (c, requestId, { reason }) =>
  returnRequest(c.get('context'), { requestId, reason: reason ?? '' }),
)
step('provision', 'requests.provision', (c, requestId, { all }) =>
  provisionRequest(c.get('context'), { requestId, names: namesIn(all) }),
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
function tickedIn({ boxes, item: value = [] }: Form['all']) {
  if (boxes === undefined) return {}
  const ticked = (Array.isArray(value) ? value : [value]).flatMap((each) => {
    const said = typeof each === 'string' ? /^(\S+) (\d{1,9}) (.+)$/.exec(each) : null
    if (said === null) throw new AppError('invalid-input', '批复的服务项读不懂，请刷新页面再试。')
    return [{ line: said[1] ?? '', quantity: Number(said[2]), code: said[3] ?? '' }]
  })
  return { items: ticked }
}

/** name-1-ECS-08: what the item of a line is called on the cloud. */
function namesIn(all: Form['all']) {
  return Object.entries(all).flatMap(([field, value]) => {
    const said = /^name-(\d{1,5})-(.+)$/.exec(field)
    if (said === null || typeof value !== 'string') return []
    return [{ line: said[1] ?? '', code: said[2] ?? '', name: value }]
  })
}
