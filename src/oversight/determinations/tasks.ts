import { and, count, eq, isNotNull, max, ne, not, sql } from 'drizzle-orm'
import { allows, type Context, transact } from '../../platform/context.ts'
import type { Task } from '../../platform/slice.ts'
import { determinations as table } from './schema.ts'

/** Out: drafts and liftings that wait for the actor's signature. */
export async function determinationTasks(context: Context): Promise<Task[]> {
  const { actor } = context
  if (actor.kind !== 'person' || !allows(actor, 'oversight.sign-determination')) return []
  const of = (
    rows: readonly { count: number; newest: number | null }[],
    text: string,
    action: string,
  ): Task => {
    const [{ count: waiting, newest } = { count: 0, newest: null }] = rows
    const href = waiting === 1 ? `/oversight/determinations/${newest}` : '/oversight/determinations'
    return { urgency: 'awaited', count: waiting, text, action, href }
  }
  return transact(context, async (tx) => {
    const select = () => tx.select({ count: count(), newest: max(table.id) }).from(table)
    const own = sql`${actor.id} = any (${table.authors})`
    const drafts = await select().where(and(eq(table.status, 'drafted'), not(own)))
    const lifts = await select().where(
      and(eq(table.status, 'signed'), isNotNull(table.liftProposedBy), ne(table.liftProposedBy, actor.id)),
    )
    return [of(drafts, '份认定、声明等您签署', '去签署'), of(lifts, '份认定、声明的解除等您办理', '去办理')]
  })
}
