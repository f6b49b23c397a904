import { pageRouter } from '../platform/http.tsx'

export const fundingPages = pageRouter()
