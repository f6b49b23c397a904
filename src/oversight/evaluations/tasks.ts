import { and, count, eq, isNotNull, max, ne, or } from 'drizzle-orm'
import { allows, type Context, transact } from '../../platform/context.ts'
import type { Task } from '../../platform/slice.ts'
import { evaluations as table } from './schema.ts'

/** Out: evaluations, rectifications and withdrawals that wait for the actor as the second person. */
export async function evaluationTasks(context: Context): Promise<Task[]> {
  const { actor } = context
  if (actor.kind !== 'person' || !allows(actor, 'oversight.sign-determination')) return []
  const [waiting] = await transact(context, (tx) =>
    tx
      .select({ count: count(), newest: max(table.id) })
      .from(table)
      .where(
        or(
          and(eq(table.status, 'drafted'), ne(table.recordedBy, actor.id)),
          and(
            eq(table.status, 'confirmed'),
            isNotNull(table.rectifiedOn),
            ne(table.rectifiedBy, actor.id),
            ne(table.recordedBy, actor.id),
          ),
          and(ne(table.status, 'withdrawn'), ne(table.withdrawProposedBy, actor.id)),
        ),
      ),
  )
  const one = waiting?.count === 1
  return [
    {
      urgency: 'awaited',
      count: waiting?.count ?? 0,
      text: '份评价、整改或者撤销等您确认',
      action: '去确认',
      href: one ? `/oversight/evaluations/${waiting?.newest}` : '/oversight/evaluations',
    },
  ]
}
