import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { definitionSchema } from './definition.ts'
import { supplementMachine } from './model.ts'
import { changeSupplement, frozen, lockSupplement } from './store.ts'

const submitInput = z.strictObject({ id: z.int().positive() })

/** Hands a draft to a second person; from now on it stands still, and so does the rule made from it. Throws conflict when it is no draft. */
export async function submitSupplement(context: Context, input: z.infer<typeof submitInput>): Promise<void> {
  authorize(context, 'regulations.draft')
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '补充规则要由主管部门的人员提交。')
  const { id } = parseInput(submitInput, input)
  await transact(context, async (tx) => {
    const row = await lockSupplement(tx, id)
    requireStep(supplementMachine, 'submit', row)
    // Written under an older version of the form, it may not be good any more.
    const { rule, hash } = frozen(parseInput(definitionSchema, row.definition), row.clause)
    const status = await changeSupplement(tx, row, 'submit', {
      rule,
      hash,
      submittedBy: actor.id,
      submittedAt: context.clock.now(),
      returnedReason: null,
      returnedBy: null,
      returnedAt: null,
    })
    await record(context, tx, [
      {
        operation: 'regulations.draft',
        objectType: 'supplementary-rule',
        objectId: String(id),
        before: { status: row.status },
        after: { status, clause: row.clause, contentHash: hash },
      },
    ])
  })
}
