import type { Person } from '../../platform/context.ts'
import { inChinese, minuteInChina } from '../../platform/dates.ts'
import { AppError, type FieldError } from '../../platform/errors.ts'
import { download, xlsxType } from '../../platform/http/download.ts'
import { guard } from '../../platform/http/guard.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { fieldErrors } from '../../platform/parse-input.ts'
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
import { emptyForm, enteredBy, formOf, pressed, readForm, type SupplementForm } from './form.ts'
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
  errors?: readonly FieldError[]
  preview?: Preview
}

/** The form, with what it comes to so far above it. In: the draft that is written in; undefined: a new one. */
function formPage(c: RequestContext, draft: Supplement | undefined, { form, errors = [], preview }: Drawn) {
  const heading = draft === undefined ? '拟定补充规则' : `修改 ${draft.clause}`
  const rule = preview?.planned.after.pack.rules.at(-1)
  return renderPage(
    c,
    { title: heading, place: 'funding', ...(errors.length === 0 ? {} : { status: 400 as const }) },
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
      {errors.length === 0 ? null : (
        <Alert tone="stop" title="填写的内容有误">
          <ul>
            {errors.map(({ path, message }) => (
              <li>
                <a href={`#${path}`}>{message}</a>
              </li>
            ))}
          </ul>
        </Alert>
      )}
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

/** What the form's buttons do: a row more or less and a preview stay on the page, saving goes on to the draft. */
async function formSent(c: RequestContext, draft?: Supplement) {
  const context = c.get('context')
  const sent = await c.req.parseBody({ all: true })
  const button = typeof sent.do === 'string' ? sent.do : 'save'
  const form = readForm(sent)
  const changed = pressed(form, button, sent)
  if (changed !== null) return formPage(c, draft, { form: changed })
  const entered = definitionSchema.safeParse(enteredBy(form))
  if (!entered.success) return formPage(c, draft, { form, errors: fieldErrors(entered.error) })
  if (button === 'preview') {
    const clause = draft?.clause ?? '（保存时编号）'
    return formPage(c, draft, { form, preview: await previewDefinition(context, entered.data, clause) })
  }
  const { id } = await draftSupplement(context, {
    ...(draft === undefined ? {} : { id: draft.id }),
    definition: enteredBy(form),
  })
  return c.redirect(`/rules/supplements/${id}`, 303)
}

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

async function supplementPage(c: RequestContext, error?: AppError) {
  const context = c.get('context')
  const today = context.clock.today()
  const supplement = await readSupplement(context, idParam(c))
  const { definition, clause, id, returned } = supplement
  const steps = allowedSupplementSteps(personOf(c), supplement, today)
  const preview = await previewSupplement(context, supplement)
  const path = `/rules/supplements/${id}`
  return renderPage(
    c,
    { title: clause, place: 'funding', ...(error === undefined ? {} : { status: error.status }) },
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
      {error === undefined ? null : (
        <Alert tone="stop">
          <p>{error.message}</p>
        </Alert>
      )}
      {returned === null ? null : (
        <Alert tone="stop" title={`${returned.by} ${minuteInChina(returned.at)} 退回`}>
          <p>{returned.reason}</p>
        </Alert>
      )}
      <Alert {...(steps.awaited ? { tone: 'warn' as const } : {})}>
        <p>{steps.words}</p>
      </Alert>
      <SupplementForms supplement={supplement} steps={steps} errors={error?.errors ?? []} />
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

supplementPages.get(numbered, guard('regulations.read'), (c) => supplementPage(c))

supplementPages.get(`${numbered}/export.xlsx`, guard('regulations.read'), async (c) => {
  const context = c.get('context')
  const supplement = await readSupplement(context, idParam(c))
  const preview = await previewSupplement(context, supplement)
  if (preview === null) throw new AppError('not-found', '这条补充规则没有待定的变动，不作试算。')
  await recordExport(context, supplement.clause, preview)
  const systems = narrowed(preview.comparison, previewFilters.parse(c.req.query()))
  return download(c, await comparisonAsXlsx(systems), `${supplement.clause}结论变化.xlsx`, xlsxType)
})

/** What doesn't go stands on the rule's page again, with the reason. */
async function onSupplement(c: RequestContext, work: () => Promise<unknown>, to?: string) {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500 || error.code === 'not-found') throw error
    return supplementPage(c, error)
  }
  return c.redirect(to ?? `/rules/supplements/${idParam(c)}`, 303)
}

async function sentText(c: RequestContext, name: string): Promise<string> {
  const value = (await c.req.parseBody())[name]
  return typeof value === 'string' ? value : ''
}

supplementPages.post(`${numbered}/submit`, guard('regulations.draft'), (c) =>
  onSupplement(c, () => submitSupplement(c.get('context'), { id: idParam(c) })),
)
supplementPages.post(`${numbered}/delete`, guard('regulations.draft'), (c) =>
  onSupplement(c, () => deleteSupplement(c.get('context'), { id: idParam(c) }), '/rules'),
)
supplementPages.post(`${numbered}/approve`, guard('regulations.approve'), async (c) => {
  const hash = await sentText(c, 'hash')
  return onSupplement(c, () => approveSupplement(c.get('context'), { id: idParam(c), hash }))
})
supplementPages.post(`${numbered}/return`, guard('regulations.approve'), async (c) => {
  const reason = await sentText(c, 'reason')
  return onSupplement(c, () => returnSupplement(c.get('context'), { id: idParam(c), reason }))
})
supplementPages.post(`${numbered}/repeal`, guard('regulations.draft'), async (c) => {
  const [from, documentNumber] = [await sentText(c, 'from'), await sentText(c, 'documentNumber')]
  return onSupplement(c, () => proposeRepeal(c.get('context'), { id: idParam(c), from, documentNumber }))
})
supplementPages.post(`${numbered}/approve-repeal`, guard('regulations.approve'), (c) =>
  onSupplement(c, () => approveRepeal(c.get('context'), { id: idParam(c) })),
)
supplementPages.post(`${numbered}/drop-repeal`, guard('regulations.draft'), async (c) => {
  const reason = await sentText(c, 'reason')
  return onSupplement(c, () => dropRepeal(c.get('context'), { id: idParam(c), reason }))
})
