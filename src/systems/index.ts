import { apiRouter, pageRouter } from '../platform/http.tsx'

export { confirmImport, type ImportResult } from './confirm-import.ts'
export { discardImport, previewAgain } from './discard-import.ts'
export { type RegisterColumn, registerColumns, shown } from './fields.ts'
export type { LedgerPreview } from './preview.ts'
export { previewLedger } from './preview-ledger.ts'
export { factEntries, systems } from './schema.ts'
export * from './words.ts'

export const systemsApi = apiRouter()
export const systemsPages = pageRouter()
