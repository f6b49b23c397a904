import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { editionMachine } from '../model.ts'
import { resolveComments } from './comments.ts'
import { changeEdition, hashOf, lockEdition } from './editions.ts'

const submitInput = z.strictObject({ editionId: z.int().positive() })

/** Hands a draft to both bureaus; from now on its items stand still. Throws conflict when it is no draft. */
export async function submitEdition(context: Context, input: z.infer<typeof submitInput>): Promise<void> {
  authorize(context, 'catalogue.submit')
  const { editionId } = parseInput(submitInput, input)
  await transact(context, async (tx) => {
    const edition = await lockEdition(tx, editionId)
    requireStep(editionMachine, 'submit', edition)
    const resolved = await resolveComments(tx, editionId, context.clock.today())
    const { status } = await changeEdition(tx, edition, 'submit', {
      returnedReason: null,
      returnedBy: null,
      returnedOn: null,
    })
    await record(context, tx, [
      {
        operation: 'catalogue.submit',
        objectType: 'catalogue-edition',
        objectId: String(editionId),
        before: { status: edition.status },
        after: { status, contentHash: await hashOf(tx, edition), resolved },
      },
    ])
  })
}
