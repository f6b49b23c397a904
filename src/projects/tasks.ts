import { eq } from 'drizzle-orm'
import { allows, type Context, transact } from '../platform/context.ts'
import type { Task } from '../platform/slice.ts'
import { isSecond } from './model.ts'
import { projectMilestones } from './schema.ts'
import { waitingHref } from './words.ts'

/** Out: milestones whose second person the actor can be. */
export async function projectTasks(context: Context): Promise<Task[]> {
  const { actor } = context
  if (actor.kind !== 'person' || !allows(actor, 'projects.confirm')) return []
  const waiting = await transact(context, (tx) =>
    tx
      .select({
        id: projectMilestones.id,
        step: projectMilestones.step,
        status: projectMilestones.status,
        recordedBy: projectMilestones.recordedBy,
        organisationId: projectMilestones.organisationId,
      })
      .from(projectMilestones)
      .where(eq(projectMilestones.status, 'recorded')),
  )
  const mine = waiting.filter((one) => isSecond(actor, one, one.organisationId))
  const [first] = mine
  return [
    {
      urgency: 'awaited',
      count: mine.length,
      text: '个项目节点等您确认',
      action: '去确认',
      href: mine.length === 1 && first !== undefined ? `/projects/milestones/${first.id}` : waitingHref,
    },
  ]
}
