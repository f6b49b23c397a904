import { pageRouter } from '../platform/http/routers.ts'
import { editionImpactPages } from './edition-impact/routes.tsx'
import { filingPages } from './filing/routes.tsx'
import { rulesRoutes } from './filing/rules-routes.tsx'
import { resourcePages } from './resources/routes.tsx'

export const requestsPages = pageRouter()
for (const part of [editionImpactPages, rulesRoutes, filingPages, resourcePages])
  requestsPages.route('/', part)
