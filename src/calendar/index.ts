export { approveCalendar } from './approve-calendar.ts'
export type { Recounted, Recounter } from './recounter.ts'
export { submitCalendar } from './submit-calendar.ts'
export { uploadCalendar } from './upload-calendar.ts'
export { readWorkCalendar, seedWorkCalendar } from './work-calendar.ts'
export {
  addPeriodOfDays,
  addPeriodOfMonths,
  addWorkingDays,
  type CountedDay,
  type WorkCalendar,
} from './working-days.ts'
