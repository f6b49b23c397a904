export { deskApi } from './api.ts'
export { deskPages } from './routes.tsx'
