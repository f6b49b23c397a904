import { and, count, eq, inArray, isNotNull, max, ne, not, sql } from 'drizzle-orm'
import { allows, type Context, transact } from '../../platform/context.ts'
import type { Task } from '../../platform/slice.ts'
import { declarations } from './model.ts'
import { determinations as table } from './schema.ts'

const lists = { determinations: '认定', declarations: '台账完整声明' } as const

/** Out: drafts and liftings that wait for the actor's signature. */
export async function determinationTasks(context: Context): Promise<Task[]> {
  const { actor } = context
  if (actor.kind !== 'person' || !allows(actor, 'oversight.sign-determination')) return []
  return transact(context, async (tx) => {
    const own = sql`${actor.id} = any (${table.authors})`
    const waits = {
      drafted: and(eq(table.status, 'drafted'), not(own)),
      signed: and(
        eq(table.status, 'signed'),
        isNotNull(table.liftProposedBy),
        ne(table.liftProposedBy, actor.id),
      ),
    }
    const isDeclaration = inArray(table.about, [...declarations])
    const task = async (
      list: keyof typeof lists,
      status: keyof typeof waits,
      does: string,
    ): Promise<Task> => {
      const which = list === 'declarations' ? isDeclaration : not(isDeclaration)
      const [found] = await tx
        .select({ count: count(), newest: max(table.id) })
        .from(table)
        .where(and(waits[status], which))
      const waiting = found?.count ?? 0
      return {
        urgency: 'awaited',
        count: waiting,
        text: `份${lists[list]}${status === 'drafted' ? '' : '的解除'}等您${does}`,
        action: `去${does}`,
        href:
          waiting === 1
            ? `/oversight/determinations/${found?.newest}`
            : `/oversight/${list}?status=${status}`,
      }
    }
    return [
      await task('determinations', 'drafted', '签署'),
      await task('declarations', 'drafted', '签署'),
      await task('determinations', 'signed', '办理'),
      await task('declarations', 'signed', '办理'),
    ]
  })
}
