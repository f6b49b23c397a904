import { z } from 'zod'
import { readWorkCalendar } from '../calendar/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import type { Verdict } from '../regulations/index.ts'
import { assertInForce, calendarDay, evaluate, factsInput, packOf } from '../regulations/index.ts'

export const previewInput = z.strictObject({
  regulation: z.string('请写明法规'),
  asOf: calendarDay,
  facts: factsInput,
})

/**
 * What would the law say of these facts on that day? Stores nothing.
 * Throws invalid-input for an unknown regulation, regulation-not-in-force for a day outside its time in force.
 */
export async function previewEligibility(
  context: Context,
  { regulation, asOf, facts }: z.output<typeof previewInput>,
): Promise<Verdict> {
  authorize(context, 'regulations.preview')
  const pack = packOf(regulation)
  if (pack === undefined) {
    const message = `没有这部法规：${regulation.slice(0, 40)}`
    throw new AppError('invalid-input', `${message}。`, { errors: [{ path: 'regulation', message }] })
  }
  assertInForce(pack, asOf)
  const calendar = await transact(context, readWorkCalendar)
  return evaluate(pack, facts, asOf, calendar)
}
