import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { editionMachine } from '../model.ts'
import { catalogueApprovals } from '../schema.ts'
import { changeEdition, loadApprovals, lockEdition } from './editions.ts'

const returnInput = z.strictObject({
  editionId: z.int().positive(),
  reason: z.string().trim().min(2, '请写明退回的理由，至少 2 个字').max(1_000, '理由最多 1000 个字'),
})

/** Sends an edition back to its compilers as a draft; approvals given are void. Throws conflict when it isn't under approval. */
export async function returnEdition(context: Context, input: z.infer<typeof returnInput>): Promise<void> {
  authorize(context, 'catalogue.return')
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '退回要由主管部门或财政部门的人员作出。')
  const { editionId, reason } = parseInput(returnInput, input)
  await transact(context, async (tx) => {
    const edition = await lockEdition(tx, editionId)
    requireStep(editionMachine, 'return', edition)
    const approvals = await loadApprovals(tx, editionId)
    const { status } = await changeEdition(tx, edition, 'return', {
      publishesOn: null,
      returnedReason: reason,
      returnedBy: actor.id,
      returnedOn: context.clock.today(),
    })
    await tx.delete(catalogueApprovals).where(eq(catalogueApprovals.editionId, editionId))
    await record(context, tx, [
      {
        operation: 'catalogue.return',
        objectType: 'catalogue-edition',
        objectId: String(editionId),
        before: { status: edition.status, approvals },
        after: { status },
        reason,
      },
    ])
  })
}
