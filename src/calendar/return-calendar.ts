import { z } from 'zod'
import { record } from '../audit/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import { parseInput } from '../platform/parse-input.ts'
import { changeCalendar, lockToDecide } from './change-calendar.ts'
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
    const edition = await lockToDecide(context, tx, editionId, 'return')
    const { status, year } = await changeCalendar(tx, edition, 'return', {
      decidedBy: person.id,
      decidedAt: context.clock.now(),
      comment,
    })
    await record(context, tx, [
      {
        operation: 'calendar.approve',
        objectType: 'calendar-edition',
        objectId: String(editionId),
        after: { status, year, comment },
      },
    ])
  })
}
