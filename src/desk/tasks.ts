import type { Context } from '../platform/context.ts'
import type { Slice, Task } from '../platform/slice.ts'

/** What one slice says waits for the actor. */
export type TaskReader = NonNullable<Slice['tasks']>

const order: readonly Task['urgency'][] = ['overdue', 'awaited', 'late', 'later']

/** In: where tasks come from. Out: what the actor has to do, what waits for them first. */
export async function readTasks(context: Context, readers: readonly TaskReader[]): Promise<Task[]> {
  const tasks: Task[] = []
  for (const read of readers) tasks.push(...(await read(context)))
  return order.flatMap((urgency) => tasks.filter((task) => task.urgency === urgency && task.count > 0))
}
