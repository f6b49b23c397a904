import { allows } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { textOf } from '../items/form-fields.ts'
import {
  type AnswerCells,
  AnswerForm,
  emptyUnlistedNeed,
  type UnlistedNeedCells,
  UnlistedNeedForm,
  UnlistedNeedList,
  UnlistedNeedView,
} from './pages.tsx'
import {
  answerUnlistedNeed,
  fileUnlistedNeed,
  listUnlistedNeeds,
  readUnlistedNeed,
} from './unlisted-needs.ts'

export const unlistedNeedPages = pageRouter()

unlistedNeedPages.get('/catalogue/wishes', guard('catalogue.read-wishes'), async (c) => {
  const context = c.get('context')
  const wishes = await listUnlistedNeeds(context)
  return renderPage(
    c,
    { title: '目录外需求', place: 'catalogue' },
    <UnlistedNeedList
      wishes={wishes}
      files={allows(context.actor, 'catalogue.wish')}
      answers={allows(context.actor, 'catalogue.answer-wishes')}
    />,
  )
})

function newWishPage(c: RequestContext, cells: UnlistedNeedCells, error?: AppError) {
  return renderPage(
    c,
    {
      title: '提出目录外需求',
      place: 'catalogue',
      narrow: true,
      ...(error === undefined ? {} : { status: error.status }),
    },
    <UnlistedNeedForm cells={cells} error={error} />,
  )
}

unlistedNeedPages.get('/catalogue/wishes/new', guard('catalogue.wish'), (c) =>
  newWishPage(c, { ...emptyUnlistedNeed, title: (c.req.query('title') ?? '').slice(0, 60) }),
)

unlistedNeedPages.post('/catalogue/wishes', guard('catalogue.wish'), async (c) => {
  const body = await c.req.parseBody()
  const of = (name: string) => textOf(body[name]) ?? ''
  const cells: UnlistedNeedCells = {
    title: of('title'),
    details: of('details'),
    quantity: of('quantity'),
    unit: of('unit'),
    monthlyYuan: of('monthlyYuan'),
  }
  try {
    const wishId = await fileUnlistedNeed(c.get('context'), cells)
    return c.redirect(`/catalogue/wishes/${wishId}`, 303)
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    return newWishPage(c, cells, error)
  }
})

async function wishPage(c: RequestContext, sent?: AnswerCells, error?: AppError) {
  const context = c.get('context')
  const wish = await readUnlistedNeed(context, idParam(c))
  return renderPage(
    c,
    {
      title: wish.title,
      place: 'catalogue',
      narrow: true,
      ...(error === undefined ? {} : { status: error.status }),
    },
    <>
      <UnlistedNeedView wish={wish} />
      {allows(context.actor, 'catalogue.answer-wishes') ? (
        <AnswerForm wish={wish} sent={sent} error={error} />
      ) : null}
    </>,
  )
}

unlistedNeedPages.get(`/catalogue/wishes/${idInPath}`, guard('catalogue.read-wishes'), (c) => wishPage(c))

unlistedNeedPages.post(`/catalogue/wishes/${idInPath}`, guard('catalogue.answer-wishes'), async (c) => {
  const wishId = idParam(c)
  const body = await c.req.parseBody()
  const sent: AnswerCells = {
    status: textOf(body.status) ?? '',
    itemCode: textOf(body.itemCode) ?? '',
    answer: textOf(body.answer) ?? '',
  }
  try {
    const { status, itemCode, answer } = sent
    if (status !== 'planned' && status !== 'served' && status !== 'declined')
      throw new AppError('invalid-input', '请选择答复。')
    await answerUnlistedNeed(c.get('context'), {
      wishId,
      status,
      answer,
      ...(itemCode ? { itemCode } : {}),
    })
    return c.redirect(`/catalogue/wishes/${wishId}`, 303)
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500 || error.code === 'not-found') throw error
    return wishPage(c, sent, error)
  }
})
