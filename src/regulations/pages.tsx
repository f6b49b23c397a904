import { AppError } from '../platform/errors.ts'
import { guard, pageRouter, renderPage } from '../platform/http.tsx'
import { CoverageBody, RegulationList } from './coverage-page.tsx'
import type { Pack } from './engine/rules.ts'
import { casesOf } from './packs/cases.ts'
import { packOf, packs } from './packs/index.ts'
import { RulebookBody } from './rulebook-page.tsx'

export const regulationsPages = pageRouter()

regulationsPages.get('/regulations', guard('public'), (c) =>
  renderPage(c, { title: '法规' }, <RegulationList packs={packs} casesOf={casesOf} />),
)

regulationsPages.get('/regulations/:id', guard('public'), (c) => {
  const pack = packAt(c.req.param('id'))
  return renderPage(
    c,
    { title: `${pack.title}对照本` },
    <RulebookBody pack={pack} cases={casesOf(pack.id)} open={c.req.query('cases') === 'all'} />,
  )
})

regulationsPages.get('/regulations/:id/coverage', guard('public'), (c) => {
  const pack = packAt(c.req.param('id'))
  return renderPage(
    c,
    { title: `${pack.title}逐条处理情况` },
    <CoverageBody pack={pack} cases={casesOf(pack.id)} />,
  )
})

function packAt(id: string): Pack {
  const pack = packOf(id)
  if (pack === undefined)
    throw new AppError('not-found', '没有收录这部法规，请核对网址，或者从系统页面上的依据点进来。')
  return pack
}
