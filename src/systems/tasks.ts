import { count, inArray, max } from 'drizzle-orm'
import { allows, type Context, transact } from '../platform/context.ts'
import type { Task } from '../platform/slice.ts'
import { importMachine } from './model.ts'
import { ledgerImports } from './schema.ts'

/** Out: ledgers uploaded and previewed, not yet imported. */
export async function systemsTasks(context: Context): Promise<Task[]> {
  const { from, operation } = importMachine.steps.import
  if (!allows(context.actor, operation)) return []
  const [open] = await transact(context, (tx) =>
    tx
      .select({ count: count(), newest: max(ledgerImports.id) })
      .from(ledgerImports)
      .where(inArray(ledgerImports.status, from)),
  )
  return [
    {
      urgency: 'awaited',
      count: open?.count ?? 0,
      text: '份台账已预览，还没有导入',
      action: '去确认',
      href: `/systems/import/${open?.newest ?? ''}`,
    },
  ]
}
