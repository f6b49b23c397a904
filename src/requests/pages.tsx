import { pageRouter } from '../platform/http.tsx'
import { capacityPages } from './capacity/routes.tsx'
import { editionEffectPages } from './edition/routes.tsx'
import { filingPages } from './filing/routes.tsx'
import { rulesRoutes } from './filing/rules-routes.tsx'
import { learntPages } from './learnt/pages.tsx'
import { resourcePages } from './resources/routes.tsx'

export const requestsPages = pageRouter()
for (const part of [editionEffectPages, rulesRoutes, learntPages, filingPages, resourcePages, capacityPages])
  requestsPages.route('/', part)
