import { pageRouter } from '../platform/http.tsx'
import { editionEffectPages } from './edition/routes.tsx'
import { filingPages } from './filing/routes.tsx'
import { rulesRoutes } from './filing/rules-routes.tsx'
import { resourcePages } from './resources/routes.tsx'

export const requestsPages = pageRouter()
for (const part of [editionEffectPages, rulesRoutes, filingPages, resourcePages])
  requestsPages.route('/', part)
