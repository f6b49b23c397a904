import { eq } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { resourceRequests } from '../filing/schema.ts'
import { lockRequest, transition } from '../filing/steps.ts'
import { resourceStatuses } from './model.ts'
import { runningResources } from './schema.ts'

export type ResourceRow = typeof runningResources.$inferSelect

/** In: a resource's id. Out: its request's row and its own, both locked, in that order. Throws not-found, or conflict when it doesn't run. */
export async function lockRunning(tx: Transaction, resourceId: number) {
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
  if (resource.status !== 'running')
    throw new AppError('conflict', `${resource.name} ${resourceStatuses[resource.status]}，不能再办理。`)
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
  await transition(context, tx, request, {
    operation: released ? 'resources.release' : 'resources.track',
    action: released ? 'release' : 'expire',
    change: { status: released ? 'released' : 'expired', endedOn: on },
    comment: released ? '全部资源已释放或到期' : '全部资源已到期',
  })
}
