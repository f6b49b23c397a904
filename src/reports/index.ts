export { reportsApi } from './api.ts'
export { makeMonthlyReport } from './make-monthly-report.ts'
export { type MonthlySnapshot, monthsBetween } from './model.ts'
export {
  listMonthlyReports,
  type MonthlyReport,
  type ReportList,
  readMonthlyReport,
} from './read-monthly-report.ts'
export { reportsPages } from './routes.tsx'
export { hasReport, type WrittenReport, writeMonthlyReport } from './write-monthly-report.ts'
