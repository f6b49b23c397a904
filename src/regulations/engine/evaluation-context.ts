import {
  addPeriodOfDays,
  addPeriodOfMonths,
  addWorkingDays,
  type CountedDay,
  type WorkCalendar,
} from '../../calendar/index.ts'
import { addDays, addMonths, addYears, type CalendarDate } from '../../platform/dates.ts'
import { getOrInsert } from '../../platform/get-or-insert.ts'
import type { Span, Unit } from './expressions.ts'

/** The day judged and the calendar it is judged by. Counts are remembered: systems share their days. */
export interface EvaluationContext {
  asOf: CalendarDate
  /** The years whose days off are known. */
  covers: WorkCalendar['covers']
  /** The last day of a period that begins with an event on `from`. */
  due(period: Span, from: CalendarDate): CountedDay
  /** The day after: where an effect begins whose last day in time was `date`. */
  next(date: CalendarDate): CalendarDate
}

/** Whole years that something has lasted: no holiday takes part, so the count is never provisional. */
export function isPlainAnniversary({ unit, lasting }: Span): boolean {
  return lasting === true && unit === 'years'
}

function count(calendar: WorkCalendar, period: Span, from: CalendarDate): CountedDay {
  if (isPlainAnniversary(period)) return { on: addYears(from, period.count), provisional: false }
  switch (period.unit) {
    case 'working-days':
      return addWorkingDays(calendar, from, period.count)
    case 'days':
      return addPeriodOfDays(calendar, from, period.count)
    case 'months':
      return addPeriodOfMonths(calendar, from, period.count)
    case 'years':
      return addPeriodOfMonths(calendar, from, period.count * 12)
  }
}

const plain: Record<Unit, (from: CalendarDate, count: number) => CalendarDate> = {
  // No period of working days is shorter than as many days.
  'working-days': addDays,
  days: addDays,
  months: addMonths,
  years: addYears,
}

/** In: a period and the day of its event. Out: its end before any day off moves it. */
export function plainEnd({ unit, count }: Span, from: CalendarDate): CalendarDate {
  return plain[unit](from, count)
}

const counters = new WeakMap<WorkCalendar, Omit<EvaluationContext, 'asOf'>>()

export function evaluationContextOf(asOf: CalendarDate, calendar: WorkCalendar): EvaluationContext {
  return { asOf, ...getOrInsert(counters, calendar, () => counterOf(calendar)) }
}

function counterOf(calendar: WorkCalendar): Omit<EvaluationContext, 'asOf'> {
  const counted = new Map<Span, Map<CalendarDate, CountedDay>>()
  const following = new Map<CalendarDate, CalendarDate>()
  return {
    covers: calendar.covers,
    due(period, from) {
      const ofPeriod = getOrInsert(counted, period, () => new Map<CalendarDate, CountedDay>())
      return getOrInsert(ofPeriod, from, () => count(calendar, period, from))
    },
    next(date) {
      return getOrInsert(following, date, () => addDays(date, 1))
    },
  }
}
