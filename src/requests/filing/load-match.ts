import { asc, eq } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { parseStoredText } from '../../platform/stored.ts'
import { type FrozenMatch, frozenMatch } from './frozen-match.ts'
import { matchItems, requestMatches } from './match-schema.ts'
import { numberOf } from './model.ts'
import type { RequestRow } from './steps.ts'

export type MatchItemRow = typeof matchItems.$inferSelect
export type MatchRow = Omit<typeof requestMatches.$inferSelect, 'content'>

export interface StoredMatch {
  row: MatchRow
  frozen: FrozenMatch
  items: MatchItemRow[]
}

/** Out: the frozen match that a request is decided on, or null while it has none. */
export async function loadMatch(
  tx: Transaction,
  request: Pick<RequestRow, 'matchId'>,
): Promise<StoredMatch | null> {
  if (request.matchId === null) return null
  const [found] = await tx.select().from(requestMatches).where(eq(requestMatches.id, request.matchId))
  if (found === undefined) return null
  const items = await tx
    .select()
    .from(matchItems)
    .where(eq(matchItems.matchId, found.id))
    .orderBy(asc(matchItems.lineId), asc(matchItems.code))
  const { content, ...row } = found
  const frozen = parseStoredText(frozenMatch, `匹配结果（第 ${found.id} 号）`, content)
  const place = (lineId: string) => Number(lineId)
  return { row, frozen, items: items.sort((a, b) => place(a.lineId) - place(b.lineId)) }
}

/** The frozen match, if it is the one that was read. Throws conflict when it was matched again meanwhile. */
export async function requireMatch(
  tx: Transaction,
  request: RequestRow,
  contentHash: string | undefined,
): Promise<StoredMatch> {
  const match = await loadMatch(tx, request)
  if (match === null) throw new AppError('conflict', `${numberOf(request)} 还没有匹配结果。`)
  if (contentHash !== undefined && contentHash !== match.row.contentHash)
    throw new AppError('conflict', '您打开页面之后，这份申请又匹配过一次，结果不同了。请重新看过再办。')
  return match
}
