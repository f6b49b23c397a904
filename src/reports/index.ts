export { reportsApi } from './api.ts'
export { makeMonthlyReport } from './make-monthly-report.ts'
export { type MonthlySnapshot, monthsBetween } from './model.ts'
export { reportsPages } from './pages.tsx'
export {
  listMonthlyReports,
  type MonthlyReport,
  type ReportList,
  readMonthlyReport,
} from './read-monthly-report.ts'
export { hasReport, type WrittenReport, writeMonthlyReport } from './write-monthly-report.ts'
