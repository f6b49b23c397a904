import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { overtaken, requireStep } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { editionMachine } from '../model.ts'
import { catalogueComments, catalogueEditions, catalogueItems } from '../schema.ts'
import { lockEdition } from './editions.ts'

const deleteInput = z.strictObject({ editionId: z.int().positive() })

/** Deletes a draft and its items; the audit record and the uploaded file stay. Throws conflict when it is no draft. */
export async function deleteDraft(context: Context, input: z.infer<typeof deleteInput>): Promise<void> {
  authorize(context, 'catalogue.compile')
  const { editionId } = parseInput(deleteInput, input)
  await transact(context, async (tx) => {
    const edition = await lockEdition(tx, editionId)
    requireStep(editionMachine, 'delete', edition)
    await tx.delete(catalogueComments).where(eq(catalogueComments.editionId, editionId))
    await tx.delete(catalogueItems).where(eq(catalogueItems.editionId, editionId))
    const deleted = await tx
      .delete(catalogueEditions)
      .where(stillAs(catalogueEditions, edition))
      .returning({ id: catalogueEditions.id })
    if (deleted.length === 0) overtaken(editionMachine, edition)
    await record(context, tx, [
      {
        operation: 'catalogue.compile',
        objectType: 'catalogue-edition',
        objectId: String(editionId),
        before: { number: edition.number, fileName: edition.sourceName, source: edition.sourceKey },
        after: { deleted: true },
      },
    ])
  })
}
