import { apiRouter } from '../platform/http/routers.ts'
import { determinationsApi } from './determinations/api.ts'
import { evaluationsApi } from './evaluations/api.ts'
import { ordersApi } from './orders/api.ts'

export const oversightApi = apiRouter()
oversightApi.route('/', ordersApi)
oversightApi.route('/', determinationsApi)
oversightApi.route('/', evaluationsApi)
