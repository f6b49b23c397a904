import { eq } from 'drizzle-orm'
import { assertNotOwn, type Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { overtaken, requireStep, statusAfter } from '../platform/state-machine.ts'
import { stillAs } from '../platform/steps.ts'
import { calendarEditionMachine } from './model.ts'
import { calendarEditions } from './schema.ts'

export type CalendarEditionRow = typeof calendarEditions.$inferSelect

/** In: an edition's id. Out: its row, locked until the transaction ends. Throws not-found. */
export async function lockCalendar(tx: Transaction, editionId: number): Promise<CalendarEditionRow> {
  const [edition] = await tx
    .select()
    .from(calendarEditions)
    .where(eq(calendarEditions.id, editionId))
    .for('update')
  if (edition === undefined) throw new AppError('not-found', '没有这份放假安排。')
  return edition
}

/** The same, to be decided on. Throws forbidden for one's own upload, conflict when it doesn't wait. */
export async function lockToDecide(
  context: Context,
  tx: Transaction,
  editionId: number,
  step: 'approve' | 'return',
): Promise<CalendarEditionRow> {
  const edition = await lockCalendar(tx, editionId)
  assertNotOwn(context, edition.uploadedBy)
  requireStep(calendarEditionMachine, step, edition)
  return edition
}

/**
 * Takes a step with an edition if it still is in the state it was found in. Out: the changed row.
 * Throws conflict when the step can't be taken in that state, or somebody else was faster.
 */
export async function changeCalendar(
  tx: Transaction,
  edition: CalendarEditionRow,
  step: keyof typeof calendarEditionMachine.steps,
  change: Omit<Partial<typeof calendarEditions.$inferInsert>, 'status'>,
): Promise<CalendarEditionRow> {
  const [row] = await tx
    .update(calendarEditions)
    .set({ ...change, status: statusAfter(calendarEditionMachine, step, edition) })
    .where(stillAs(calendarEditions, edition))
    .returning()
  return row ?? overtaken(calendarEditionMachine, edition)
}
