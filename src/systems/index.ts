import { apiRouter, pageRouter } from '../platform/http.tsx'

export { factEntries, systems } from './schema.ts'
export * from './words.ts'

export const systemsApi = apiRouter()
export const systemsPages = pageRouter()
