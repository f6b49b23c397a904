import type { AppError } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import type { PostedForm } from '../../platform/http/posted-form.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { Card } from '../../platform/ui/components.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { allowedEditionSteps } from '../editions/allowed-steps.ts'
import { CommentFields, CommentList } from '../editions/comment-views.tsx'
import { commentOnItem } from '../editions/comments.ts'
import { type CatalogueEdition, readCatalogueEdition } from '../editions/edition-drafts.ts'
import { editionInForce } from '../editions/published-editions.ts'
import { statusInChinese } from '../model.ts'
import { readUnlistedNeed, type UnlistedNeed } from '../unlisted-needs/unlisted-needs.ts'
import { type ItemCells, ItemConflict, readItem, removeItem, saveItem } from './change-item.ts'
import { bureauOf, personOf } from './form-fields.ts'
import { Cells } from './item-cells.tsx'
import { cellsFrom, formCells, ItemForm, VersionsOf } from './item-form.tsx'

export const itemPages = pageRouter()

const editionPath = `/editions/${idInPath}`
const codePath = `${editionPath}/items/:code{[A-Za-z0-9][A-Za-z0-9._-]{0,39}}`
const codeOf = (c: RequestContext) => c.req.param('code') ?? ''
const empty = cellsFrom((key) =>
  key === 'domestic' || key === 'shared' ? '否' : key === 'category' ? 'IaaS' : '',
)

const Crumbs = ({ edition, here }: { edition: Pick<CatalogueEdition, 'id' | 'number'>; here: string }) => (
  <p class="crumbs">
    <a href="/editions">目录编制</a> › <a href={`/editions/${edition.id}`}>{edition.number}</a> › {here}
  </p>
)

interface Filled {
  cells: ItemCells
  error: AppError
}

/** Of a conflict both versions are shown; other refusals are said as everywhere. */
const refusalOf = (filled: Filled | undefined) =>
  filled?.error instanceof ItemConflict ? (
    <VersionsOf conflict={filled.error} mine={filled.cells} />
  ) : undefined

/** In: what a form sent. Out: it by column, and the version it was made from. */
function sent(form: PostedForm): { cells: ItemCells; version: number; needId: number | undefined } {
  const need = form.number('wish')
  return {
    cells: cellsFrom((key) => form.text(key)),
    version: form.number('version') || 0,
    needId: Number.isSafeInteger(need) && need > 0 ? need : undefined,
  }
}

/** A need as the beginning of an item: the rest is for the compiler to fill in. */
const fromNeed = ({ title, unit, details }: UnlistedNeed): ItemCells => ({
  ...empty,
  name: title,
  unit,
  billing: '包月',
  description: details.slice(0, 500),
})

async function newItemPage(c: RequestContext, filled?: Filled & { needId: number | undefined }) {
  const context = c.get('context')
  const edition = await readCatalogueEdition(context, { editionId: idParam(c) })
  const asked = Number(c.req.query('wish') ?? '')
  const needId = filled?.needId ?? (Number.isSafeInteger(asked) && asked > 0 ? asked : undefined)
  const need = needId === undefined ? undefined : await readUnlistedNeed(context, needId)
  const started =
    need === undefined ? { ...empty, name: (c.req.query('name') ?? '').slice(0, 60) } : fromNeed(need)
  return renderPage(
    c,
    { title: '新增服务项', place: 'cloud', refusal: refusalOf(filled) },
    <>
      <Crumbs edition={edition} here="新增服务项" />
      <h1>新增服务项</h1>
      {need === undefined ? null : (
        <p class="sub">
          来自 {need.organisation} {need.filedOn} 提出的目录外需求“{need.title}”；保存后即答复为拟列入这一版。
        </p>
      )}
      <ItemForm
        action={`/editions/${edition.id}/items`}
        cells={filled?.cells ?? started}
        version={0}
        error={filled?.error}
        needId={needId}
      />
    </>,
  )
}

itemPages.get(`${editionPath}/items/new`, guard('catalogue.compile'), (c) => newItemPage(c))
itemPages.post(`${editionPath}/items`, guard('catalogue.compile'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const { cells, needId } = sent(form)
      await saveItem(c.get('context'), { editionId: idParam(c), cells, needId })
      return c.redirect(`/editions/${idParam(c)}#items`, 303)
    },
    (error, form) => newItemPage(c, { ...sent(form), error }),
  ),
)

async function itemPage(c: RequestContext, filled?: Filled) {
  const context = c.get('context')
  const edition = await readCatalogueEdition(context, { editionId: idParam(c) })
  const steps = allowedEditionSteps(personOf(c), edition)
  const code = codeOf(c)
  const conflict = filled?.error instanceof ItemConflict ? filled.error : undefined
  const gone = conflict?.theirs === null
  const found = gone ? null : await readItem(context, { editionId: edition.id, code })
  const comments = edition.comments.filter((comment) => comment.code === code)
  const inForce = await editionInForce(context)
  const others = inForce !== null && inForce.id !== edition.id ? inForce : null
  const action = `/editions/${edition.id}/items${gone ? '' : `/${code}`}`
  return renderPage(
    c,
    {
      title: `${code} · ${edition.number}`,
      place: 'cloud',
      refusal: refusalOf(filled),
    },
    <>
      <Crumbs edition={edition} here={code} />
      <h1>
        {code} {found === null ? '' : `${found.item.name} ${found.item.specification}`}
      </h1>
      <p class="sub">
        {edition.number} · {statusInChinese[edition.status]}
      </p>
      {steps.can.has('edit') || found === null ? null : (
        <Cells
          item={found.item}
          now={others === null ? null : { ...others, item: others.byCode.get(code) }}
        />
      )}
      {comments.length === 0 && steps.comment.length === 0 ? null : (
        <Card title="审核意见">
          <CommentList comments={comments} />
          {steps.comment.length === 0 ? null : (
            <Form action={`${action}/comment`}>
              <CommentFields bureaus={steps.comment} />
            </Form>
          )}
        </Card>
      )}
      {steps.can.has('edit') ? (
        <>
          <ItemForm
            action={action}
            cells={filled?.cells ?? (found === null ? empty : formCells(found.item))}
            version={conflict?.version ?? found?.version ?? 0}
            error={filled?.error}
          />
          {found === null ? null : (
            <details>
              <summary>从这一版删除</summary>
              <form method="post" action={`${action}/remove`}>
                <input type="hidden" name="version" value={String(found.version)} />
                <button class="danger" type="submit">
                  删除 {code}
                </button>
              </form>
            </details>
          )}
        </>
      ) : null}
    </>,
  )
}

itemPages.get(codePath, guard('catalogue.read-drafts'), (c) => itemPage(c))
itemPages.post(codePath, guard('catalogue.compile'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const { cells, version } = sent(form)
      const of = { code: codeOf(c), version: Math.max(1, version) }
      await saveItem(c.get('context'), { editionId: idParam(c), of, cells })
      return c.redirect(`/editions/${idParam(c)}#items`, 303)
    },
    (error, form) => itemPage(c, { cells: sent(form).cells, error }),
  ),
)
itemPages.post(`${codePath}/remove`, guard('catalogue.compile'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const version = Math.max(1, sent(form).version)
      await removeItem(c.get('context'), { editionId: idParam(c), code: codeOf(c), version })
      return c.redirect(`/editions/${idParam(c)}#items`, 303)
    },
    (error) => {
      const theirs = error instanceof ItemConflict && error.theirs !== null ? formCells(error.theirs) : empty
      return itemPage(c, { cells: theirs, error })
    },
  ),
)
itemPages.post(`${codePath}/comment`, guard('catalogue.approve'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const comment = { comment: form.text('comment'), bureau: bureauOf(form.text('bureau')) }
      await commentOnItem(c.get('context'), { editionId: idParam(c), code: codeOf(c), ...comment })
      return c.redirect(`/editions/${idParam(c)}/items/${codeOf(c)}`, 303)
    },
    () => itemPage(c),
  ),
)
