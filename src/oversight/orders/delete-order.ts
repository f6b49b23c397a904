import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { personOf } from '../act-of-person.ts'
import { assertOurs } from './input.ts'
import { orderMachine } from './model.ts'
import { orderSubjects, orders } from './schema.ts'
import { lockOrder } from './store.ts'

const deleteInput = z.strictObject({ id: z.int().positive() })

/** Deletes a draft. Throws conflict when it is none any more: what was issued stays for ever. */
export async function deleteOrder(context: Context, input: z.infer<typeof deleteInput>): Promise<void> {
  authorize(context, 'oversight.draft')
  const person = personOf(context)
  const { id } = parseInput(deleteInput, input)
  await transact(context, async (tx) => {
    const row = await lockOrder(tx, id)
    requireStep(orderMachine, 'delete', row)
    assertOurs(person, row.kind)
    await tx.delete(orderSubjects).where(eq(orderSubjects.orderId, id))
    await tx.delete(orders).where(stillAs(orders, row))
    await record(context, tx, [
      {
        operation: 'oversight.draft',
        objectType: 'order',
        objectId: String(id),
        before: { orderStatus: row.status, kind: row.kind, title: row.title },
        after: { deleted: true },
      },
    ])
  })
}
