export * from './model.ts'

/** Regulations a jurisdiction can be judged by, for choosing one. */
export const regulationOptions: readonly { value: string; label: string }[] = [
  { value: 'lingchuan-2024', label: '陵川县政务数据项目建设应用管理办法（陵政办发〔2024〕29号）' },
]

import { apiRouter, pageRouter } from '../platform/http.tsx'

export const regulationsApi = apiRouter()
export const regulationsPages = pageRouter()
