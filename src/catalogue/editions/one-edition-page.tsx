import type { Child } from 'hono/jsx'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import type { AppError } from '../../platform/errors.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import type { RequestContext } from '../../platform/http/routers.ts'
import { RowIssuesError } from '../../platform/spreadsheet/row-issues.ts'
import { Alert, Card, Pages } from '../../platform/ui/components.tsx'
import { RowIssuesReport } from '../../platform/ui/row-issues.tsx'
import { personOf } from '../items/form-fields.ts'
import { ItemTable } from '../items/item-table.tsx'
import { lintItems } from '../lint/lint.ts'
import { midMonthRules } from '../pricing/index.ts'
import { allowedEditionSteps } from './allowed-steps.ts'
import { CommentsCard } from './comment-views.tsx'
import type { ItemComment } from './comments.ts'
import { diffEditions } from './diff.ts'
import { readCatalogueEdition } from './edition-drafts.ts'
import { EditionForms } from './edition-forms.tsx'
import { ApprovalsTable, Diff, Figures, Origin, Remarks, StatusTag } from './edition-sections.tsx'
import { editionInForce } from './published-editions.ts'

/** Shows what an edition does to requests and resources, which the catalogue knows nothing of. */
export type ImpactOf = (context: Context, editionId: number) => Promise<Child>

const pageSize = 200
/** Of what doesn't fit on one page; what is no number is the first. */
export const pageNumber = z.coerce.number().int().min(1).max(1_000).catch(1)
/** Which part of the items, and which of the changes, is shown. */
const pages = z.object({ page: pageNumber, changes: pageNumber })

/** How many comments wait at each item. */
function openComments(comments: readonly ItemComment[]): ReadonlyMap<string, number> {
  const open = new Map<string, number>()
  for (const { code, resolvedOn } of comments)
    if (code !== null && resolvedOn === null) open.set(code, (open.get(code) ?? 0) + 1)
  return open
}

/** What is wrong with a file place by place; other refusals are said as everywhere. */
export const refusalOf = (error: AppError | undefined) =>
  error instanceof RowIssuesError ? <RowIssuesReport error={error} /> : undefined

/** One edition in any state: what it says, what it changes, and what the person may do to it now. */
export async function editionPage(
  c: RequestContext,
  editionId: number,
  effectOf: ImpactOf,
  error?: AppError,
): Promise<Response> {
  const person = personOf(c)
  const [edition, inForce] = await Promise.all([
    readCatalogueEdition(c.get('context'), { editionId }),
    editionInForce(c.get('context')),
  ])
  const steps = allowedEditionSteps(person, edition)
  const compared = inForce !== null && inForce.id !== edition.id && edition.status !== 'superseded'
  const effect = compared ? await effectOf(c.get('context'), edition.id) : null
  const remarks = await lintItems(edition.items)
  const unread = c.req.query('unread')
  const { page, changes } = pages.parse(c.req.query())
  const address = (to: Partial<z.output<typeof pages>>) =>
    `/editions/${edition.id}?${new URLSearchParams(Object.entries({ page, changes, ...to }).map(([name, at]) => [name, String(at)]))}`
  const itemHref = (code: string) => `/editions/${edition.id}/items/${code}`
  return renderPage(
    c,
    { title: edition.number, place: 'cloud', refusal: refusalOf(error) },
    <>
      <p class="crumbs">
        <a href="/editions">目录编制</a> › {edition.number}
      </p>
      <h1>
        {edition.number} <StatusTag status={edition.status} />
      </h1>
      <Origin edition={edition} />
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
      <Alert {...(steps.awaited ? { tone: 'warn' as const } : {})}>
        <p>{steps.words}</p>
      </Alert>
      <Figures items={edition.items} />
      {effect}
      <div class="columns">
        <div>
          <EditionForms
            id={edition.id}
            steps={steps}
            contentHash={edition.contentHash}
            midMonthRule={edition.midMonthRule}
            today={c.get('context').clock.today()}
          />
          <ApprovalsTable edition={edition} />
          <CommentsCard comments={edition.comments} href={itemHref} />
        </div>
        <div>
          {compared ? (
            <Diff
              diff={diffEditions(inForce.items, edition.items)}
              against={inForce.number}
              page={changes}
              href={(to) => address({ changes: to })}
            />
          ) : null}
          <Remarks remarks={remarks} />
        </div>
      </div>
      <Card title="全部服务项" id="items">
        <p class="row note no-print">
          {steps.can.has('edit') ? <a href={`/editions/${edition.id}/items/new`}>新增服务项</a> : null}
          <a href={`/editions/${edition.id}/catalogue.xlsx`}>导出 Excel</a>
          <span>月中开通、释放：{midMonthRules[edition.midMonthRule]}</span>
        </p>
        <ItemTable
          label={edition.number}
          items={edition.items.slice((page - 1) * pageSize, page * pageSize)}
          grouped
          href={(item) => itemHref(item.code)}
          remarks={openComments(edition.comments)}
        />
        {edition.items.length > pageSize ? (
          <Pages
            page={page}
            pageSize={pageSize}
            total={edition.items.length}
            href={(to) => `${address({ page: to })}#items`}
          />
        ) : null}
        <p class="note">
          内容指纹 {edition.contentHash.slice(0, 16)}…，批准和发布时都要核对全文，有一字不同即不能发布。
        </p>
      </Card>
    </>,
  )
}
