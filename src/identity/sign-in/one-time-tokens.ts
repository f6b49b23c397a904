import { and, eq, gt, lte } from 'drizzle-orm'
import type { Clock } from '../../platform/clock.ts'
import type { Transaction } from '../../platform/database.ts'
import { oneTimeTokens, type TokenPurpose } from '../schema.ts'
import { hashOfToken, newToken } from './tokens.ts'

/** An invitation is handed over in person or by an internal message: a working week and its weekend. */
export const invitationDays = 7

/** Makes a token that works once, until it expires. Out: the token; only its hash is kept. */
export async function issueToken(
  tx: Transaction,
  clock: Clock,
  token: {
    purpose: TokenPurpose
    personId: number | null
    minutes: number
    data?: Record<string, string>
  },
): Promise<string> {
  const secret = newToken()
  const now = clock.now()
  await tx.delete(oneTimeTokens).where(lte(oneTimeTokens.expiresAt, now))
  await tx.insert(oneTimeTokens).values({
    tokenHash: await hashOfToken(secret),
    purpose: token.purpose,
    personId: token.personId,
    data: token.data ?? {},
    expiresAt: new Date(now.getTime() + token.minutes * 60_000),
  })
  return secret
}

/**
 * Out: the path at which the person sets their password, good once. An earlier invitation of theirs ends.
 * In: the account change whose code opens it; left out only where nobody is there yet who could release one, at set-up.
 */
export async function invite(
  tx: Transaction,
  clock: Clock,
  personId: number,
  changeId?: number,
): Promise<string> {
  await tx
    .delete(oneTimeTokens)
    .where(and(eq(oneTimeTokens.personId, personId), eq(oneTimeTokens.purpose, 'invitation')))
  const minutes = invitationDays * 24 * 60
  const data: Record<string, string> = changeId === undefined ? {} : { change: String(changeId) }
  return `/invitation/${await issueToken(tx, clock, { purpose: 'invitation', personId, minutes, data })}`
}

/** In: a token somebody brought. Out: what it stands for, still good; null when unknown, used or expired. */
export async function readToken(tx: Transaction, clock: Clock, purpose: TokenPurpose, token: string) {
  const [row] = await tx
    .select()
    .from(oneTimeTokens)
    .where(await isToken(clock, purpose, token))
  return row ?? null
}

/** As readToken, and from now on the token is used. */
export async function useToken(tx: Transaction, clock: Clock, purpose: TokenPurpose, token: string) {
  const [row] = await tx
    .delete(oneTimeTokens)
    .where(await isToken(clock, purpose, token))
    .returning()
  return row ?? null
}

async function isToken(clock: Clock, purpose: TokenPurpose, token: string) {
  return and(
    eq(oneTimeTokens.tokenHash, await hashOfToken(token)),
    eq(oneTimeTokens.purpose, purpose),
    gt(oneTimeTokens.expiresAt, clock.now()),
  )
}
