import { apiRouter, pageRouter } from '../platform/http.tsx'

export const deskApi = apiRouter()
export const deskPages = pageRouter()
