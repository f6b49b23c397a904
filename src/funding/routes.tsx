import { allows, visibilityOf } from '../platform/context.ts'
import { download, xlsxType } from '../platform/http/download.ts'
import { guard } from '../platform/http/guard.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter } from '../platform/http/routers.ts'
import { rulesPages, supplementPages } from '../rules/index.ts'
import { fundsAsXlsx } from './export-xlsx.ts'
import { FundsBody } from './funds-page.tsx'
import { exportFunds, fundFilters, listFunds } from './list-funds.ts'
import { replayPages } from './replay-routes.tsx'

export const fundingPages = pageRouter()
fundingPages.route('/', replayPages)
fundingPages.route('/', rulesPages)
fundingPages.route('/', supplementPages)

fundingPages.get('/funding', guard('funding.read'), async (c) => {
  const context = c.get('context')
  const filters = fundFilters.parse(c.req.query())
  const list = await listFunds(context, filters)
  const { actor } = context
  const ownUnit =
    actor.kind === 'person' && visibilityOf(actor).organisations !== 'all' ? actor.organisationName : null
  return renderPage(
    c,
    { title: '运维资金', place: 'funding' },
    <FundsBody
      list={list}
      filters={filters}
      ownUnit={ownUnit}
      seesRules={allows(actor, 'regulations.read')}
    />,
  )
})

fundingPages.get('/funding/export.xlsx', guard('funding.read'), async (c) => {
  const context = c.get('context')
  const { asOf, lines } = await exportFunds(context, fundFilters.parse(c.req.query()))
  return download(c, await fundsAsXlsx(context, lines), `运维经费结论-${asOf ?? '未判定'}.xlsx`, xlsxType)
})
