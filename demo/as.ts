import { clockFrom } from '../src/platform/clock.ts'
import type { Context } from '../src/platform/context.ts'
import type { Role } from '../src/platform/permissions.ts'

/** In: a role. Out: how its account acts. */
export type As = (role: Role) => Context

const dayInMs = 86_400_000

/** The same people, so many days earlier: what the demo shows as begun some time ago. */
export function before(as: As, days: number): As {
  return (role) => {
    const context = as(role)
    const earlier = clockFrom(() => new Date(context.clock.now().getTime() - days * dayInMs))
    return { ...context, clock: earlier }
  }
}
