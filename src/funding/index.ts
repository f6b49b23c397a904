import { apiRouter, pageRouter } from '../platform/http.tsx'

export const fundingApi = apiRouter()
export const fundingPages = pageRouter()
