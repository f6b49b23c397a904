import { record } from '../audit/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import { changeCalendar, lockToDecide } from './change-calendar.ts'
import { calendarEditionMachine } from './model.ts'
import type { Recounted, Recounter } from './recounter.ts'
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
    const edition = await lockToDecide(context, tx, editionId, 'approve')
    const { year, notice } = edition
    await assertNoGap(tx, year)
    const total = { recounted: 0, systems: 0 }
    let publish = async () => {
      await changeCalendar(tx, edition, 'approve', { decidedBy: person.id, decidedAt: now })
    }
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
        after: { status: calendarEditionMachine.steps.approve.to, year, notice, ...total },
      },
    ])
    return total
  })
}
