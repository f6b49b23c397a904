import { apiRouter } from '../platform/http/routers.ts'
import { ordersApi } from './orders/api.ts'

export const oversightApi = apiRouter()
oversightApi.route('/', ordersApi)
