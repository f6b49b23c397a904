import { apiRouter, pageRouter } from '../platform/http.tsx'

export { columnsOfSystem, factRowSql, factsOfSystem } from './facts-of-system.ts'
export { type Judged, judgeSystems } from './judge-systems.ts'
export { verdicts } from './schema.ts'

export const fundingApi = apiRouter()
export const fundingPages = pageRouter()
