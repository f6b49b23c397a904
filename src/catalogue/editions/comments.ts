import { and, asc, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { peopleAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { type Bureau, type CatalogueItem, editionMachine } from '../model.ts'
import { catalogueComments } from '../schema.ts'
import { chooseBureau } from './approve-edition.ts'
import { contentHash } from './content-hash.ts'
import { loadItems, lockEdition } from './editions.ts'

const commentInput = z.strictObject({
  editionId: z.int().positive(),
  /** The item it is about; left out: the whole edition. */
  code: z.string().trim().min(1).max(40).optional(),
  comment: z.string().trim().min(2, '请写明意见，至少 2 个字').max(1_000, '意见最多 1000 个字'),
  bureau: z.enum(['competent-bureau', 'finance']).optional(),
})

/** 审核意见 as it is shown beside its item. */
export interface ItemComment {
  id: number
  code: string | null
  bureau: Bureau
  by: string
  writtenAt: Date
  comment: string
  resolvedOn: CalendarDate | null
  /** Whether the item is another now than the writer saw, or gone. */
  changedSince: boolean
}

/** Says something of one item of an edition under approval. Throws conflict in another state, not-found without the item. */
export async function commentOnItem(context: Context, input: z.infer<typeof commentInput>): Promise<void> {
  authorize(context, 'catalogue.approve')
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '意见要由主管部门和财政部门的人员提出。')
  const { editionId, code, comment, ...wanted } = parseInput(commentInput, input)
  const bureau = chooseBureau(actor, wanted.bureau)
  await transact(context, async (tx) => {
    const edition = await lockEdition(tx, editionId)
    requireStep(editionMachine, 'comment', edition)
    const item =
      code === undefined ? undefined : (await loadItems(tx, editionId)).find((each) => each.code === code)
    if (code !== undefined && item === undefined)
      throw new AppError('not-found', `这一版里没有编码为 ${code} 的服务项。`)
    const said = {
      editionId,
      code: code ?? null,
      itemHash: item === undefined ? null : await contentHash([item]),
      bureau,
      personId: actor.id,
      comment,
    }
    if (await isSaid(tx, said)) return
    const row = await insertOne(
      tx,
      catalogueComments,
      { ...said, jurisdictionId: edition.jurisdictionId, writtenAt: context.clock.now() },
      { id: catalogueComments.id },
    )
    await record(context, tx, [
      {
        operation: 'catalogue.approve',
        objectType: 'catalogue-comment',
        objectId: String(row?.id),
        after: { number: edition.number, code: code ?? null, bureau, comment },
      },
    ])
  })
}

/** Whether the same person has said the same of the same already, and it isn't dealt with: a form that was sent twice. */
async function isSaid(
  tx: Transaction,
  said: Pick<
    typeof catalogueComments.$inferSelect,
    'editionId' | 'code' | 'itemHash' | 'bureau' | 'personId' | 'comment'
  >,
): Promise<boolean> {
  const { editionId, bureau, personId, comment } = catalogueComments
  const rows = await tx
    .select({ code: catalogueComments.code, itemHash: catalogueComments.itemHash })
    .from(catalogueComments)
    .where(
      and(
        eq(editionId, said.editionId),
        eq(bureau, said.bureau),
        eq(personId, said.personId),
        eq(comment, said.comment),
        isNull(catalogueComments.resolvedOn),
      ),
    )
  return rows.some(({ code, itemHash }) => code === said.code && itemHash === said.itemHash)
}

/** Out: everything the bureaus said of an edition, oldest first. */
export async function loadComments(
  tx: Transaction,
  editionId: number,
  items: readonly CatalogueItem[],
): Promise<ItemComment[]> {
  const writer = peopleAs('writer')
  const rows = await tx
    .select({ comment: catalogueComments, by: writer.name })
    .from(catalogueComments)
    .innerJoin(writer, eq(writer.id, catalogueComments.personId))
    .where(eq(catalogueComments.editionId, editionId))
    .orderBy(asc(catalogueComments.id))
  const byCode = new Map(items.map((item) => [item.code, item]))
  return Promise.all(
    rows.map(async ({ comment: { itemHash, ...row }, by }) => {
      const item = row.code === null ? undefined : byCode.get(row.code)
      const now = item === undefined ? null : await contentHash([item])
      return { ...row, by, changedSince: itemHash !== now }
    }),
  )
}

/** Marks what was said before as dealt with: the edition is handed in again. */
export async function resolveComments(tx: Transaction, editionId: number, on: CalendarDate): Promise<number> {
  const resolved = await tx
    .update(catalogueComments)
    .set({ resolvedOn: on })
    .where(and(eq(catalogueComments.editionId, editionId), isNull(catalogueComments.resolvedOn)))
    .returning({ id: catalogueComments.id })
  return resolved.length
}
