import { apiRouter } from '../platform/http.tsx'

export const deskApi = apiRouter()
