import { and, eq } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { judgeSystems } from '../funding/index.ts'
import { clockFrom } from '../platform/clock.ts'
import { assertNotOwn, authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { calendarEditions } from '../platform/schema.ts'
import { type Approved, recordRecounts } from './record-recounts.ts'
import { assertNoGap, personOf } from './upload-calendar.ts'

/**
 * Lets an imported year count, and counts anew every last day that it moves or settles, all in one transaction.
 * Systems are judged twice: first as they stand today, so that what changes afterwards changes because of the calendar
 * alone; each such last day gets a row that says what it was and by which edition it moved. Approving again is a conflict.
 * Throws forbidden for one's own upload, conflict when it is not waiting.
 */
export async function approveCalendar(context: Context, editionId: number): Promise<Approved> {
  authorize(context, 'calendar.approve')
  const person = personOf(context)
  const now = context.clock.now()
  return transact(context, async (tx) => {
    const { year, notice } = await heldEdition(context, tx, editionId)
    await assertNoGap(tx, year)
    await judge(context, tx, new Date(now.getTime() - 1))
    const [row] = await tx
      .update(calendarEditions)
      .set({ status: 'approved', decidedBy: person.id, decidedAt: now })
      .where(and(eq(calendarEditions.id, editionId), eq(calendarEditions.status, 'submitted')))
      .returning({ id: calendarEditions.id })
    if (row === undefined) throw new AppError('conflict', '这份放假安排已经有人处理，请刷新后再看。')
    await judge(context, tx, now)
    const approved = await recordRecounts(context, tx, editionId, now)
    await record(context, tx, [
      {
        operation: 'calendar.approve',
        objectType: 'calendar-edition',
        objectId: String(editionId),
        after: { status: 'approved', year, notice, ...approved },
      },
    ])
    return approved
  })
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

/** Whoever approves a calendar need not be one who may judge: the judging is the program's, as every night. */
async function judge(context: Context, tx: Transaction, at: Date): Promise<void> {
  const { jurisdictionId } = context.actor
  await judgeSystems(
    {
      ...context,
      actor: { kind: 'job', job: 'recount-deadlines', jurisdictionId },
      clock: clockFrom(() => at),
    },
    tx,
    clockFrom(() => at).today(),
  )
}
