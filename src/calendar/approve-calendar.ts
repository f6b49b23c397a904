import { and, eq } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { assertNotOwn, authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import type { Recounted, Recounter } from './recounter.ts'
import { calendarEditions } from './schema.ts'
import { assertNoGap, personOf } from './upload-calendar.ts'

/**
 * Lets an imported year count, and has every last day counted anew that it moves or settles, all in one transaction.
 * In: who counts last days by the calendar. Out: how many were counted anew. Approving again is a conflict.
 * Throws forbidden for one's own upload, conflict when it is not waiting.
 */
export async function approveCalendar(
  context: Context,
  editionId: number,
  recounters: readonly Recounter[],
): Promise<Recounted> {
  authorize(context, 'calendar.approve')
  const person = personOf(context)
  const now = context.clock.now()
  return transact(context, async (tx) => {
    const { year, notice } = await heldEdition(context, tx, editionId)
    await assertNoGap(tx, year)
    const total = { recounted: 0, systems: 0 }
    let publish = () => publishEdition(tx, editionId, { by: person.id, at: now })
    for (const { recount } of recounters) {
      const inner = publish
      publish = async () => {
        const { recounted, systems } = await recount(context, tx, { id: editionId, now, publish: inner })
        total.recounted += recounted
        total.systems += systems
      }
    }
    await publish()
    await record(context, tx, [
      {
        operation: 'calendar.approve',
        objectType: 'calendar-edition',
        objectId: String(editionId),
        after: { status: 'approved', year, notice, ...total },
      },
    ])
    return total
  })
}

async function publishEdition(
  tx: Transaction,
  editionId: number,
  decided: { by: number; at: Date },
): Promise<void> {
  const [row] = await tx
    .update(calendarEditions)
    .set({ status: 'approved', decidedBy: decided.by, decidedAt: decided.at })
    .where(and(eq(calendarEditions.id, editionId), eq(calendarEditions.status, 'submitted')))
    .returning({ id: calendarEditions.id })
  if (row === undefined) throw new AppError('conflict', '这份放假安排已经有人处理，请刷新后再看。')
}

/** Out: an edition, locked until the end of the transaction. Throws not-found, and forbidden for one's own upload. */
export async function heldEdition(
  context: Context,
  tx: Transaction,
  editionId: number,
): Promise<typeof calendarEditions.$inferSelect> {
  const [edition] = await tx
    .select()
    .from(calendarEditions)
    .where(eq(calendarEditions.id, editionId))
    .for('update')
  if (edition === undefined) throw new AppError('not-found', '没有这份放假安排。')
  assertNotOwn(context, edition.uploadedBy)
  if (edition.status !== 'submitted')
    throw new AppError('conflict', '这份放假安排不在待审批状态，请刷新后再看。')
  return edition
}
