import { and, eq, lte, sql } from 'drizzle-orm'
import { type Database, type Transaction, transactAs } from '../platform/database.ts'
import { dateOf } from '../platform/dates.ts'
import { type ArrangedDay, calendarDays, calendarEditions, calendarYears } from './schema.ts'
import { publishedYears } from './state-council-holidays.ts'
import type { WorkCalendar } from './working-days.ts'

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

/** One year of the calendar as it counts in a jurisdiction. */
export interface CalendarYear {
  year: number
  notice: string
  days: ArrangedDay[]
  /** Since when it has counted here; null: it came with the program when this was installed. */
  knownSince: Date | null
  /** The edition that was imported; null: it came with the program. */
  editionId: number | null
}

/**
 * In: the instant whose knowledge counts; left out: now. Out: the years that count in the transaction's jurisdiction, the
 * oldest first: those that came with the program, and over them the editions that the jurisdiction has approved.
 */
export async function readCalendarYears(tx: Transaction, knownAt?: Date): Promise<CalendarYear[]> {
  const seeded = await tx.select().from(calendarYears)
  const days = await tx.select().from(calendarDays).orderBy(calendarDays.day)
  const installed = Math.min(...seeded.map(({ recordedAt }) => recordedAt.getTime()))
  const years = new Map<number, CalendarYear>()
  for (const { year, notice, recordedAt } of seeded) {
    const knownSince = recordedAt.getTime() === installed ? null : recordedAt
    if (knownAt !== undefined && knownSince !== null && knownSince > knownAt) continue
    const own = days.filter(({ day }) => day.startsWith(String(year)))
    years.set(year, {
      year,
      notice,
      knownSince,
      editionId: null,
      days: own.map(({ day, kind, name }) => ({ day: dateOf(day), kind, name })),
    })
  }
  const editions = await tx
    .select()
    .from(calendarEditions)
    .where(
      and(
        eq(calendarEditions.status, 'approved'),
        // A transaction that sees all jurisdictions has none of its own, and so no editions.
        eq(calendarEditions.jurisdictionId, sql`dengyun_jurisdiction()`),
        knownAt === undefined ? undefined : lte(calendarEditions.decidedAt, knownAt),
      ),
    )
    .orderBy(calendarEditions.decidedAt, calendarEditions.id)
  for (const { id, year, notice, days: own, decidedAt } of editions)
    years.set(year, { year, notice, days: own, knownSince: decidedAt, editionId: id })
  return [...years.values()].sort((a, b) => a.year - b.year)
}

/** As `readCalendarYears`, for counting working days. Covers the unbroken run of years up to the last one. */
export async function readWorkCalendar(tx: Transaction, knownAt?: Date): Promise<WorkCalendar> {
  return workCalendarOf(await readCalendarYears(tx, knownAt))
}

/** In: years, the oldest first. Out: the calendar they make. */
export function workCalendarOf(years: readonly Pick<CalendarYear, 'year' | 'days'>[]): WorkCalendar {
  const exceptions = new Map(years.flatMap(({ days }) => days.map(({ day, kind }) => [day, kind] as const)))
  const last = years.at(-1)?.year
  if (last === undefined) return { covers: null, exceptions }
  let first = last
  while (years.some(({ year }) => year === first - 1)) first -= 1
  return { covers: { from: dateOf(`${first}-01-01`), to: dateOf(`${last}-12-31`) }, exceptions }
}
