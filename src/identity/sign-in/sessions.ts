import { and, eq, gt, inArray, isNull, lte, ne } from 'drizzle-orm'
import type { Clock } from '../../platform/clock.ts'
import { type Database, type Transaction, transactAs } from '../../platform/database.ts'
import { type LoadedPerson, loadPerson } from '../people/load-person.ts'
import { apiKeys, oneTimeTokens, type SignInMethod, sessions } from '../schema.ts'
import { hashOfToken, newToken } from './tokens.ts'

/** A session ends after this long without a request, and after a working day in any case. */
export const idleMinutes = 60
export const absoluteHours = 12

export interface SignInOrigin {
  address: string | null
  agent: string | null
}

/** In: a person who has proved who they are. Out: the token for their cookie; only its hash is kept. */
export async function openSession(
  database: Database,
  clock: Clock,
  personId: number,
  from: SignInOrigin,
  method: SignInMethod = 'password',
): Promise<string> {
  const token = newToken()
  const now = clock.now()
  const expiresAt = new Date(now.getTime() + absoluteHours * 3_600_000)
  const tokenHash = await hashOfToken(token)
  await transactAs(database, 'sign-in', async (tx) => {
    await tx.delete(sessions).where(and(eq(sessions.personId, personId), lte(sessions.expiresAt, now)))
    await tx
      .insert(sessions)
      .values({ tokenHash, personId, method, createdAt: now, lastSeenAt: now, expiresAt, ...from })
  })
  return token
}

/** Ends one session. Out: how it was opened; null when it was over already. */
export async function closeSession(database: Database, token: string): Promise<SignInMethod | null> {
  const tokenHash = await hashOfToken(token)
  const [closed] = await transactAs(database, 'sign-in', (tx) =>
    tx.delete(sessions).where(eq(sessions.tokenHash, tokenHash)).returning({ method: sessions.method }),
  )
  return closed?.method ?? null
}

/**
 * Ends what people can act with: their sessions, and with `keys` their API keys too.
 * In: a transaction that may see them, and whose. `except`: a session's token hash that stays.
 */
export async function endAccess(
  tx: Transaction,
  clock: Clock,
  personIds: readonly number[],
  options: { keys: boolean; except?: string | undefined },
): Promise<number> {
  const ids = [...personIds]
  if (ids.length === 0) return 0
  const ended = await tx
    .delete(sessions)
    .where(
      and(
        inArray(sessions.personId, ids),
        options.except === undefined ? undefined : ne(sessions.tokenHash, options.except),
      ),
    )
    .returning({ id: sessions.id })
  // A password proven a moment ago opens nothing any more; an invitation still does.
  await tx
    .delete(oneTimeTokens)
    .where(and(inArray(oneTimeTokens.personId, ids), eq(oneTimeTokens.purpose, 'second-factor')))
  if (options.keys)
    await tx
      .update(apiKeys)
      .set({ revokedAt: clock.now() })
      .where(and(inArray(apiKeys.personId, ids), isNull(apiKeys.revokedAt)))
  return ended.length
}

/** In: the time. Out: the condition under which a session still counts. */
export function isAlive(now: Date) {
  return and(
    gt(sessions.expiresAt, now),
    gt(sessions.lastSeenAt, new Date(now.getTime() - idleMinutes * 60_000)),
  )
}

/** In: a cookie's token. Out: who it is; null when the session is unknown, idle, expired or the person is disabled. */
export async function personOfSession(
  database: Database,
  clock: Clock,
  token: string,
): Promise<LoadedPerson | null> {
  const tokenHash = await hashOfToken(token)
  const now = clock.now()
  return transactAs(database, 'sign-in', async (tx) => {
    const [session] = await tx
      .select({ personId: sessions.personId, lastSeenAt: sessions.lastSeenAt })
      .from(sessions)
      .where(and(eq(sessions.tokenHash, tokenHash), isAlive(now)))
    if (session === undefined) return null
    // Once a minute is precise enough for an hour's idleness, and spares a write on every request.
    if (now.getTime() - session.lastSeenAt.getTime() > 60_000)
      await tx.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.tokenHash, tokenHash))
    return loadPerson(tx, session.personId)
  })
}
