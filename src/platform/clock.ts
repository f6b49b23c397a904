import { type CalendarDate, dateInChina } from './dates.ts'

/** The only source of "now"; tests and the demo set their own. */
export interface Clock {
  now(): Date
  today(): CalendarDate
}

export function clockFrom(now: () => Date): Clock {
  return { now, today: () => dateInChina(now()) }
}

export const systemClock: Clock = clockFrom(() => new Date())
