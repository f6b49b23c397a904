import { AppError } from '../../platform/errors.ts'
import { download, xlsxType } from '../../platform/http/download.ts'
import { guard } from '../../platform/http/guard.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { FaultyRows } from '../items/faults.ts'
import { fieldOf, personOf, uploaded } from '../items/form-fields.ts'
import { itemsAsXlsx } from '../items/write-table.ts'
import { compileEdition } from './compile-edition.ts'
import { listCatalogueEditions, readCatalogueEdition } from './edition-drafts.ts'
import { CompileForm } from './edition-forms.tsx'
import { EditionList } from './edition-list-page.tsx'
import { afterUpload, editionSteps, midMonthRuleOf } from './edition-steps.ts'
import { editionPage, Failure, type ImpactOf } from './one-edition-page.tsx'
import { previewReplacement } from './replace-draft.ts'
import { ReplacementPage } from './replacement-page.tsx'

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

/** In: how an edition's effect on requests and resources is shown. Out: the pages of compiling and approving. */
export function editionPages(effectOf: ImpactOf) {
  const pages = pageRouter()
  pages.get('/editions', guard('catalogue.read-drafts'), async (c) => {
    const editions = await listCatalogueEditions(c.get('context'))
    const list = <EditionList person={personOf(c)} editions={editions} />
    return renderPage(c, { title: '目录编制', place: 'editions' }, list)
  })
  pages.get('/editions/new', guard('catalogue.compile'), (c) => compilePage(c))
  pages.post('/editions', guard('catalogue.compile'), compile)
  pages.get(`/editions/${idInPath}`, guard('catalogue.read-drafts'), (c) =>
    editionPage(c, idParam(c), effectOf),
  )
  pages.get(`/editions/${idInPath}/replace`, guard('catalogue.compile'), (c) =>
    replacement(c, idParam(c), effectOf),
  )
  pages.get(`/editions/${idInPath}/catalogue.xlsx`, guard('catalogue.read-drafts'), async (c) => {
    const { number, items } = await readCatalogueEdition(c.get('context'), {
      editionId: idParam(c),
    })
    const name = `政务云平台服务目录 ${number}`
    return download(c, await itemsAsXlsx(items, name), `${name}.xlsx`, xlsxType)
  })
  for (const [name, { operation, work }] of Object.entries(editionSteps))
    pages.post(`/editions/${idInPath}/${name}`, guard(operation), async (c) => {
      const editionId = idParam(c)
      try {
        const next = await work(c.get('context'), editionId, c)
        return c.redirect(next ?? `/editions/${editionId}`, 303)
      } catch (error) {
        // Refused: the edition is shown with the reason.
        if (!(error instanceof AppError) || error.status >= 500 || error.code === 'not-found') throw error
        return editionPage(c, editionId, effectOf, error)
      }
    })
  return pages
}

async function compile(c: RequestContext): Promise<Response> {
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
}

async function replacement(c: RequestContext, editionId: number, effectOf: ImpactOf): Promise<Response> {
  const [source, fileName] = [c.req.query('source') ?? '', c.req.query('fileName') ?? '']
  // Without a file there is nothing to preview: the draft's own page is where one is uploaded.
  if (source === '') return editionPage(c, editionId, effectOf)
  const preview = await previewReplacement(c.get('context'), { editionId, source, fileName })
  return renderPage(
    c,
    { title: `预览改动 · ${preview.number}`, place: 'editions' },
    <ReplacementPage editionId={editionId} preview={preview} />,
  )
}
