import { and, eq, inArray, ne } from 'drizzle-orm'
import { record } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { Operation } from '../../platform/permissions.ts'
import { statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { resourceRequests } from '../filing/schema.ts'
import { appendEvent } from '../filing/steps.ts'
import { changeMachine } from './model.ts'
import type { ResourceRow } from './resources.ts'
import { resourceChanges, runningResources } from './schema.ts'

/**
 * Closes the changes that were asked for resources of the jurisdiction that don't run any more: nobody decides on them
 * now. In: the operation that ended the resources. Out: how many.
 */
export async function expirePendingChanges(
  context: Context,
  tx: Transaction,
  operation: Operation,
): Promise<number> {
  const { jurisdictionId } = context.actor
  const waiting = await tx
    .select({ change: resourceChanges, resource: runningResources, request: resourceRequests })
    .from(resourceChanges)
    .innerJoin(runningResources, eq(runningResources.id, resourceChanges.resourceId))
    .innerJoin(resourceRequests, eq(resourceRequests.id, runningResources.requestId))
    .where(
      and(
        eq(resourceChanges.jurisdictionId, jurisdictionId),
        inArray(resourceChanges.status, changeMachine.steps.lapse.from),
        ne(runningResources.status, 'running'),
      ),
    )
  let lapsed = 0
  for (const { change, resource, request } of waiting) {
    const comment = reasonOf(resource)
    const [closed] = await tx
      .update(resourceChanges)
      .set({ status: statusAfter(changeMachine, 'lapse', change), decidedAt: context.clock.now(), comment })
      .where(stillAs(resourceChanges, change))
      .returning({ status: resourceChanges.status })
    if (closed === undefined) continue
    await appendEvent(context, tx, request, {
      action: 'lapse-change',
      comment: `${resource.name}：${comment}`,
    })
    await record(context, tx, [
      {
        operation,
        objectType: 'resource-change',
        objectId: String(change.id),
        before: { status: change.status },
        after: { status: closed.status, name: resource.name },
        reason: comment,
      },
    ])
    lapsed += 1
  }
  return lapsed
}

/** Why, in words for the department. */
function reasonOf({ status, endedOn, endedReason }: ResourceRow): string {
  return status === 'released'
    ? `资源已于 ${endedOn} 释放（${endedReason}），变更随之终止`
    : `资源已于 ${endedOn} 到期停用，变更没有批复，随之终止；还要用的请重新申请`
}
