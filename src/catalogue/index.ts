import { apiRouter, pageRouter } from '../platform/http.tsx'

export const catalogueApi = apiRouter()
export const cataloguePages = pageRouter()
