import { asc, eq, sql } from 'drizzle-orm'
import { organisationsAs } from '../../identity/index.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { insertRows } from '../../platform/insert.ts'
import { overtaken, statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { type Approval, bureaus, type CatalogueItem, type EditionStep, editionMachine } from '../model.ts'
import { plainPrice } from '../pricing/index.ts'
import { catalogueApprovals, catalogueEditions, catalogueItems } from '../schema.ts'
import { contentHash } from './content-hash.ts'

export type EditionRow = typeof catalogueEditions.$inferSelect

/** In: an edition's id. Out: its row, locked until the transaction ends. Throws not-found. */
export async function lockEdition(tx: Transaction, editionId: number): Promise<EditionRow> {
  const [row] = await tx
    .select()
    .from(catalogueEditions)
    .where(eq(catalogueEditions.id, editionId))
    .for('update')
  if (row === undefined) throw new AppError('not-found', '没有这一版目录，可能已被删除。')
  return row
}

/**
 * Takes a step with an edition, if it still is in the state it was found in.
 * Out: the changed row. Throws conflict when the step can't be taken in that state, or somebody else was faster.
 */
export async function changeEdition(
  tx: Transaction,
  edition: EditionRow,
  step: EditionStep,
  change: Omit<Partial<typeof catalogueEditions.$inferInsert>, 'status'> = {},
): Promise<EditionRow> {
  const [row] = await tx
    .update(catalogueEditions)
    .set({ ...change, status: statusAfter(editionMachine, step, edition) })
    .where(stillAs(catalogueEditions, edition))
    .returning()
  return row ?? overtaken(editionMachine, edition)
}

/** Out: the items of an edition in order. */
export async function loadItems(tx: Transaction, editionId: number): Promise<CatalogueItem[]> {
  const rows = await tx
    .select()
    .from(catalogueItems)
    .where(eq(catalogueItems.editionId, editionId))
    .orderBy(asc(catalogueItems.position))
  return rows.map(itemOf)
}

/** In: a row. Out: the item it holds. */
export function itemOf({
  id: _id,
  editionId: _edition,
  jurisdictionId: _jurisdiction,
  position: _position,
  version: _version,
  ...item
}: typeof catalogueItems.$inferSelect): CatalogueItem {
  return { ...item, price: item.price ?? plainPrice(item) }
}

/** In: an item. Out: its columns. */
export function rowOf(item: CatalogueItem) {
  return {
    ...item,
    zones: [...item.zones],
    aliases: [...item.aliases],
    dependencies: [...item.dependencies],
  }
}

/** Out: the hash of what an edition says now. */
export async function hashOf(tx: Transaction, edition: EditionRow): Promise<string> {
  return contentHash(await loadItems(tx, edition.id), edition.midMonthRule)
}

/** Writes the items of a draft, in order. */
export async function insertItems(
  tx: Transaction,
  edition: Pick<EditionRow, 'id' | 'jurisdictionId'>,
  items: readonly CatalogueItem[],
): Promise<void> {
  const rows = items.map((item, position) => ({
    ...rowOf(item),
    editionId: edition.id,
    jurisdictionId: edition.jurisdictionId,
    position,
  }))
  await insertRows(tx, catalogueItems, rows)
}

/** Out: an edition's approvals, competent bureau first. */
export async function loadApprovals(tx: Transaction, editionId: number): Promise<Approval[]> {
  const organisation = organisationsAs('organisation')
  const rows = await tx
    .select({
      bureau: catalogueApprovals.bureau,
      by: organisation.name,
      on: catalogueApprovals.approvedOn,
      comment: catalogueApprovals.comment,
      contentHash: catalogueApprovals.contentHash,
      personId: catalogueApprovals.personId,
    })
    .from(catalogueApprovals)
    .innerJoin(organisation, eq(organisation.id, catalogueApprovals.organisationId))
    .where(eq(catalogueApprovals.editionId, editionId))
    .orderBy(sql`${catalogueApprovals.bureau} = ${bureaus[1]}`)
  return rows
}
