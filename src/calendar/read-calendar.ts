import { and, desc, eq, inArray, ne } from 'drizzle-orm'
import { peopleAs } from '../identity/index.ts'
import { allows, authorize, type Context, transact } from '../platform/context.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { type DayChange, differences, warningsOf } from './arrangement.ts'
import { calendarEditionMachine } from './model.ts'
import type { Recounter } from './recounter.ts'
import { calendarEditions } from './schema.ts'
import { type CalendarYear, readCalendarYears, workCalendarOf } from './work-calendar.ts'

export type CalendarEdition = Omit<typeof calendarEditions.$inferSelect, 'jurisdictionId' | 'fileKey'> & {
  uploader: string
  decider: string | null
}

export interface CalendarView {
  years: CalendarYear[]
  /** The last day whose days off are known; null: none. */
  coversTo: CalendarDate | null
  /** The newest first; approved ones only for a department. */
  editions: CalendarEdition[]
  /** Last days that run, were not met, and were counted beyond the known years. */
  provisional: number
}

const uploader = peopleAs('uploader')
const decider = peopleAs('decider')

function editionsOf(tx: Parameters<Parameters<typeof transact>[1]>[0]) {
  return tx
    .select({
      id: calendarEditions.id,
      year: calendarEditions.year,
      notice: calendarEditions.notice,
      days: calendarEditions.days,
      fileName: calendarEditions.fileName,
      status: calendarEditions.status,
      uploadedBy: calendarEditions.uploadedBy,
      uploadedAt: calendarEditions.uploadedAt,
      submittedAt: calendarEditions.submittedAt,
      decidedBy: calendarEditions.decidedBy,
      decidedAt: calendarEditions.decidedAt,
      comment: calendarEditions.comment,
      uploader: uploader.name,
      decider: decider.name,
    })
    .from(calendarEditions)
    .innerJoin(uploader, eq(uploader.id, calendarEditions.uploadedBy))
    .leftJoin(decider, eq(decider.id, calendarEditions.decidedBy))
}

/** Out: the years that count, what was imported, and how many last days still wait for a year. */
export async function readCalendar(
  context: Context,
  recounters: readonly Recounter[],
): Promise<CalendarView> {
  authorize(context, 'calendar.read')
  return transact(context, async (tx) => {
    const years = await readCalendarYears(tx)
    const calendar = workCalendarOf(years)
    let provisional = 0
    for (const { countProvisional } of recounters)
      provisional += await countProvisional(context, tx, calendar)
    return {
      years,
      coversTo: calendar.covers?.to ?? null,
      editions: await editionsOf(tx).orderBy(desc(calendarEditions.id)).limit(50),
      provisional,
    }
  })
}

/** Out: what somebody else handed in and the actor may approve, the newest first; nothing for who may not. */
export async function calendarsAwaiting(context: Context): Promise<{ id: number; year: number }[]> {
  const { actor } = context
  const { from, operation } = calendarEditionMachine.steps.approve
  if (actor.kind !== 'person' || !allows(actor, operation)) return []
  return transact(context, (tx) =>
    tx
      .select({ id: calendarEditions.id, year: calendarEditions.year })
      .from(calendarEditions)
      .where(and(inArray(calendarEditions.status, from), ne(calendarEditions.uploadedBy, actor.id)))
      .orderBy(desc(calendarEditions.id)),
  )
}

export interface EditionView {
  edition: CalendarEdition
  /** What would change, or changed, in the calendar. */
  changes: DayChange[]
  /** There was an arrangement of that year before. */
  replaces: CalendarYear | null
  warnings: string[]
}

/** In: an edition's id. Out: what it says, and what it changes. Throws not-found. */
export async function readCalendarEdition(context: Context, editionId: number): Promise<EditionView> {
  authorize(context, 'calendar.read')
  return transact(context, async (tx) => {
    const [edition] = await editionsOf(tx).where(eq(calendarEditions.id, editionId))
    if (edition === undefined) throw new AppError('not-found', '没有这份放假安排。')
    const asOf = edition.decidedAt === null ? undefined : new Date(edition.decidedAt.getTime() - 1)
    const before = (await readCalendarYears(tx, asOf)).find(({ year }) => year === edition.year) ?? null
    return {
      edition,
      replaces: before,
      changes: differences(before?.days ?? [], edition.days),
      warnings: warningsOf(edition),
    }
  })
}
