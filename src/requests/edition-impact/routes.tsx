import { guard } from '../../platform/http/guard.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter } from '../../platform/http/routers.ts'
import { UnlistedNeedsBody } from '../unlisted-needs/page.tsx'
import { readUnlistedNeeds } from '../unlisted-needs/read-unlisted-needs.ts'
import { ImpactBody } from './impact-page.tsx'
import { readEditionImpact } from './read-impact.ts'

export const editionImpactPages = pageRouter()

editionImpactPages.get(`/editions/${idInPath}/effect`, guard('catalogue.read-drafts'), async (c) => {
  const effect = await readEditionImpact(c.get('context'), { editionId: idParam(c) })
  const title = `${effect.edition.number}的影响`
  return renderPage(c, { title, place: 'cloud' }, <ImpactBody effect={effect} />)
})

editionImpactPages.get('/gaps', guard('catalogue.answer-wishes'), async (c) => {
  const gaps = await readUnlistedNeeds(c.get('context'))
  return renderPage(c, { title: '缺口清单', place: 'cloud' }, <UnlistedNeedsBody view={gaps} />)
})
