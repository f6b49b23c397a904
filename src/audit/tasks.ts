import { allows, type Context, transact } from '../platform/context.ts'
import type { Task } from '../platform/slice.ts'
import { countOpen } from './read-reconciliation.ts'

/** Out: what the reconciliation found that nobody has settled. */
export async function auditTasks(context: Context): Promise<Task[]> {
  if (!allows(context.actor, 'audit.read')) return []
  const { differences, systems } = await transact(context, (tx) => countOpen(context, tx))
  return [
    {
      urgency: 'late',
      count: differences,
      text: '处数据核对不一致',
      ...(systems === 0 ? {} : { note: `${systems} 个系统的资金结论因此暂不作为拨付依据` }),
      action: '查明改动',
      href: '/audit/reconciliation',
    },
  ]
}
