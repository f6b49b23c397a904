import { allows, type Context } from '../platform/context.ts'
import type { Task } from '../platform/slice.ts'
import { awaitedEditions } from './editions/awaited-editions.ts'
import { listUnlistedNeeds } from './unlisted-needs/unlisted-needs.ts'

/** Out: editions whose next step is the actor's, and needs that departments asked for in vain. */
export async function catalogueTasks(context: Context): Promise<Task[]> {
  const editions = await awaitedEditions(context)
  const [edition] = editions
  return [
    {
      urgency: 'awaited',
      count: editions.length,
      text: '版目录等您处理',
      ...(edition === undefined ? {} : { note: `${edition.number}：${edition.words}` }),
      action: '去处理',
      href: edition !== undefined && editions.length === 1 ? `/editions/${edition.id}` : '/editions',
    },
    {
      urgency: 'awaited',
      count: await openUnlistedNeeds(context),
      text: '条目录外需求待答复',
      action: '去答复',
      href: '/catalogue/wishes',
    },
  ]
}

async function openUnlistedNeeds(context: Context): Promise<number> {
  if (!allows(context.actor, 'catalogue.answer-wishes')) return 0
  return (await listUnlistedNeeds(context)).filter(({ status }) => status === 'open').length
}
