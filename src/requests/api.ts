import { apiRouter } from '../platform/http.tsx'
import { filingApi } from './filing/api.ts'
import { resourcesApi } from './resources/api.ts'

export const requestsApi = apiRouter()
requestsApi.route('/', filingApi)
requestsApi.route('/', resourcesApi)
