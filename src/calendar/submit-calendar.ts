import { and, eq } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { calendarEditions } from './schema.ts'
import { personOf } from './upload-calendar.ts'

/** Asks for approval of a preview. Throws conflict when it is no preview of one's own any more. */
export async function submitCalendar(context: Context, editionId: number): Promise<void> {
  authorize(context, 'calendar.import')
  const person = personOf(context)
  await transact(context, async (tx) => {
    const [row] = await tx
      .update(calendarEditions)
      .set({ status: 'submitted', submittedAt: context.clock.now() })
      .where(
        and(
          eq(calendarEditions.id, editionId),
          eq(calendarEditions.status, 'previewed'),
          eq(calendarEditions.uploadedBy, person.id),
        ),
      )
      .returning({ year: calendarEditions.year })
    if (row === undefined) {
      await assertThere(tx, editionId)
      throw new AppError('conflict', '这份放假安排不是您上传的，或者已经提交，请刷新后再看。')
    }
    await record(context, tx, [
      {
        operation: 'calendar.import',
        objectType: 'calendar-edition',
        objectId: String(editionId),
        after: { status: 'submitted', year: row.year },
      },
    ])
  })
}

/** Throws not-found when there is no such edition, or it is another jurisdiction's. */
async function assertThere(tx: Transaction, editionId: number): Promise<void> {
  const rows = await tx
    .select({ id: calendarEditions.id })
    .from(calendarEditions)
    .where(eq(calendarEditions.id, editionId))
  if (rows.length === 0) throw new AppError('not-found', '没有这份放假安排。')
}
