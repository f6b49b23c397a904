import { record } from '../audit/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { requireStep } from '../platform/state-machine.ts'
import { changeCalendar, lockCalendar } from './change-calendar.ts'
import { calendarEditionMachine } from './model.ts'
import { personOf } from './upload-calendar.ts'

/** Asks for approval of a preview. Throws conflict when it is no preview of one's own any more. */
export async function submitCalendar(context: Context, editionId: number): Promise<void> {
  authorize(context, 'calendar.import')
  const person = personOf(context)
  await transact(context, async (tx) => {
    const edition = await lockCalendar(tx, editionId)
    requireStep(calendarEditionMachine, 'submit', edition)
    if (edition.uploadedBy !== person.id)
      throw new AppError('conflict', '这份放假安排不是您上传的，请由上传的人提交。')
    const { status, year } = await changeCalendar(tx, edition, 'submit', {
      submittedAt: context.clock.now(),
    })
    await record(context, tx, [
      {
        operation: 'calendar.import',
        objectType: 'calendar-edition',
        objectId: String(editionId),
        after: { status, year },
      },
    ])
  })
}
