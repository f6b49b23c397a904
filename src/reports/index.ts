import { apiRouter, pageRouter } from '../platform/http.tsx'

export const reportsApi = apiRouter()
export const reportsPages = pageRouter()
