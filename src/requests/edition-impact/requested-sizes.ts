import { inArray, sql } from 'drizzle-orm'
import type { CatalogueItem } from '../../catalogue/index.ts'
import type { LineInput } from '../../matching/index.ts'
import { bandwidthOf, parseFigures } from '../../matching/index.ts'
import { type Context, transact } from '../../platform/context.ts'
import { requestMatches } from '../filing/match-schema.ts'
import type { ItemUse } from './item-uses.ts'

/** Which line of which frozen match something was asked for in. */
type Asked = Pick<ItemUse, 'matchId' | 'lineId'>
/** With the size of each one (带宽兆数); null where it has none or the line doesn't say one. */
export type Sized<A extends Asked> = A & { size: number | null }

/**
 * In: uses, and the item by which each was priced. Out: the same uses, with the size that their line asked for where
 * the price goes by one.
 */
export async function withSizes<A extends Asked>(
  context: Context,
  uses: readonly A[],
  pricedBy: (use: A) => CatalogueItem | undefined,
): Promise<Sized<A>[]> {
  const sized = uses.filter((use) => goesBySize(pricedBy(use)))
  const lines = await linesOf(context, new Set(sized.map(({ matchId }) => matchId)))
  return uses.map((use) => {
    const item = pricedBy(use)
    const line = lines.get(use.matchId)?.find(({ id }) => id === use.lineId)
    const known = item !== undefined && line !== undefined && goesBySize(item)
    return { ...use, size: known ? sizeIn(line, item) : null }
  })
}

/** A bandwidth of any width from its own on: its price goes by that. */
const goesBySize = (item: CatalogueItem | undefined) =>
  item !== undefined && (bandwidthOf(item)?.formula ?? null) !== null

/** Out: the lines as they were frozen, by match. */
async function linesOf(
  context: Context,
  matchIds: ReadonlySet<number>,
): Promise<ReadonlyMap<number, readonly LineInput[]>> {
  if (matchIds.size === 0) return new Map()
  const lines = sql<LineInput[]>`${requestMatches.content}::jsonb -> 'request' -> 'lines'`
  const rows = await transact(context, (tx) =>
    tx
      .select({ id: requestMatches.id, lines })
      .from(requestMatches)
      .where(inArray(requestMatches.id, [...matchIds])),
  )
  return new Map(rows.map((row) => [row.id, row.lines]))
}

/** Out: how wide the line of bandwidth is that was matched; null where several sizes may stand in one line. */
export function sizeIn(line: LineInput, item: CatalogueItem): number | null {
  const bandwidth = bandwidthOf(item)
  if (bandwidth === null || line.splittable === true) return null
  const asked =
    line.text === undefined
      ? [line.bandwidthMbps]
      : parseFigures(line.text).bandwidths.map(({ mbps }) => mbps)
  const [mbps] = asked
  return asked.length === 1 && mbps !== undefined ? Math.max(mbps, bandwidth.mbps) : null
}
