import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../audit/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { parseInput } from '../platform/http.tsx'
import { type CompiledEdition, readSource, sourceFile, summaryOf } from './compile-edition.ts'
import { changeEdition, insertItems, lockEdition, requireStatus } from './editions.ts'
import { catalogueItems } from './schema.ts'

const replaceInput = z.strictObject({ editionId: z.int().positive(), ...sourceFile })

/**
 * Puts a corrected spreadsheet in the place of a draft's items; who does so becomes its compiler.
 * Throws FaultyRows and leaves the draft as it was; conflict when it is no draft any more.
 */
export async function replaceDraft(
  context: Context,
  input: z.infer<typeof replaceInput>,
): Promise<CompiledEdition> {
  authorize(context, 'catalogue.compile')
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '目录要由大数据中心的人员编制。')
  const { editionId, fileName, bytes } = parseInput(replaceInput, input)
  const source = await readSource(context, fileName, bytes)
  return transact(context, async (tx) => {
    const before = await lockEdition(tx, editionId)
    requireStatus(before, ['draft'], '替换文件')
    const edition = await changeEdition(tx, before, {
      compiledBy: actor.id,
      compiledAt: context.clock.now(),
      sourceName: fileName,
      sourceKey: source.key,
    })
    await tx.delete(catalogueItems).where(eq(catalogueItems.editionId, editionId))
    await insertItems(tx, edition, source.items)
    await record(context, tx, [
      {
        operation: 'catalogue.compile',
        objectType: 'catalogue-edition',
        objectId: String(editionId),
        before: { fileName: before.sourceName, source: before.sourceKey },
        after: { number: edition.number, ...summaryOf(source, fileName) },
      },
    ])
    return { editionId, itemCount: source.items.length, unknownColumns: source.unknownColumns }
  })
}
