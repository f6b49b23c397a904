import { publishedYears } from '../../src/calendar/state-council-holidays.ts'
import type { WorkCalendar } from '../../src/calendar/working-days.ts'
import { dateOf } from '../../src/platform/dates.ts'

const years = publishedYears()

/** The calendar of the published years, for rules that are tested without a database. */
export const publishedCalendar: WorkCalendar = {
  covers: {
    from: dateOf(`${years[0]?.year}-01-01`),
    to: dateOf(`${years[years.length - 1]?.year}-12-31`),
  },
  exceptions: new Map(years.flatMap(({ days }) => days.map(({ day, kind }) => [day, kind] as const))),
}
