import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { catalogueComments, catalogueEditions, catalogueItems } from '../schema.ts'
import { lockEdition, requireStatus } from './editions.ts'

const deleteInput = z.strictObject({ editionId: z.int().positive() })

/** Deletes a draft and its items; the audit record and the uploaded file stay. Throws conflict when it is no draft. */
export async function deleteDraft(context: Context, input: z.infer<typeof deleteInput>): Promise<void> {
  authorize(context, 'catalogue.compile')
  const { editionId } = parseInput(deleteInput, input)
  await transact(context, async (tx) => {
    const edition = await lockEdition(tx, editionId)
    requireStatus(edition, ['draft'], '删除')
    await tx.delete(catalogueComments).where(eq(catalogueComments.editionId, editionId))
    await tx.delete(catalogueItems).where(eq(catalogueItems.editionId, editionId))
    const deleted = await tx
      .delete(catalogueEditions)
      .where(and(eq(catalogueEditions.id, editionId), eq(catalogueEditions.status, 'draft')))
      .returning({ id: catalogueEditions.id })
    if (deleted.length === 0) throw new AppError('conflict', '另一个人刚刚改动了这一版目录，请刷新后再试。')
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
