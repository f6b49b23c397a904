import { desc, eq, sql } from 'drizzle-orm'
import { peopleAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import type { Approval, CatalogueItem, EditionStatus } from '../model.ts'
import type { MidMonthRule } from '../pricing/index.ts'
import { catalogueEditions, catalogueItems } from '../schema.ts'
import { type ItemComment, loadComments } from './comments.ts'
import { contentHash } from './content-hash.ts'
import { loadApprovals, loadItems } from './editions.ts'

/** An edition as those see it who make, approve and audit it. */
export interface CatalogueEdition {
  id: number
  number: string
  status: EditionStatus
  compiledBy: number
  compilerName: string
  compiledAt: Date
  sourceName: string | null
  publishedOn: CalendarDate | null
  /** The day for which it is scheduled. */
  publishesOn: CalendarDate | null
  midMonthRule: MidMonthRule
  supersededOn: CalendarDate | null
  returned: { reason: string; by: string; on: CalendarDate } | null
  itemCount: number
  approvals: readonly Approval[]
}

/** Out: every edition with its approvals, newest first. */
export async function listCatalogueEditions(context: Context): Promise<CatalogueEdition[]> {
  authorize(context, 'catalogue.read-drafts')
  return transact(context, (tx) => load(tx))
}

/** Out: one edition in any state, with its items and the hash of them that approvers approve. Throws not-found. */
export async function readCatalogueEdition(
  context: Context,
  input: { editionId: number },
): Promise<CatalogueEdition & { items: CatalogueItem[]; comments: ItemComment[]; contentHash: string }> {
  authorize(context, 'catalogue.read-drafts')
  return transact(context, async (tx) => {
    const [edition] = await load(tx, input.editionId)
    if (edition === undefined) throw new AppError('not-found', '没有这一版目录，可能已被删除。')
    const items = await loadItems(tx, edition.id)
    return {
      ...edition,
      items,
      comments: await loadComments(tx, edition.id, items),
      contentHash: await contentHash(items, edition.midMonthRule),
    }
  })
}

async function load(tx: Transaction, editionId?: number): Promise<CatalogueEdition[]> {
  const [compiler, returner] = [peopleAs('compiler'), peopleAs('returner')]
  const itemCount = sql<number>`(select count(*)::int from ${catalogueItems}
    where ${catalogueItems.editionId} = ${catalogueEditions.id})`
  const rows = await tx
    .select({ edition: catalogueEditions, compilerName: compiler.name, returner: returner.name, itemCount })
    .from(catalogueEditions)
    .innerJoin(compiler, eq(compiler.id, catalogueEditions.compiledBy))
    .leftJoin(returner, eq(returner.id, catalogueEditions.returnedBy))
    .where(editionId === undefined ? undefined : eq(catalogueEditions.id, editionId))
    .orderBy(desc(catalogueEditions.id))
  const editions: CatalogueEdition[] = []
  // Editions are a few a year, so a query for the approvals of each is cheap.
  for (const { edition, compilerName, returner: by, itemCount } of rows) {
    const { returnedReason: reason, returnedOn: on } = edition
    editions.push({
      id: edition.id,
      number: edition.number,
      status: edition.status,
      compiledBy: edition.compiledBy,
      compilerName,
      compiledAt: edition.compiledAt,
      sourceName: edition.sourceName,
      publishedOn: edition.publishedOn,
      publishesOn: edition.publishesOn,
      midMonthRule: edition.midMonthRule,
      supersededOn: edition.supersededOn,
      returned: reason === null || on === null ? null : { reason, on, by: by ?? '' },
      itemCount,
      approvals: await loadApprovals(tx, edition.id),
    })
  }
  return editions
}
