import type { CalendarDate, Month } from '../platform/dates.ts'

/** Everything the monthly report says, frozen. */
export interface MonthlySnapshot {
  month: Month
  asOf: CalendarDate
}
