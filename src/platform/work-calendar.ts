import { sql } from 'drizzle-orm'
import type { WorkCalendar } from './calendar.ts'
import { type Database, type Transaction, transactAs } from './database.ts'
import { type CalendarDate, dateOf } from './dates.ts'
import { calendarDays, calendarYears } from './schema.ts'
import { publishedYears } from './state-council-holidays.ts'

/** Puts the published years that are missing into the calendar table. Years that are there stay as they are. */
export async function seedWorkCalendar(database: Database): Promise<void> {
  await transactAs(database, 'all-jurisdictions', async (tx) => {
    const present = new Set(
      (await tx.select({ year: calendarYears.year }).from(calendarYears)).map((row) => row.year),
    )
    for (const { year, notice, days } of publishedYears()) {
      if (present.has(year)) continue
      await tx.insert(calendarYears).values({ year, notice }).onConflictDoNothing()
      await tx.insert(calendarDays).values(days).onConflictDoNothing()
    }
  })
}

/** Out: the calendar as recorded, for counting working days. Covers the unbroken run of years up to the last one. */
export async function readWorkCalendar(tx: Transaction): Promise<WorkCalendar> {
  const years = (
    await tx.select({ year: calendarYears.year }).from(calendarYears).orderBy(sql`year desc`)
  ).map((row) => row.year)
  const days = await tx.select({ day: calendarDays.day, kind: calendarDays.kind }).from(calendarDays)
  const exceptions = new Map<CalendarDate, 'off' | 'worked'>(days.map((row) => [dateOf(row.day), row.kind]))
  const last = years[0]
  if (last === undefined) return { covers: null, exceptions }
  const gap = years.findIndex((year, index) => year !== last - index)
  const first = gap === -1 ? last - years.length + 1 : last - gap + 1
  return { covers: { from: dateOf(`${first}-01-01`), to: dateOf(`${last}-12-31`) }, exceptions }
}
