export { makeMonthlyReport } from './make-monthly-report.ts'
export { monthsBetween } from './model.ts'
export { hadSystems, hasReport, writeMonthlyReport } from './write-monthly-report.ts'
