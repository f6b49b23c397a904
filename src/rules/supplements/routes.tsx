import type { FC } from 'hono/jsx'
import type { Person } from '../../platform/context.ts'
import { inChinese, minuteInChina } from '../../platform/dates.ts'
import { AppError, type FieldError } from '../../platform/errors.ts'
import { download, xlsxType } from '../../platform/http/download.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import type { PostedForm } from '../../platform/http/posted-form.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { Alert } from '../../platform/ui/components.tsx'
import { ComparisonView } from '../comparison/comparison-view.tsx'
import { comparisonAsXlsx } from '../comparison/comparison-xlsx.ts'
import {
  narrowed,
  type Preview,
  previewDefinition,
  previewFilters,
  previewSupplement,
  recordExport,
} from '../comparison/preview-rules.ts'
import { RuleCard } from '../rulebook/rulebook-page.tsx'
import { SupplementStateTag } from '../rules-overview.tsx'
import { allowedSupplementSteps } from './allowed-steps.ts'
import { approveSupplement } from './approve-supplement.ts'
import { definitionSchema } from './definition.ts'
import { deleteSupplement } from './delete-supplement.ts'
import { draftSupplement } from './draft-supplement.ts'
import { emptyForm, enteredBy, formIn, formOf, pressed, type SupplementForm } from './form.ts'
import { SupplementFormBody } from './form-page.tsx'
import { type Supplement, supplementMachine } from './model.ts'
import { readSupplement } from './read-supplements.ts'
import { approveRepeal, dropRepeal, proposeRepeal } from './repeal-supplement.ts'
import { returnSupplement } from './return-supplement.ts'
import { ruleOf } from './rule-of.ts'
import { submitSupplement } from './submit-supplement.ts'
import { SupplementForms } from './supplement-forms.tsx'
import { Signatures } from './supplement-signatures.tsx'

export const supplementPages = pageRouter()
const numbered = `/rules/supplements/${idInPath}`

function personOf(c: RequestContext): Person {
  const { actor } = c.get('context')
  if (actor.kind !== 'person') throw new AppError('not-signed-in', '这项操作需要登录。')
  return actor
}

interface Drawn {
  form: SupplementForm
  preview?: Preview
}

/** The form, with what it comes to so far above it. In: the draft that is written in; undefined: a new one. */
function formPage(
  c: RequestContext,
  draft: Supplement | undefined,
  { form, preview }: Drawn,
  errors: readonly FieldError[] = [],
) {
  const heading = draft === undefined ? '拟定补充规则' : `修改 ${draft.clause}`
  const rule = preview?.planned.after.pack.rules.at(-1)
  return renderPage(
    c,
    {
      title: heading,
      place: 'funding',
      refusal: errors.length === 0 ? undefined : <Faults errors={errors} />,
    },
    <>
      <p class="crumbs">
        <a href="/rules">判定规则</a> ›{' '}
        {draft === undefined ? '' : <a href={`/rules/supplements/${draft.id}`}>{draft.clause}</a>}
        {draft === undefined ? '拟定补充规则' : ' › 修改'}
      </p>
      <h1>{heading}</h1>
      <p class="sub">
        照文件逐项填写，用现成的条件拼成规则，不用写程序。保存为草稿，提交并经另一人批准后才作为判定的依据。
      </p>
      {preview === undefined || rule === undefined ? null : (
        <>
          <h2>预览</h2>
          <RuleCard rule={rule} cases={[]} open={false} />
          <ComparisonView preview={preview} filters={previewFilters.parse({})} />
          <h2>填写</h2>
        </>
      )}
      <SupplementFormBody
        form={form}
        action={draft === undefined ? '/rules/supplements' : `/rules/supplements/${draft.id}/edit`}
        errors={errors}
      />
    </>,
  )
}

/** Every fault of the form, with the way to its field. */
const Faults: FC<{ errors: readonly FieldError[] }> = ({ errors }) => (
  <Alert tone="stop" title="填写的内容有误">
    <ul>
      {errors.map(({ path, message }) => (
        <li>
          <a href={`#${path}`}>{message}</a>
        </li>
      ))}
    </ul>
  </Alert>
)

/** What the form's buttons do: a row more or less and a preview stay on the page, saving goes on to the draft. */
const formSent = (c: RequestContext, draft?: Supplement) =>
  orRefusal(
    c,
    async (sent) => {
      const context = c.get('context')
      const button = sent.text('do')
      const form = formIn(sent)
      const changed = pressed(form, button, sent)
      if (changed !== null) return formPage(c, draft, { form: changed })
      const entered = parseInput(definitionSchema, enteredBy(form))
      if (button === 'preview') {
        const clause = draft?.clause ?? '（保存时编号）'
        return formPage(c, draft, { form, preview: await previewDefinition(context, entered, clause) })
      }
      const { id } = await draftSupplement(context, {
        ...(draft === undefined ? {} : { id: draft.id }),
        definition: enteredBy(form),
      })
      return c.redirect(`/rules/supplements/${id}`, 303)
    },
    ({ errors }, sent) => formPage(c, draft, { form: formIn(sent) }, errors),
  )

supplementPages.get('/rules/supplements/new', guard('regulations.draft'), (c) =>
  formPage(c, undefined, { form: emptyForm(c.get('context').clock.today()) }),
)
supplementPages.post('/rules/supplements', guard('regulations.draft'), (c) => formSent(c))

async function draftAt(c: RequestContext): Promise<Supplement> {
  const supplement = await readSupplement(c.get('context'), idParam(c))
  requireStep(supplementMachine, 'edit', supplement)
  return supplement
}

supplementPages.get(`${numbered}/edit`, guard('regulations.draft'), async (c) => {
  const draft = await draftAt(c)
  return formPage(c, draft, { form: formOf(draft.definition) })
})
supplementPages.post(`${numbered}/edit`, guard('regulations.draft'), async (c) =>
  formSent(c, await draftAt(c)),
)

async function supplementPage(c: RequestContext) {
  const context = c.get('context')
  const today = context.clock.today()
  const supplement = await readSupplement(context, idParam(c))
  const { definition, clause, id, returned } = supplement
  const steps = allowedSupplementSteps(personOf(c), supplement, today)
  const preview = await previewSupplement(context, supplement)
  const path = `/rules/supplements/${id}`
  return renderPage(
    c,
    { title: clause, place: 'funding' },
    <>
      <p class="crumbs">
        <a href="/rules">判定规则</a> › {clause}
      </p>
      <h1>
        《{definition.title}》{definition.article}{' '}
        <SupplementStateTag supplement={supplement} today={today} />
      </h1>
      <p class="sub">
        {definition.documentNumber} · {clause} · {inChinese(definition.from)}起施行
        {definition.lastDay === null ? '' : `，至${inChinese(definition.lastDay)}止`}
      </p>
      {returned === null ? null : (
        <Alert tone="stop" title={`${returned.by} ${minuteInChina(returned.at)} 退回`}>
          <p>{returned.reason}</p>
        </Alert>
      )}
      <Alert {...(steps.awaited ? { tone: 'warn' as const } : {})}>
        <p>{steps.words}</p>
      </Alert>
      <SupplementForms supplement={supplement} steps={steps} />
      <RuleCard rule={ruleOf(definition, clause)} cases={[]} open={false} />
      <Signatures supplement={supplement} />
      {preview === null ? null : (
        <ComparisonView
          preview={preview}
          filters={previewFilters.parse(c.req.query())}
          path={path}
          exportHref={`${path}/export.xlsx`}
        />
      )}
    </>,
  )
}

supplementPages.get(numbered, guard('regulations.read'), supplementPage)

supplementPages.get(`${numbered}/export.xlsx`, guard('regulations.read'), async (c) => {
  const context = c.get('context')
  const supplement = await readSupplement(context, idParam(c))
  const preview = await previewSupplement(context, supplement)
  if (preview === null) throw new AppError('not-found', '这条补充规则没有待定的变动，不作试算。')
  await recordExport(context, supplement.clause, preview)
  const systems = narrowed(preview.comparison, previewFilters.parse(c.req.query()))
  return download(c, await comparisonAsXlsx(context, systems), `${supplement.clause}结论变化.xlsx`, xlsxType)
})

/** Does something to a rule; what doesn't go stands on its page again, with the reason. */
const onSupplement = (
  c: RequestContext,
  work: (id: number, form: PostedForm) => Promise<unknown>,
  to = `/rules/supplements/${idParam(c)}`,
) =>
  orRefusal(
    c,
    async (form) => {
      await work(idParam(c), form)
      return c.redirect(to, 303)
    },
    () => supplementPage(c),
  )

supplementPages.post(`${numbered}/submit`, guard('regulations.draft'), (c) =>
  onSupplement(c, (id) => submitSupplement(c.get('context'), { id })),
)
supplementPages.post(`${numbered}/delete`, guard('regulations.draft'), (c) =>
  onSupplement(c, (id) => deleteSupplement(c.get('context'), { id }), '/rules'),
)
supplementPages.post(`${numbered}/approve`, guard('regulations.approve'), (c) =>
  onSupplement(c, (id, form) => approveSupplement(c.get('context'), { id, hash: form.text('hash') })),
)
supplementPages.post(`${numbered}/return`, guard('regulations.approve'), (c) =>
  onSupplement(c, (id, form) => returnSupplement(c.get('context'), { id, reason: form.text('reason') })),
)
const repealIn = (form: PostedForm) => ({
  from: form.text('from'),
  documentNumber: form.text('documentNumber'),
})
supplementPages.post(`${numbered}/repeal`, guard('regulations.draft'), (c) =>
  onSupplement(c, (id, form) => proposeRepeal(c.get('context'), { id, ...repealIn(form) })),
)
supplementPages.post(`${numbered}/approve-repeal`, guard('regulations.approve'), (c) =>
  onSupplement(c, (id, form) => approveRepeal(c.get('context'), { id, ...repealIn(form) })),
)
supplementPages.post(`${numbered}/drop-repeal`, guard('regulations.draft'), (c) =>
  onSupplement(c, (id, form) =>
    dropRepeal(c.get('context'), { id, ...repealIn(form), reason: form.text('reason') }),
  ),
)
