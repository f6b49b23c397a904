import type { WorkCalendar } from '../../src/platform/calendar.ts'
import { dateOf } from '../../src/platform/dates.ts'
import { publishedYears } from '../../src/platform/state-council-holidays.ts'

const years = publishedYears()

/** The calendar of the published years, for rules that are tested without a database. */
export const publishedCalendar: WorkCalendar = {
  covers: {
    from: dateOf(`${years[0]?.year}-01-01`),
    to: dateOf(`${years[years.length - 1]?.year}-12-31`),
  },
  exceptions: new Map(years.flatMap(({ days }) => days.map(({ day, kind }) => [day, kind] as const))),
}
