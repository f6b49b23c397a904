/** Pure. */

import { z } from 'zod'
import type { WorkCalendar } from '../calendar/index.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { storedDate } from '../platform/stored.ts'

/** A calendar as it is kept beside the rules that counted by it (JSON). */
export interface StoredCalendar {
  covers: WorkCalendar['covers']
  exceptions: readonly (readonly [CalendarDate, 'off' | 'worked'])[]
}

export const storedCalendar: z.ZodType<StoredCalendar> = z.object({
  covers: z.object({ from: storedDate, to: storedDate }).nullable(),
  exceptions: z.array(z.tuple([storedDate, z.enum(['off', 'worked'])])),
})
