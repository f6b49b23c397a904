import { apiRouter } from '../platform/http/routers.ts'
import { filingApi } from './filing/api.ts'
import { resourcesApi } from './resources/api.ts'

export const requestsApi = apiRouter()
requestsApi.route('/', filingApi)
requestsApi.route('/', resourcesApi)
