import { and, desc, eq, ne } from 'drizzle-orm'
import { record } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import { transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { type SignInMethod, sessions } from '../schema.ts'
import { actingPerson } from './change-password.ts'
import { isAlive } from './sessions.ts'
import { hashOfToken } from './tokens.ts'

export interface ListedSession {
  id: number
  /** The one this request came with. */
  current: boolean
  method: SignInMethod
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  address: string | null
  agent: string | null
}

/** In: the token of this request. Out: one's own sessions that still count, the newest use first. */
export async function listMySessions(context: Context, token: string): Promise<ListedSession[]> {
  const { id } = actingPerson(context)
  const currentHash = await hashOfToken(token)
  const rows = await transactAs(context.database, 'sign-in', (tx) =>
    tx
      .select()
      .from(sessions)
      .where(and(eq(sessions.personId, id), isAlive(context.clock.now())))
      .orderBy(desc(sessions.lastSeenAt), desc(sessions.id)),
  )
  return rows.map(({ tokenHash, personId: _personId, ...row }) => ({
    ...row,
    current: tokenHash === currentHash,
  }))
}

/** Ends one of one's own sessions. Throws not-found. */
export async function endMySession(context: Context, sessionId: number): Promise<void> {
  const { id } = actingPerson(context)
  const ended = await end(context, and(eq(sessions.personId, id), eq(sessions.id, sessionId)))
  if (ended === 0) throw new AppError('not-found', '没有这个会话，可能已经结束。')
}

/** Ends all of one's own sessions but the one of this request. Out: how many. */
export async function endMyOtherSessions(context: Context, token: string): Promise<number> {
  const { id } = actingPerson(context)
  return end(context, and(eq(sessions.personId, id), ne(sessions.tokenHash, await hashOfToken(token))))
}

async function end(context: Context, which: ReturnType<typeof and>): Promise<number> {
  const { id } = actingPerson(context)
  return transactAs(context.database, 'sign-in', async (tx) => {
    const ended = await tx.delete(sessions).where(which).returning({ id: sessions.id })
    if (ended.length > 0)
      await record(context, tx, [
        {
          operation: 'identity.account',
          objectType: 'person',
          objectId: String(id),
          after: { sessionsEnded: ended.length },
        },
      ])
    return ended.length
  })
}
