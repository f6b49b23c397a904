import { linkEvidence } from '../../evidence/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { personOf } from '../act-of-person.ts'
import { answerInput } from './input.ts'
import { orderMachine } from './model.ts'
import { recordOrders } from './record-orders.ts'
import { lockOrder, takeStep } from './store.ts'

/**
 * Reports to the authority what the unit has done; the authority's two people find whether that is enough. Of an
 * effectiveness order the report itself is what was asked for, so its day is the day it is made: nobody clears their own
 * overdue order by an earlier one. Throws conflict for an order that is closed or whose outcome waits for its second person.
 */
export async function answerOrder(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.file-answer')
  const person = personOf(context)
  const { id, answer, evidenceIds } = parseInput(answerInput, input)
  await transact(context, async (tx) => {
    const row = await lockOrder(tx, id)
    requireStep(orderMachine, 'answer', row)
    if (!person.organisationIds.includes(row.organisationId))
      throw new AppError('forbidden', '整改情况要由收到通知的单位报送。')
    if (row.outcome !== null)
      throw new AppError('conflict', '复核结论已经提出，正在等第二个人确认。要补充的，请先联系发文机关。')
    const on = context.clock.today()
    const answerers = [...new Set([...row.answerers, person.id])]
    const after = await takeStep(
      context,
      tx,
      row,
      { answeredOn: on, answerers },
      { event: 'answer', on, said: answer },
    )
    await linkEvidence(context, tx, { evidenceIds, subject: { kind: 'order', id } })
    if (row.kind === 'effectiveness')
      await recordOrders(context, tx, 'oversight.file-answer', after, on, {
        recordedBy: person.id,
        confirmedBy: null,
      })
  })
}
