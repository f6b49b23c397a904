import { EffectView, effectOf } from '../../funding/index.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import type { PostedForm } from '../../platform/http/posted-form.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { onThing } from '../on-thing.ts'
import { EvaluationBody, EvaluationForm, EvaluationList, evaluationSteps } from './evaluation-views.tsx'
import { evaluationFilters, listEvaluations, readEvaluation } from './read-evaluations.ts'
import {
  confirmEvaluation,
  confirmEvaluationIn,
  deleteEvaluation,
  draftEvaluation,
} from './record-evaluation.ts'
import {
  confirmRectified,
  confirmRectifiedIn,
  dropRectified,
  proposeRectified,
} from './rectify-evaluation.ts'
import {
  dropWithdrawal,
  proposeWithdrawal,
  withdrawEvaluation,
  withdrawEvaluationIn,
} from './withdraw-evaluation.ts'

export const evaluationPages = pageRouter()
const numbered = `/oversight/evaluations/${idInPath}`

evaluationPages.get('/oversight/evaluations', guard('oversight.read'), async (c) => {
  const context = c.get('context')
  const filters = evaluationFilters.parse(c.req.query())
  const list = await listEvaluations(context, filters)
  return renderPage(
    c,
    { title: '评价', place: 'oversight' },
    <EvaluationList actor={context.actor} filters={filters} list={list} />,
  )
})

const formPage = (c: RequestContext) =>
  renderPage(
    c,
    { title: '登记评价', place: 'oversight' },
    <>
      <p class="crumbs">
        <a href="/oversight/evaluations">评价</a> › 登记评价
      </p>
      <h1>登记评价</h1>
      <EvaluationForm today={c.get('context').clock.today()} system={c.req.query('system')?.slice(0, 100)} />
    </>,
  )

evaluationPages.get('/oversight/evaluations/new', guard('oversight.draft-determination'), formPage)
evaluationPages.post('/oversight/evaluations', guard('oversight.draft-determination'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const id = await draftEvaluation(c.get('context'), {
        system: form.text('system'),
        kind: form.text('kind'),
        evaluatedOn: form.text('evaluatedOn'),
        met: form.said('met') === undefined ? undefined : form.text('met') === 'yes',
        details: form.text('details'),
        document: form.text('document'),
      })
      return c.redirect(`/oversight/evaluations/${id}`, 303)
    },
    () => formPage(c),
  ),
)

async function evaluationPage(c: RequestContext) {
  const context = c.get('context')
  const row = await readEvaluation(context, idParam(c))
  const can = evaluationSteps(context.actor, row)
  const [work, after] = can.has('withdraw')
    ? [withdrawEvaluationIn, '撤销后']
    : can.has('confirm')
      ? [confirmEvaluationIn, '确认后']
      : can.has('confirm-rectified')
        ? [confirmRectifiedIn, '确认后']
        : [null, '']
  const effect = work === null ? null : await effectOf(context, (tx) => work(context, tx, row))
  return renderPage(
    c,
    { title: `${row.system.name}的评价`, place: 'oversight' },
    <EvaluationBody
      row={row}
      can={can}
      today={context.clock.today()}
      effect={effect === null ? null : <EffectView effect={effect} after={after} />}
    />,
  )
}

evaluationPages.get(numbered, guard('oversight.read'), evaluationPage)

const onEvaluation = onThing('/oversight/evaluations', evaluationPage)

const asRead = (id: number, form: PostedForm) => ({ id, version: form.number('version') })
evaluationPages.post(`${numbered}/delete`, guard('oversight.draft-determination'), (c) =>
  onEvaluation(c, (id) => deleteEvaluation(c.get('context'), id), '/oversight/evaluations'),
)
evaluationPages.post(`${numbered}/confirm`, guard('oversight.sign-determination'), (c) =>
  onEvaluation(c, (id, form) => confirmEvaluation(c.get('context'), asRead(id, form))),
)
evaluationPages.post(`${numbered}/propose-rectified`, guard('oversight.draft-determination'), (c) =>
  onEvaluation(c, (id, form) =>
    proposeRectified(c.get('context'), { id, on: form.text('on'), document: form.text('document') }),
  ),
)
evaluationPages.post(`${numbered}/drop-rectified`, guard('oversight.draft-determination'), (c) =>
  onEvaluation(c, (id, form) =>
    dropRectified(c.get('context'), { ...asRead(id, form), reason: form.text('reason') }),
  ),
)
evaluationPages.post(`${numbered}/confirm-rectified`, guard('oversight.sign-determination'), (c) =>
  onEvaluation(c, (id, form) => confirmRectified(c.get('context'), asRead(id, form))),
)
evaluationPages.post(`${numbered}/propose-withdrawal`, guard('oversight.draft-determination'), (c) =>
  onEvaluation(c, (id, form) => proposeWithdrawal(c.get('context'), { id, reason: form.text('reason') })),
)
evaluationPages.post(`${numbered}/drop-withdrawal`, guard('oversight.draft-determination'), (c) =>
  onEvaluation(c, (id, form) =>
    dropWithdrawal(c.get('context'), { ...asRead(id, form), reason: form.text('reason') }),
  ),
)
evaluationPages.post(`${numbered}/withdraw`, guard('oversight.sign-determination'), (c) =>
  onEvaluation(c, (id, form) => withdrawEvaluation(c.get('context'), asRead(id, form))),
)
