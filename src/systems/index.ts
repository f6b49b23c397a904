import { apiRouter, pageRouter } from '../platform/http.tsx'

export const systemsApi = apiRouter()
export const systemsPages = pageRouter()
