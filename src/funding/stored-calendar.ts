import type { WorkCalendar } from '../calendar/index.ts'
import type { CalendarDate } from '../platform/dates.ts'

/** A calendar as it is kept (JSON). */
export interface StoredCalendar {
  covers: WorkCalendar['covers']
  exceptions: readonly (readonly [CalendarDate, 'off' | 'worked'])[]
}
