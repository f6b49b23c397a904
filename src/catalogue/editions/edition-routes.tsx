import type { AppError } from '../../platform/errors.ts'
import { download, xlsxType } from '../../platform/http/download.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { RowIssuesError } from '../../platform/spreadsheet/row-issues.ts'
import { personOf } from '../items/form-fields.ts'
import { itemsAsXlsx } from '../items/write-table.ts'
import { compileEdition } from './compile-edition.ts'
import { listCatalogueEditions, readCatalogueEdition } from './edition-drafts.ts'
import { CompileForm } from './edition-forms.tsx'
import { EditionList } from './edition-list-page.tsx'
import { afterUpload, editionSteps, midMonthRuleOf } from './edition-steps.ts'
import { editionPage, type ImpactOf, pageNumber, refusalOf } from './one-edition-page.tsx'
import { previewReplacement } from './replace-draft.ts'
import { ReplacementPage } from './replacement-page.tsx'

function compilePage(c: RequestContext, error?: AppError) {
  return renderPage(
    c,
    {
      title: '编制新版目录',
      place: 'cloud',
      narrow: !(error instanceof RowIssuesError),
      refusal: refusalOf(error),
    },
    <>
      <p class="crumbs">
        <a href="/editions">目录编制</a> › 编制新版
      </p>
      <h1>编制新版目录</h1>
      <p class="sub">
        可以先 <a href="/catalogue.xlsx">下载现行目录</a> 改好再上传。全部行都对才会生成草稿，有错会逐处列出。
      </p>
      <CompileForm />
    </>,
  )
}

/** In: how an edition's effect on requests and resources is shown. Out: the pages of compiling and approving. */
export function editionPages(effectOf: ImpactOf) {
  const pages = pageRouter()
  pages.get('/editions', guard('catalogue.read-drafts'), async (c) => {
    const editions = await listCatalogueEditions(c.get('context'))
    const list = <EditionList person={personOf(c)} editions={editions} />
    return renderPage(c, { title: '目录编制', place: 'cloud' }, list)
  })
  pages.get('/editions/new', guard('catalogue.compile'), (c) => compilePage(c))
  pages.post('/editions', guard('catalogue.compile'), (c) =>
    orRefusal(
      c,
      async (form) => {
        const { editionId, unknownColumns } = await compileEdition(c.get('context'), {
          ...form.file('请选择要上传的目录文件。'),
          number: form.text('number'),
          midMonthRule: midMonthRuleOf(form.text('midMonthRule')),
        })
        return c.redirect(afterUpload(editionId, unknownColumns), 303)
      },
      (error) => compilePage(c, error),
    ),
  )
  pages.get(`/editions/${idInPath}`, guard('catalogue.read-drafts'), (c) =>
    editionPage(c, idParam(c), effectOf),
  )
  pages.get(`/editions/${idInPath}/replace`, guard('catalogue.compile'), (c) =>
    replacement(c, idParam(c), effectOf),
  )
  pages.get(`/editions/${idInPath}/catalogue.xlsx`, guard('catalogue.read-drafts'), async (c) => {
    const context = c.get('context')
    const { number, items } = await readCatalogueEdition(context, { editionId: idParam(c) })
    const name = `政务云平台服务目录 ${number}`
    return download(c, await itemsAsXlsx(context, items, name), `${name}.xlsx`, xlsxType)
  })
  for (const [name, { operation, work }] of Object.entries(editionSteps))
    pages.post(`/editions/${idInPath}/${name}`, guard(operation), (c) =>
      orRefusal(
        c,
        async (form) => {
          const next = await work(c.get('context'), idParam(c), form)
          return c.redirect(next ?? `/editions/${idParam(c)}`, 303)
        },
        (error) => editionPage(c, idParam(c), effectOf, error),
      ),
    )
  return pages
}

async function replacement(c: RequestContext, editionId: number, effectOf: ImpactOf): Promise<Response> {
  const [source, fileName] = [c.req.query('source') ?? '', c.req.query('fileName') ?? '']
  // Without a file there is nothing to preview: the draft's own page is where one is uploaded.
  if (source === '') return editionPage(c, editionId, effectOf)
  const preview = await previewReplacement(c.get('context'), { editionId, source, fileName })
  return renderPage(
    c,
    { title: `预览改动 · ${preview.number}`, place: 'cloud' },
    <ReplacementPage
      editionId={editionId}
      preview={preview}
      page={pageNumber.parse(c.req.query('changes'))}
    />,
  )
}
