import type { Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { download, guard, pageRouter, type RequestContext, renderPage, xlsxType } from '../platform/http.tsx'
import type { Operation } from '../platform/permissions.ts'
import { Alert, Card } from '../platform/ui/components.tsx'
import { standingOf } from './actions.ts'
import { approveEdition } from './approve-edition.ts'
import { CommentsCard } from './comment-views.tsx'
import { commentOnItem, type ItemComment } from './comments.ts'
import { compileEdition } from './compile-edition.ts'
import { deleteDraft } from './delete-draft.ts'
import { diffEditions } from './diff.ts'
import { listEditions, readEdition } from './edition-drafts.ts'
import { CompileForm, EditionForms } from './edition-forms.tsx'
import { EditionList } from './edition-list.tsx'
import { ApprovalsTable, Diff, Faults, Figures, Origin, Remarks, StatusTag } from './edition-views.tsx'
import { FaultyRows } from './faults.ts'
import { bureauOf, fieldOf, personOf, uploaded } from './form-fields.ts'
import { ItemTable } from './item-table.tsx'
import { lintItems } from './lint/lint.ts'
import { type MidMonthRule, midMonthRules } from './pricing/index.ts'
import { publishEdition, unscheduleEdition } from './publish-edition.ts'
import { editionInForce } from './published-editions.ts'
import { confirmReplacement, previewReplacement, uploadReplacement } from './replace-draft.ts'
import { ReplacementPage } from './replacement-page.tsx'
import { returnEdition } from './return-edition.ts'
import { setTerms } from './set-terms.ts'
import { submitEdition } from './submit-edition.ts'
import { itemsAsXlsx } from './write-table.ts'

export const editionPages = pageRouter()

editionPages.get('/editions', guard('catalogue.read-drafts'), async (c) => {
  const editions = await listEditions(c.get('context'))
  return renderPage(
    c,
    { title: '目录编制', place: 'editions' },
    <EditionList person={personOf(c)} editions={editions} />,
  )
})

const midMonthRuleOf = (text: string | undefined): MidMonthRule | undefined =>
  text !== undefined && text in midMonthRules ? (text as MidMonthRule) : undefined

/** How many comments wait at each item. */
function openComments(comments: readonly ItemComment[]): ReadonlyMap<string, number> {
  const open = new Map<string, number>()
  for (const { code, resolvedOn } of comments)
    if (code !== null && resolvedOn === null) open.set(code, (open.get(code) ?? 0) + 1)
  return open
}

function compilePage(c: RequestContext, number = '', error?: AppError) {
  return renderPage(
    c,
    {
      title: '编制新版目录',
      place: 'editions',
      narrow: !(error instanceof FaultyRows),
      ...(error === undefined ? {} : { status: error.status }),
    },
    <>
      <p class="crumbs">
        <a href="/editions">目录编制</a> › 编制新版
      </p>
      <h1>编制新版目录</h1>
      <p class="sub">
        可以先 <a href="/catalogue.xlsx">下载现行目录</a> 改好再上传。全部行都对才会生成草稿，有错会逐处列出。
      </p>
      {error === undefined ? null : <Failure error={error} />}
      <CompileForm number={number} errors={error?.errors ?? []} />
    </>,
  )
}

const Failure = ({ error }: { error: AppError }) =>
  error instanceof FaultyRows ? (
    <Faults error={error} />
  ) : (
    <Alert tone="stop">
      <p>{error.message}</p>
    </Alert>
  )

editionPages.get('/editions/new', guard('catalogue.compile'), (c) => compilePage(c))

/** Columns that were not read are told on the page the browser goes to next. */
const afterUpload = (editionId: number, unknown: readonly string[]) =>
  `/editions/${editionId}${unknown.length === 0 ? '' : `?${new URLSearchParams({ unread: unknown.join('、').slice(0, 200) })}`}`

editionPages.post('/editions', guard('catalogue.compile'), async (c) => {
  const given = String((await c.req.parseBody()).number ?? '')
  try {
    const rule = await fieldOf(c, 'midMonthRule')
    const { editionId, unknownColumns } = await compileEdition(c.get('context'), {
      ...(await uploaded(c)),
      midMonthRule: midMonthRuleOf(rule),
    })
    return c.redirect(afterUpload(editionId, unknownColumns), 303)
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    return compilePage(c, given, error)
  }
})

async function editionPage(c: RequestContext, editionId: number, error?: AppError) {
  const person = personOf(c)
  const [edition, inForce] = await Promise.all([
    readEdition(c.get('context'), { editionId }),
    editionInForce(c.get('context')),
  ])
  const standing = standingOf(person, edition)
  const unread = c.req.query('unread')
  const itemHref = (code: string) => `/editions/${edition.id}/items/${code}`
  const compared = inForce !== null && inForce.id !== edition.id && edition.status !== 'superseded'
  return renderPage(
    c,
    { title: edition.number, place: 'editions', ...(error === undefined ? {} : { status: error.status }) },
    <>
      <p class="crumbs">
        <a href="/editions">目录编制</a> › {edition.number}
      </p>
      <h1>
        {edition.number} <StatusTag status={edition.status} />
      </h1>
      <Origin edition={edition} />
      {error === undefined ? null : <Failure error={error} />}
      {unread === undefined ? null : (
        <Alert tone="warn">
          <p>文件里这些列不认识，没有读取：{unread}</p>
        </Alert>
      )}
      {edition.returned === null ? null : (
        <Alert tone="stop" title={`${edition.returned.by} ${edition.returned.on} 退回`}>
          <p>{edition.returned.reason}</p>
        </Alert>
      )}
      <Alert {...(standing.awaited ? { tone: 'warn' as const } : {})}>
        <p>{standing.words}</p>
      </Alert>
      <Figures items={edition.items} />
      <div class="columns">
        <div>
          <EditionForms
            id={edition.id}
            standing={standing}
            contentHash={edition.contentHash}
            midMonthRule={edition.midMonthRule}
            today={c.get('context').clock.today()}
          />
          <ApprovalsTable edition={edition} />
          <CommentsCard comments={edition.comments} href={itemHref} />
        </div>
        <div>
          {compared ? (
            <>
              <Diff diff={diffEditions(inForce.items, edition.items)} against={inForce.number} />
              <p>
                <a href={`/editions/${edition.id}/effect`}>对在办申请和在用资源的影响，以金额计</a>
              </p>
            </>
          ) : null}
          <Remarks remarks={lintItems(edition.items)} />
        </div>
      </div>
      <Card title="全部服务项" id="items">
        <p class="row note no-print">
          {standing.edit ? <a href={`/editions/${edition.id}/items/new`}>新增服务项</a> : null}
          <a href={`/editions/${edition.id}/catalogue.xlsx`}>导出 Excel</a>
          <span>月中开通、释放：{midMonthRules[edition.midMonthRule]}</span>
        </p>
        <ItemTable
          label={edition.number}
          items={edition.items}
          grouped
          href={(item) => itemHref(item.code)}
          remarks={openComments(edition.comments)}
        />
        <p class="note">
          内容指纹 {edition.contentHash.slice(0, 16)}…，批准和发布时都要核对全文，有一字不同即不能发布。
        </p>
      </Card>
    </>,
  )
}

editionPages.get('/editions/:id{[0-9]{1,15}}', guard('catalogue.read-drafts'), (c) =>
  editionPage(c, Number(c.req.param('id'))),
)

editionPages.get('/editions/:id{[0-9]{1,15}}/replace', guard('catalogue.compile'), async (c) => {
  const editionId = Number(c.req.param('id'))
  const [source, fileName] = [c.req.query('source') ?? '', c.req.query('fileName') ?? '']
  // Without a file there is nothing to preview: the draft's own page is where one is uploaded.
  if (source === '') return editionPage(c, editionId)
  const preview = await previewReplacement(c.get('context'), { editionId, source, fileName })
  return renderPage(
    c,
    { title: `预览改动 · ${preview.number}`, place: 'editions' },
    <ReplacementPage editionId={editionId} preview={preview} />,
  )
})

editionPages.get('/editions/:id{[0-9]{1,15}}/catalogue.xlsx', guard('catalogue.read-drafts'), async (c) => {
  const { number, items } = await readEdition(c.get('context'), { editionId: Number(c.req.param('id')) })
  const name = `政务云平台服务目录 ${number}`
  return download(c, await itemsAsXlsx(items, name), `${name}.xlsx`, xlsxType)
})

/** A step taken on an edition's page: done, the page is shown anew; refused, it is shown with the reason. */
function step(
  name: string,
  operation: Operation,
  work: (context: Context, editionId: number, c: RequestContext) => Promise<string | undefined>,
): void {
  editionPages.post(`/editions/:id{[0-9]{1,15}}/${name}`, guard(operation), async (c) => {
    const editionId = Number(c.req.param('id'))
    try {
      const next = await work(c.get('context'), editionId, c)
      return c.redirect(next ?? `/editions/${editionId}`, 303)
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500 || error.code === 'not-found') throw error
      return editionPage(c, editionId, error)
    }
  })
}

step('submit', 'catalogue.submit', async (context, editionId) => {
  await submitEdition(context, { editionId })
  return undefined
})
step('approve', 'catalogue.approve', async (context, editionId, c) => {
  const wanted = await fieldOf(c, 'bureau')
  await approveEdition(context, {
    editionId,
    comment: await fieldOf(c, 'comment'),
    bureau: bureauOf(wanted),
    contentHash: await fieldOf(c, 'contentHash'),
  })
  return undefined
})
step('return', 'catalogue.return', async (context, editionId, c) => {
  await returnEdition(context, { editionId, reason: (await fieldOf(c, 'reason')) ?? '' })
  return undefined
})
step('publish', 'catalogue.publish', async (context, editionId, c) => {
  const on = await fieldOf(c, 'on')
  await publishEdition(context, { editionId, ...(on ? { on } : {}) })
  return undefined
})
step('unschedule', 'catalogue.publish', async (context, editionId) => {
  await unscheduleEdition(context, { editionId })
  return undefined
})
step('terms', 'catalogue.compile', async (context, editionId, c) => {
  const midMonthRule = midMonthRuleOf(await fieldOf(c, 'midMonthRule'))
  if (midMonthRule === undefined) throw new AppError('invalid-input', '请选择月中开通、释放怎样计费。')
  await setTerms(context, { editionId, midMonthRule })
  return undefined
})
step('comment', 'catalogue.approve', async (context, editionId, c) => {
  const comment = (await fieldOf(c, 'comment')) ?? ''
  await commentOnItem(context, { editionId, comment, bureau: bureauOf(await fieldOf(c, 'bureau')) })
  return `/editions/${editionId}#comments`
})
step('upload', 'catalogue.compile', async (context, editionId, c) => {
  const { fileName, bytes } = await uploaded(c)
  const { source } = await uploadReplacement(context, { editionId, fileName, bytes })
  return `/editions/${editionId}/replace?${new URLSearchParams({ source, fileName })}`
})
step('replace', 'catalogue.compile', async (context, editionId, c) => {
  const { unknownColumns } = await confirmReplacement(context, {
    editionId,
    fileName: (await fieldOf(c, 'fileName')) ?? '',
    source: (await fieldOf(c, 'source')) ?? '',
    replaces: (await fieldOf(c, 'replaces')) ?? '',
  })
  return afterUpload(editionId, unknownColumns)
})
step('delete', 'catalogue.compile', async (context, editionId) => {
  await deleteDraft(context, { editionId })
  return '/editions'
})
