import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../audit/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { parseInput } from '../platform/parse-input.ts'
import { heldEdition } from './approve-calendar.ts'
import { calendarEditions } from './schema.ts'
import { personOf } from './upload-calendar.ts'

const reason = z.strictObject({
  comment: z.string().trim().min(1, '请写明退回的理由').max(500, '理由不超过 500 字'),
})

/** Sends a submitted year back with the reason. Throws conflict when it is decided already, forbidden for one's own. */
export async function returnCalendar(
  context: Context,
  editionId: number,
  input: z.input<typeof reason>,
): Promise<void> {
  authorize(context, 'calendar.approve')
  const person = personOf(context)
  const { comment } = parseInput(reason, input)
  await transact(context, async (tx) => {
    await heldEdition(context, tx, editionId)
    const [row] = await tx
      .update(calendarEditions)
      .set({ status: 'returned', decidedBy: person.id, decidedAt: context.clock.now(), comment })
      .where(and(eq(calendarEditions.id, editionId), eq(calendarEditions.status, 'submitted')))
      .returning({ year: calendarEditions.year })
    if (row === undefined) throw new AppError('conflict', '这份放假安排已经有人处理，请刷新后再看。')
    await record(context, tx, [
      {
        operation: 'calendar.approve',
        objectType: 'calendar-edition',
        objectId: String(editionId),
        after: { status: 'returned', year: row.year, comment },
      },
    ])
  })
}
