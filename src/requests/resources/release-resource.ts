import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { returnHoldings } from '../../capacity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { overtaken, statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { expirePendingChanges } from './expire-pending-changes.ts'
import { resourceMachine } from './model.ts'
import { endRequest, lockResource } from './resources.ts'
import { runningResources } from './schema.ts'

const releaseInput = z.strictObject({
  resourceId: z.int().positive(),
  reason: z
    .string('请写明释放的理由')
    .trim()
    .min(2, '请写明释放的理由，至少 2 个字')
    .max(500, '理由最多 500 个字'),
})

/**
 * 释放: the resource ends today, its capacity is free from today, and a change that waits is closed. Throws conflict
 * when it doesn't run.
 */
export async function releaseResource(context: Context, input: z.infer<typeof releaseInput>): Promise<void> {
  authorize(context, 'resources.release')
  const { resourceId, reason } = parseInput(releaseInput, input)
  const today = context.clock.today()
  await transact(context, async (tx) => {
    const { request, resource } = await lockResource(tx, resourceId, 'release')
    const [row] = await tx
      .update(runningResources)
      .set({
        status: statusAfter(resourceMachine, 'release', resource),
        endedOn: today,
        endedReason: reason,
      })
      .where(stillAs(runningResources, resource))
      .returning({ status: runningResources.status })
    if (row === undefined) return overtaken(resourceMachine, resource)
    await returnHoldings(tx, request.id, today, { lineId: resource.lineId, code: resource.approvedCode })
    await record(context, tx, [
      {
        operation: 'resources.release',
        objectType: 'running-resource',
        objectId: String(resourceId),
        before: { status: resource.status },
        after: { status: row.status, name: resource.name, code: resource.code, on: today },
        reason,
      },
    ])
    await expirePendingChanges(context, tx, 'resources.release')
    await endRequest(context, tx, request.id, today)
  })
}
