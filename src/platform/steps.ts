import { and, eq, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { type Actor, allows } from './context.ts'
import type { StateMachine, Steps } from './state-machine.ts'

/** In: who, a transition table and a state. Out: the steps that the state and the permission table allow them. */
export function allowedSteps<Status extends string, S extends Steps<Status>, Named extends object>(
  actor: Actor,
  { steps }: StateMachine<Status, S, Named>,
  status: NoInfer<Status>,
): Set<keyof S & string> {
  const names: (keyof S & string)[] = Object.keys(steps)
  return new Set(
    names.filter((name) => {
      const step = steps[name]
      return (
        step?.from?.includes(status) === true && step.operation !== undefined && allows(actor, step.operation)
      )
    }),
  )
}

/** The condition of every change of state: the row still is in the state in which it was found. */
export function stillAs<Status extends string>(
  table: { id: PgColumn; status: PgColumn },
  row: { id: number; status: Status },
): SQL | undefined {
  return and(eq(table.id, row.id), eq(table.status, row.status))
}
