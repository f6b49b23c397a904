import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { holdCapacity, returnHoldings } from '../../capacity/index.ts'
import { type CatalogueItem, editionInForce, poolsOf, publishedEdition } from '../../catalogue/index.ts'
import { assertNotOwn, authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { laterOf } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { overtaken, requireStep, statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { personOf, transition } from '../filing/steps.ts'
import { changeMachine } from './model.ts'
import { lockResource, type ResourceRow } from './resources.ts'
import { resourceChanges, runningResources } from './schema.ts'

export const decideInput = z.strictObject({
  changeId: z.int().positive(),
  decision: z.enum(['approved', 'refused'], '请选择同意或不同意'),
  comment: z.string().trim().max(500, '意见最多 500 个字').optional(),
})
const stepOf = { approved: 'approve', refused: 'refuse' } as const
type ChangeRow = typeof resourceChanges.$inferSelect

/**
 * Decides on a change of a running resource. An approved one takes effect at once: the old room goes back and the new
 * one is taken in one transaction. Throws forbidden to whoever asked, conflict when the capacity doesn't allow it.
 */
export async function decideChange(context: Context, input: z.infer<typeof decideInput>): Promise<void> {
  authorize(context, 'requests.approve')
  const { changeId, decision, comment } = parseInput(decideInput, input)
  const person = personOf(context)
  const asked = await transact(context, (tx) => loadChange(tx, changeId))
  requireStep(changeMachine, stepOf[decision], asked)
  const edition = await publishedEdition(context, asked.editionId)
  const limits = poolsOf((await editionInForce(context))?.items ?? [])
  await transact(context, async (tx) => {
    const { request, resource } = await lockResource(tx, asked.resourceId, 'change')
    assertNotOwn(context, asked.askedBy)
    const [change] = await tx
      .update(resourceChanges)
      .set({
        status: statusAfter(changeMachine, stepOf[decision], asked),
        decidedBy: person.id,
        decidedAt: context.clock.now(),
        comment: comment || null,
      })
      .where(stillAs(resourceChanges, asked))
      .returning()
    if (change === undefined) return overtaken(changeMachine, asked)
    await record(context, tx, [
      {
        operation: 'requests.approve',
        objectType: 'resource-change',
        objectId: String(changeId),
        before: { status: asked.status },
        after: {
          status: change.status,
          name: resource.name,
          code: change.code,
          monthlyFen: change.monthlyFen,
        },
        ...(comment ? { reason: comment } : {}),
      },
    ])
    if (decision === 'refused') return
    const item = edition?.byCode.get(change.code)
    if (item === undefined) throw new AppError('conflict', `目录里没有 ${change.code} 了，不能变更。`)
    const taking = await apply(tx, resource, change, item)
    const today = context.clock.today()
    await returnHoldings(tx, request.id, today, { lineId: resource.lineId, code: resource.approvedCode })
    await holdCapacity(context, tx, {
      requestId: request.id,
      organisationId: request.organisationId,
      startsOn: laterOf(today, resource.startsOn),
      endsOn: change.expiresOn,
      takings: [taking],
      limits,
      confirmed: true,
    })
    await transition(context, tx, request, 'change', {
      comment: changeInWords(resource, change),
    })
  })
}

/** Out: the resource that a change is asked for. Throws not-found. */
export async function resourceOfChange(context: Context, input: { changeId: number }): Promise<number> {
  authorize(context, 'resources.read')
  return transact(context, async (tx) => (await loadChange(tx, input.changeId)).resourceId)
}

async function loadChange(tx: Transaction, changeId: number): Promise<ChangeRow> {
  const [row] = await tx.select().from(resourceChanges).where(eq(resourceChanges.id, changeId))
  if (row === undefined) throw new AppError('not-found', '没有这项变更。')
  return row
}

/** Out: what the resource takes of the pools from now on, under the line and item that it was approved as. */
async function apply(tx: Transaction, resource: ResourceRow, change: ChangeRow, item: CatalogueItem) {
  const zone = resource.zone !== null && item.zones.includes(resource.zone) ? resource.zone : item.zones[0]
  const now = {
    quantity: change.quantity,
    vcpu: item.vcpu,
    memoryGiB: item.memoryGiB,
    storageGiB: item.storageGiB,
    zone: zone ?? null,
    domestic: item.domestic,
    pool: item.poolCapacity === null ? null : (item.pool ?? item.code),
    poolUnits: item.poolUnits,
  }
  await tx
    .update(runningResources)
    .set({
      ...now,
      editionId: change.editionId,
      code: item.code,
      itemName: item.name,
      specification: item.specification,
      unit: item.unit,
      monthlyFen: change.monthlyFen,
      expiresOn: change.expiresOn,
    })
    .where(stillAs(runningResources, resource))
  return { ...now, lineId: resource.lineId, code: resource.approvedCode }
}

function changeInWords(resource: ResourceRow, change: ChangeRow): string {
  const parts = [
    ...(change.code === resource.code ? [] : [`${resource.code} 改为 ${change.code}`]),
    ...(change.quantity === resource.quantity ? [] : [`数量 ${resource.quantity} 改为 ${change.quantity}`]),
    ...(change.expiresOn === resource.expiresOn
      ? []
      : [`截止日期 ${resource.expiresOn} 改为 ${change.expiresOn}`]),
  ]
  return `${resource.name}：${parts.join('，')}`
}
