import { and, desc, eq, inArray } from 'drizzle-orm'
import { authorize, type Context } from '../../platform/context.ts'
import { type Transaction, transactAs } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { type PreparedItems, preparedItems } from '../items/searchable-items.ts'
import type { Approval } from '../model.ts'
import type { MidMonthRule } from '../pricing/index.ts'
import { catalogueEditions } from '../schema.ts'
import { type EditionRow, loadApprovals, loadItems } from './editions.ts'

/** An edition that was published, with its items: immutable but for the day on which a newer one superseded it. */
export interface PublishedEdition extends PreparedItems {
  id: number
  number: string
  publishedOn: CalendarDate
  supersededOn: CalendarDate | null
  approvals: readonly Approval[]
  contentHash: string
  /** What a month in part costs under it. */
  midMonthRule: MidMonthRule
}

/** Reads as the public does: what was published is the same for everybody, whichever jurisdiction they work in. */
function asPublic<T>(
  context: Context,
  jurisdictionId: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  authorize(context, 'catalogue.read-published')
  return transactAs(context.database, { jurisdictionId, organisations: [] }, work)
}

/**
 * In: a jurisdiction, the actor's own by default. Out: its edition in force, or null when none was ever published.
 */
export function editionInForce(
  context: Context,
  jurisdictionId: string = context.actor.jurisdictionId,
): Promise<PublishedEdition | null> {
  return asPublic(context, jurisdictionId, async (tx) => {
    const [row] = await tx.select().from(catalogueEditions).where(eq(catalogueEditions.status, 'published'))
    return row === undefined ? null : published(tx, row)
  })
}

/** In: an edition's id. Out: it, in force or superseded; null when there is no such published edition. */
export function publishedEdition(context: Context, editionId: number): Promise<PublishedEdition | null> {
  return asPublic(context, context.actor.jurisdictionId, async (tx) => {
    const [row] = await tx
      .select()
      .from(catalogueEditions)
      .where(
        and(
          eq(catalogueEditions.id, editionId),
          inArray(catalogueEditions.status, ['published', 'superseded']),
        ),
      )
    return row === undefined ? null : published(tx, row)
  })
}

async function published(tx: Transaction, row: EditionRow): Promise<PublishedEdition> {
  const approvals = await loadApprovals(tx, row.id)
  const contentHash = approvals[0]?.contentHash
  if (row.publishedOn === null || contentHash === undefined)
    throw new Error(`edition ${row.id} is published without approval or day`)
  return {
    id: row.id,
    number: row.number,
    publishedOn: row.publishedOn,
    supersededOn: row.supersededOn,
    approvals,
    contentHash,
    midMonthRule: row.midMonthRule,
    ...(await preparedItems(contentHash, () => loadItems(tx, row.id))),
  }
}

export interface ListedPublication {
  id: number
  number: string
  publishedOn: CalendarDate | null
  supersededOn: CalendarDate | null
}

/** Out: every edition ever published, newest first. */
export function listPublications(context: Context): Promise<ListedPublication[]> {
  return asPublic(context, context.actor.jurisdictionId, (tx) =>
    tx
      .select({
        id: catalogueEditions.id,
        number: catalogueEditions.number,
        publishedOn: catalogueEditions.publishedOn,
        supersededOn: catalogueEditions.supersededOn,
      })
      .from(catalogueEditions)
      .where(inArray(catalogueEditions.status, ['published', 'superseded']))
      .orderBy(desc(catalogueEditions.publishedOn), desc(catalogueEditions.id)),
  )
}
