import type { Context } from '../platform/context.ts'
import type { Task } from '../platform/slice.ts'
import { determinationTasks } from './determinations/tasks.ts'
import { evaluationTasks } from './evaluations/tasks.ts'
import { orderTasks } from './orders/tasks.ts'

/** Out: what waits for the actor in this place. */
export async function oversightTasks(context: Context): Promise<Task[]> {
  return [
    ...(await orderTasks(context)),
    ...(await determinationTasks(context)),
    ...(await evaluationTasks(context)),
  ]
}
