import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { supplementMachine } from './model.ts'
import { changeSupplement, lockSupplement } from './store.ts'

const approveInput = z.strictObject({
  id: z.int().positive(),
  /** The hash of what the approver has read. */
  hash: z.string(),
})

/**
 * Approves a submitted rule: from the next judging on it decides, on the days it is in force. Throws forbidden to
 * whoever has written in it or submitted it, conflict when it isn't submitted or isn't what the approver read.
 */
export async function approveSupplement(
  context: Context,
  input: z.infer<typeof approveInput>,
): Promise<void> {
  authorize(context, 'regulations.approve')
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '补充规则要由主管部门的人员批准。')
  const { id, hash } = parseInput(approveInput, input)
  await transact(context, async (tx) => {
    const row = await lockSupplement(tx, id)
    requireStep(supplementMachine, 'approve', row)
    if (row.authors.includes(actor.id) || row.submittedBy === actor.id)
      throw new AppError('forbidden', '这条补充规则是您拟定或者提交的，须由主管部门的另一位同事批准。')
    if (row.hash !== hash)
      throw new AppError('conflict', '您打开页面之后，这条补充规则的内容已经更换。请重新看过再批准。')
    const status = await changeSupplement(tx, row, 'approve', {
      approvedBy: actor.id,
      approvedAt: context.clock.now(),
    })
    const { title, documentNumber, article } = row.definition
    await record(context, tx, [
      {
        operation: 'regulations.approve',
        objectType: 'supplementary-rule',
        objectId: String(id),
        before: { status: row.status },
        after: {
          status,
          clause: row.clause,
          title,
          documentNumber,
          article,
          forceFrom: row.forceFrom,
          contentHash: hash,
        },
      },
    ])
  })
}
