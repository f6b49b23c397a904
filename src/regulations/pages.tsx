import { AppError } from '../platform/errors.ts'
import { guard, pageRouter, renderPage } from '../platform/http.tsx'
import { casesOf } from './packs/cases.ts'
import { packOf } from './packs/index.ts'
import { RulebookBody } from './rulebook-page.tsx'

export const regulationsPages = pageRouter()

regulationsPages.get('/regulations/:id', guard('public'), (c) => {
  const pack = packOf(c.req.param('id'))
  if (pack === undefined)
    throw new AppError('not-found', '没有收录这部法规，请核对网址，或者从系统页面上的依据点进来。')
  return renderPage(
    c,
    { title: `${pack.title}对照本` },
    <RulebookBody pack={pack} cases={casesOf(pack.id)} />,
  )
})
