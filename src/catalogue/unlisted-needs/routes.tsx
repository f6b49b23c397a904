import { allows } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { AnswerForm, UnlistedNeedForm, UnlistedNeedList, UnlistedNeedView } from './pages.tsx'
import {
  answerUnlistedNeed,
  fileUnlistedNeed,
  listUnlistedNeeds,
  readUnlistedNeed,
} from './unlisted-needs.ts'

export const unlistedNeedPages = pageRouter()

unlistedNeedPages.get('/catalogue/wishes', guard('catalogue.read-wishes'), async (c) => {
  const context = c.get('context')
  const needs = await listUnlistedNeeds(context)
  return renderPage(
    c,
    { title: '目录外需求', place: 'cloud' },
    <UnlistedNeedList
      needs={needs}
      files={allows(context.actor, 'catalogue.wish')}
      answers={allows(context.actor, 'catalogue.answer-wishes')}
    />,
  )
})

const newNeedPage = (c: RequestContext, title = '') =>
  renderPage(c, { title: '提出目录外需求', place: 'cloud', narrow: true }, <UnlistedNeedForm title={title} />)

unlistedNeedPages.get('/catalogue/wishes/new', guard('catalogue.wish'), (c) =>
  newNeedPage(c, (c.req.query('title') ?? '').slice(0, 60)),
)

unlistedNeedPages.post('/catalogue/wishes', guard('catalogue.wish'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const needId = await fileUnlistedNeed(c.get('context'), {
        title: form.text('title'),
        details: form.text('details'),
        quantity: form.text('quantity'),
        unit: form.text('unit'),
        monthlyYuan: form.text('monthlyYuan'),
      })
      return c.redirect(`/catalogue/wishes/${needId}`, 303)
    },
    () => newNeedPage(c),
  ),
)

async function needPage(c: RequestContext) {
  const context = c.get('context')
  const need = await readUnlistedNeed(context, idParam(c))
  return renderPage(
    c,
    { title: need.title, place: 'cloud', narrow: true },
    <>
      <UnlistedNeedView need={need} />
      {allows(context.actor, 'catalogue.answer-wishes') ? <AnswerForm need={need} /> : null}
    </>,
  )
}

unlistedNeedPages.get(`/catalogue/wishes/${idInPath}`, guard('catalogue.read-wishes'), needPage)

unlistedNeedPages.post(`/catalogue/wishes/${idInPath}`, guard('catalogue.answer-wishes'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const needId = idParam(c)
      const status = form.text('status')
      if (status !== 'planned' && status !== 'served' && status !== 'declined')
        throw new AppError('invalid-input', '请选择答复。')
      const itemCode = form.text('itemCode')
      await answerUnlistedNeed(c.get('context'), {
        needId,
        status,
        answer: form.text('answer'),
        ...(itemCode === '' ? {} : { itemCode }),
      })
      return c.redirect(`/catalogue/wishes/${needId}`, 303)
    },
    () => needPage(c),
  ),
)
