import { guard, pageRouter, renderPage } from '../../platform/http.tsx'
import { EffectBody } from './effect-page.tsx'
import { GapsBody } from './gaps-page.tsx'
import { readEditionEffect } from './read-effect.ts'
import { readGaps } from './read-gaps.ts'

export const editionEffectPages = pageRouter()

editionEffectPages.get('/editions/:id{[0-9]{1,15}}/effect', guard('catalogue.read-drafts'), async (c) => {
  const effect = await readEditionEffect(c.get('context'), { editionId: Number(c.req.param('id')) })
  const title = `${effect.edition.number}的影响`
  return renderPage(c, { title, place: 'editions' }, <EffectBody effect={effect} />)
})

editionEffectPages.get('/gaps', guard('catalogue.answer-wishes'), async (c) => {
  const gaps = await readGaps(c.get('context'))
  return renderPage(c, { title: '缺口清单', place: 'editions' }, <GapsBody gaps={gaps} />)
})
