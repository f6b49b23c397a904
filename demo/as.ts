import { clockFrom } from '../src/platform/clock.ts'
import type { Context } from '../src/platform/context.ts'
import type { CalendarDate } from '../src/platform/dates.ts'
import type { Role } from '../src/platform/permissions.ts'

/** In: a role. Out: how its account acts. */
export type As = (role: Role) => Context

/** The same people on a day that has passed, at ten in the morning. */
export function on(as: As, day: CalendarDate): As {
  const clock = clockFrom(() => new Date(`${day}T10:00:00+08:00`))
  return (role) => ({ ...as(role), clock })
}

const dayInMs = 86_400_000

/** The same people, so many days earlier: what the demo shows as begun some time ago. */
export function before(as: As, days: number): As {
  return (role) => {
    const context = as(role)
    const earlier = clockFrom(() => new Date(context.clock.now().getTime() - days * dayInMs))
    return { ...context, clock: earlier }
  }
}
