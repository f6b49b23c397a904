import { pageRouter } from '../platform/http/routers.ts'
import { editionPages } from './editions/edition-routes.tsx'
import type { ImpactOf } from './editions/one-edition-page.tsx'
import { itemPages } from './items/item-routes.tsx'
import { publicPages } from './items/public-routes.tsx'
import { unlistedNeedPages } from './unlisted-needs/routes.tsx'

/** In: how an edition's impact on requests and resources is shown. Out: all pages of the catalogue. */
export function cataloguePages(impactOf: ImpactOf) {
  const pages = pageRouter()
  for (const part of [publicPages, itemPages, editionPages(impactOf), unlistedNeedPages])
    pages.route('/', part)
  return pages
}
