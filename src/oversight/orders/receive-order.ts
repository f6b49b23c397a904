import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { assertDay, personOf } from '../act-of-person.ts'
import { assertOurs, receiveInput } from './input.ts'
import { lastDayToReport } from './issue-order.ts'
import { orderMachine } from './model.ts'
import { recordOrders } from './record-orders.ts'
import { lastDayOf, lockOrder, takeStep } from './store.ts'

/**
 * Records that the unit has received an order: by the unit itself, or by the authority from the slip of delivery. The time
 * to report on an effectiveness order runs from that day. Throws invalid-input for a day before it was issued or to come,
 * forbidden to the other authority.
 */
export async function receiveOrder(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.file-receipt')
  const person = personOf(context)
  const { id, on } = parseInput(receiveInput, input)
  await transact(context, async (tx) => {
    const row = await lockOrder(tx, id)
    requireStep(orderMachine, 'receive', row)
    if (!person.organisationIds.includes(row.organisationId)) assertOurs(person, row.kind)
    assertDay(context, 'on', on, lastDayOf(row))
    const dueOn = row.dueByReceipt ? await lastDayToReport(tx, on) : row.dueOn
    const after = await takeStep(context, tx, row, { receivedOn: on, dueOn }, { event: 'receive', on })
    const from = row.dueByReceipt ? (row.issuedOn ?? on) : on
    await recordOrders(context, tx, 'oversight.file-receipt', after, from, {
      recordedBy: person.id,
      confirmedBy: null,
    })
  })
}
