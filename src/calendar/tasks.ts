import type { Context } from '../platform/context.ts'
import type { Task } from '../platform/slice.ts'
import { calendarsAwaiting } from './read-calendar.ts'

/** Out: days off of a year that the actor may approve. */
export async function calendarTasks(context: Context): Promise<Task[]> {
  const calendars = await calendarsAwaiting(context)
  const [calendar] = calendars
  return [
    {
      urgency: 'awaited',
      count: calendars.length,
      text: '份放假安排等您审批',
      ...(calendar === undefined ? {} : { note: `${calendar.year}年` }),
      action: '去审批',
      href: calendar === undefined ? '/calendar' : `/calendar/editions/${calendar.id}`,
    },
  ]
}
