import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../platform/context.ts'
import { inChinese, parseDate } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { download, xlsxType } from '../platform/http/download.ts'
import { guard } from '../platform/http/guard.ts'
import { orRefusal } from '../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../platform/http/path-id.ts'
import type { PostedForm } from '../platform/http/posted-form.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../platform/http/routers.ts'
import { allowedSteps } from '../platform/steps.ts'
import { Card, Field } from '../platform/ui/components.tsx'
import { FoldedForm, Form } from '../platform/ui/form.tsx'
import { ComparisonView, NothingAwaits } from './comparison/comparison-view.tsx'
import { comparisonAsXlsx } from './comparison/comparison-xlsx.ts'
import {
  narrowed,
  type Preview,
  previewFilters,
  previewUpgrade,
  recordExport,
} from './comparison/preview-rules.ts'
import { adoptionMachine } from './editions/model.ts'
import { proposeAdoption } from './editions/propose-adoption.ts'
import { type Adoption, type RuleEditions, readRuleEditions } from './editions/read-editions.ts'
import { isGoverned } from './editions/rules-in-force.ts'
import { signAdoption } from './editions/sign-adoption.ts'
import { withdrawAdoption } from './editions/withdraw-adoption.ts'
import { NoRegulation, RulesOverview } from './rules-overview.tsx'
import { listSupplements } from './supplements/read-supplements.ts'

export const rulesPages = pageRouter()

rulesPages.get('/rules', guard('regulations.read'), async (c) => {
  const context = c.get('context')
  const [editions, supplements] = await Promise.all([readRuleEditions(context), listSupplements(context)])
  return renderPage(
    c,
    { title: '判定规则', place: 'funding' },
    <RulesOverview
      editions={editions}
      supplements={supplements}
      actor={context.actor}
      today={context.clock.today()}
    />,
  )
})

async function upgradePage(c: RequestContext) {
  const context = c.get('context')
  const from = parseDate(c.req.query('from') ?? '') ?? undefined
  const regulation = c.req.query('regulation')
  const { editions, preview } = await previewUpgrade(context, from, regulation)
  const { installed, proposed, current } = editions
  return renderPage(
    c,
    { title: '采用规则版本', place: 'funding' },
    <>
      <p class="crumbs">
        <a href="/rules">判定规则</a> › 采用规则版本
      </p>
      <h1>采用规则版本 {proposed?.version ?? installed.version}</h1>
      <p class="sub">
        {isGoverned(current.edition)
          ? `现在按版本 ${current.edition.version} 判定。`
          : `现在没有采用资金管理办法，不作判定；拟采用《${installed.pack.title}》。`}
        先看哪些系统的结论会变，再由主管部门两人签署；签署完毕前不变。
      </p>
      {preview === null ? (
        isGoverned(installed) ? (
          <NothingAwaits version={installed.version} />
        ) : (
          <NoRegulation signs={allows(context.actor, 'regulations.sign')} />
        )
      ) : (
        <>
          <SignCard editions={editions} preview={preview} actor={context.actor} />
          <ComparisonView
            preview={preview}
            filters={previewFilters.parse(c.req.query())}
            path="/rules/upgrade"
            query={{ regulation }}
            exportHref={`/rules/upgrade/export.xlsx${chosenIn(editions)}`}
          />
        </>
      )}
    </>,
  )
}

/** Where no regulation judges yet, its choice goes along in the address. */
const chosenIn = ({ current, installed }: RuleEditions) =>
  isGoverned(current.edition) ? '' : `?regulation=${installed.regulationId}`

const SignCard: FC<{
  editions: RuleEditions
  preview: Preview
  actor: Actor
}> = ({ editions, preview, actor }) => {
  const { proposed, installed } = editions
  const hash = proposed?.hash ?? installed.hash
  const signs = allows(actor, 'regulations.sign')
  return (
    <Card title="签署">
      <dl class="hashes">
        <dt>规则摘要（SM3）：与对照本上的一致，签的就是这一版</dt>
        <dd>
          <code>{hash}</code> <a href={`/regulations/${installed.regulationId}`}>对照本</a>
        </dd>
      </dl>
      {proposed === null ? (
        signs ? (
          <Form action={`/rules/adoptions${chosenIn(editions)}`}>
            <input type="hidden" name="hash" value={hash} />
            <Field
              name="effectiveFrom"
              label="自这一天起按新版判定"
              type="date"
              required
              value={preview.planned.asOf}
              hint="最早为明天；须在这一天之前由第二人签署"
            />
            <button type="submit" data-busy="正在签署…">
              签署，交第二人
            </button>
          </Form>
        ) : (
          <p class="note">由主管部门两人签署，其中一人须为审批人员。</p>
        )
      ) : (
        <Proposed proposed={proposed} actor={actor} />
      )}
    </Card>
  )
}

const Proposed: FC<{ proposed: Adoption; actor: Actor }> = ({ proposed, actor }) => {
  const can = allowedSteps(actor, adoptionMachine, proposed.status)
  const own = proposed.signatures.some(({ personId }) => actor.kind === 'person' && actor.id === personId)
  return (
    <div class="stack">
      <p>
        {proposed.signatures.map(({ by }) => by).join('、')}已签署，拟自{inChinese(proposed.effectiveFrom)}
        起采用。
        {own ? '等主管部门的另一位同事签署。' : ''}
      </p>
      {can.has('sign') && !own ? (
        <form method="post" action={`/rules/adoptions/${proposed.id}/sign`}>
          <input type="hidden" name="hash" value={proposed.hash} />
          <button type="submit" data-busy="正在签署…">
            作为第二人签署，自{inChinese(proposed.effectiveFrom)}起采用
          </button>
        </form>
      ) : null}
      {can.has('withdraw') ? (
        <FoldedForm summary="撤回" action={`/rules/adoptions/${proposed.id}/withdraw`}>
          <Field name="reason" label="撤回的理由" required />
          <button type="submit" class="quiet">
            撤回，继续按现行版本判定
          </button>
        </FoldedForm>
      ) : null}
    </div>
  )
}

rulesPages.get('/rules/upgrade', guard('regulations.read'), upgradePage)

rulesPages.get('/rules/upgrade/export.xlsx', guard('regulations.read'), async (c) => {
  const context = c.get('context')
  const { editions, preview } = await previewUpgrade(
    context,
    parseDate(c.req.query('from') ?? '') ?? undefined,
    c.req.query('regulation'),
  )
  if (preview === null) throw new AppError('not-found', '没有等待采用的规则版本。')
  const version = editions.proposed?.version ?? editions.installed.version
  await recordExport(context, version, preview)
  const systems = narrowed(preview.comparison, previewFilters.parse(c.req.query()))
  return download(c, await comparisonAsXlsx(context, systems), `规则版本${version}结论变化.xlsx`, xlsxType)
})

/** Does something to an adoption; what doesn't go stands on the page again, with the reason. */
const onUpgrade = (c: RequestContext, work: (form: PostedForm) => Promise<unknown>) =>
  orRefusal(
    c,
    async (form) => {
      await work(form)
      return c.redirect('/rules', 303)
    },
    () => upgradePage(c),
  )

rulesPages.post('/rules/adoptions', guard('regulations.sign'), (c) =>
  onUpgrade(c, (form) =>
    proposeAdoption(c.get('context'), {
      hash: form.text('hash'),
      regulationId: c.req.query('regulation'),
      effectiveFrom: form.text('effectiveFrom'),
    }),
  ),
)

rulesPages.post(`/rules/adoptions/${idInPath}/sign`, guard('regulations.sign'), (c) =>
  onUpgrade(c, (form) => signAdoption(c.get('context'), { adoptionId: idParam(c), hash: form.text('hash') })),
)

rulesPages.post(`/rules/adoptions/${idInPath}/withdraw`, guard('regulations.sign'), (c) =>
  onUpgrade(c, (form) =>
    withdrawAdoption(c.get('context'), { adoptionId: idParam(c), reason: form.text('reason') }),
  ),
)
