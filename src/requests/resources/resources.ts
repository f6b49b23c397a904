import { eq } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { resourceRequests } from '../filing/schema.ts'
import { lockRequest, transition } from '../filing/steps.ts'
import { resourceMachine } from './model.ts'
import { runningResources } from './schema.ts'

export type ResourceRow = typeof runningResources.$inferSelect

/**
 * In: a resource's id and what is to be done. Out: its request's row and its own, both locked, in that order.
 * Throws not-found, or conflict when that can't be done in its state.
 */
export async function lockResource(
  tx: Transaction,
  resourceId: number,
  step: Exclude<keyof typeof resourceMachine.steps, 'provision'>,
) {
  const [found] = await tx
    .select({ requestId: runningResources.requestId })
    .from(runningResources)
    .where(eq(runningResources.id, resourceId))
  if (found === undefined) throw new AppError('not-found', '没有这项资源，或者不是您单位的。')
  const request = await lockRequest(tx, found.requestId)
  const [resource] = await tx
    .select()
    .from(runningResources)
    .where(eq(runningResources.id, resourceId))
    .for('update')
  if (resource === undefined) throw new AppError('not-found', '没有这项资源，或者不是您单位的。')
  requireStep(resourceMachine, step, resource)
  return { request, resource }
}

/** When the last resource of a request has ended, the request has: released if any was given back before its time. */
export async function endRequest(
  context: Context,
  tx: Transaction,
  requestId: number,
  on: CalendarDate,
): Promise<void> {
  const [request] = await tx.select().from(resourceRequests).where(eq(resourceRequests.id, requestId))
  if (request === undefined) return
  const statuses = await tx
    .select({ status: runningResources.status })
    .from(runningResources)
    .where(eq(runningResources.requestId, requestId))
  if (statuses.some(({ status }) => status === 'running')) return
  const released = statuses.some(({ status }) => status === 'released')
  await transition(context, tx, request, released ? 'release' : 'expire', {
    change: { endedOn: on },
    comment: released ? '全部资源已释放或到期' : '全部资源已到期',
  })
}
