import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../audit/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import { databaseErrorCode } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { parseInput } from '../platform/http.tsx'
import { contentHash } from './content-hash.ts'
import { changeEdition, loadApprovals, loadItems, lockEdition, requireStatus } from './editions.ts'
import { bureaus } from './model.ts'
import { catalogueEditions } from './schema.ts'

const publishInput = z.strictObject({ editionId: z.int().positive() })

export interface Publication {
  publishedOn: string
  /** The edition that is superseded by it, or null for the first one. */
  superseded: { id: number; number: string } | null
}

/**
 * Puts an edition in force today and supersedes the one in force, in one transaction. Throws conflict when it
 * isn't approved by both bureaus as it is now, or when somebody publishes at the same moment.
 */
export async function publishEdition(
  context: Context,
  input: z.infer<typeof publishInput>,
): Promise<Publication> {
  authorize(context, 'catalogue.publish')
  const { editionId } = parseInput(publishInput, input)
  const publishedOn = context.clock.today()
  try {
    return await transact(context, async (tx) => {
      const edition = await lockEdition(tx, editionId)
      requireStatus(edition, ['approved'], '发布')
      const approvals = await loadApprovals(tx, editionId)
      const hash = await contentHash(await loadItems(tx, editionId))
      if (approvals.length !== bureaus.length || approvals.some((approval) => approval.contentHash !== hash))
        throw new AppError('conflict', '两个部门批准的内容与现在的内容不一致，不能发布。请退回后重新走批准。')
      const [superseded] = await tx
        .update(catalogueEditions)
        .set({ status: 'superseded', supersededOn: publishedOn })
        .where(
          and(
            eq(catalogueEditions.jurisdictionId, edition.jurisdictionId),
            eq(catalogueEditions.status, 'published'),
          ),
        )
        .returning({ id: catalogueEditions.id, number: catalogueEditions.number })
      await changeEdition(tx, edition, { status: 'published', publishedOn })
      await record(context, tx, [
        {
          operation: 'catalogue.publish',
          objectType: 'catalogue-edition',
          objectId: String(editionId),
          before: { status: edition.status },
          after: { status: 'published', publishedOn, contentHash: hash, supersedes: superseded?.id ?? null },
        },
        ...(superseded === undefined
          ? []
          : [
              {
                operation: 'catalogue.publish' as const,
                objectType: 'catalogue-edition',
                objectId: String(superseded.id),
                before: { status: 'published' },
                after: { status: 'superseded', supersededOn: publishedOn, by: editionId },
              },
            ]),
      ])
      return { publishedOn, superseded: superseded ?? null }
    })
  } catch (error) {
    // The unique index "one edition in force" has decided between two that were published at once.
    if (databaseErrorCode(error) === '23505')
      throw new AppError('conflict', '另一版目录刚刚发布。请先看现行的一版，再决定是否发布这一版。', {
        cause: error,
      })
    throw error
  }
}
