import { apiRouter, pageRouter } from '../platform/http.tsx'

export const migrationApi = apiRouter()
export const migrationPages = pageRouter()
