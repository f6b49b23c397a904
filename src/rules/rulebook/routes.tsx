import { allows } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter } from '../../platform/http/routers.ts'
import type { Pack } from '../../regulations/index.ts'
import { casesOf, packOf, packs } from '../../regulations/index.ts'
import { CoverageBody, RegulationList } from './coverage-page.tsx'
import { OtherVersion, OwnRules } from './own-rules.tsx'
import { readRulebook } from './read-rulebook.ts'
import { RulebookBody } from './rulebook-page.tsx'

export const regulationsPages = pageRouter()

regulationsPages.get('/regulations', guard('public'), (c) =>
  renderPage(c, { title: '法规', place: 'funding' }, <RegulationList packs={packs} casesOf={casesOf} />),
)

regulationsPages.get('/regulations/:id', guard('public'), async (c) => {
  const installed = packAt(c.req.param('id'))
  const book = await readRulebook(c.get('context'), installed.id)
  const adopted = book !== null && c.req.query('edition') === 'adopted' ? book.rules.edition.pack : null
  return renderPage(
    c,
    { title: `${installed.title}对照本`, place: 'funding' },
    <>
      {book === null ? null : <OtherVersion book={book} shown={adopted ?? installed} />}
      <RulebookBody
        // Cases and coverage are those of the installed version: of an older one, its rules are shown.
        pack={adopted === null ? installed : { ...adopted, coverage: encodedIn(adopted) }}
        cases={adopted === null ? casesOf(installed.id) : []}
        open={c.req.query('cases') === 'all'}
        adoptedBy={allows(c.get('context').actor, 'regulations.read') ? book?.jurisdictionName : undefined}
      />
      {book === null ? null : <OwnRules book={book} />}
    </>,
  )
})

regulationsPages.get('/regulations/:id/coverage', guard('public'), (c) => {
  const pack = packAt(c.req.param('id'))
  return renderPage(
    c,
    { title: `${pack.title}逐条处理情况`, place: 'funding' },
    <CoverageBody pack={pack} cases={casesOf(pack.id)} />,
  )
})

function encodedIn({ scope, rules }: Pack): Pack['coverage'] {
  return Object.fromEntries([scope, ...rules].map(({ clause, demand }) => [clause, { encoded: demand }]))
}

function packAt(id: string): Pack {
  const pack = packOf(id)
  if (pack === undefined)
    throw new AppError('not-found', '没有收录这部法规，请核对网址，或者从系统页面上的依据点进来。')
  return pack
}
