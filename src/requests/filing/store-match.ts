import { canonicalJson, type Json } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne, insertRows } from '../../platform/insert.ts'
import type { OfferedItem } from './freeze-match.ts'
import type { FrozenMatch } from './frozen-match.ts'
import { matchItems, requestMatches } from './match-schema.ts'
import { personOf, type RequestRow } from './steps.ts'

/** What a column of whole numbers holds. */
const mostOfItem = 2_147_483_647

/** Keeps a match for good. Out: its id and the SHA-256 of its content, in hex. */
export async function storeMatch(
  context: Context,
  tx: Transaction,
  request: Pick<RequestRow, 'id' | 'jurisdictionId' | 'organisationId'>,
  { frozen, offered }: { frozen: FrozenMatch; offered: readonly OfferedItem[] },
): Promise<{ matchId: number; contentHash: string }> {
  const owner = { jurisdictionId: request.jurisdictionId, organisationId: request.organisationId }
  const content = canonicalJson(asJson(frozen))
  const contentHash = await sha256(content)
  const row = await insertOne(
    tx,
    requestMatches,
    {
      ...owner,
      requestId: request.id,
      editionId: frozen.edition.id,
      editionNumber: frozen.edition.number,
      engineVersion: frozen.engineVersion,
      frozenAt: context.clock.now(),
      frozenBy: personOf(context).id,
      content,
      contentHash,
      monthlyFen: frozen.monthlyFen,
    },
    { id: requestMatches.id },
  )
  for (const { lineId, name, quantity } of offered)
    if (quantity > mostOfItem)
      throw new AppError(
        'invalid-input',
        `第 ${lineId} 行需要“${name}”${quantity}个计量单位，超过一行能登记的 ${mostOfItem}。请核对数量和规格的乘积，确有需要的分成几行。`,
      )
  const items = offered.map(({ offeredFen, priceFormula: _formula, ...item }) => ({
    ...item,
    ...owner,
    matchId: row.id,
    monthlyFen: offeredFen,
  }))
  await insertRows(tx, matchItems, items)
  return { matchId: row.id, contentHash }
}

/** What is `undefined` is left out, as JSON does. */
function asJson(frozen: FrozenMatch): Json {
  return JSON.parse(JSON.stringify(frozen)) satisfies Json
}

async function sha256(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
