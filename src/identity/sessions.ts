import { and, eq, gt, sql } from 'drizzle-orm'
import type { Clock } from '../platform/clock.ts'
import type { Person } from '../platform/context.ts'
import { type Database, transactAs } from '../platform/database.ts'
import { memberships, organisations, people, sessions } from './schema.ts'

export const sessionCookie = 'dengyun_session'
/** A session ends after this long without a request, and after a working day in any case. */
const idleMinutes = 60
const absoluteHours = 12

async function hashOf(token: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** In: a person who has proved who they are. Out: the token for their cookie; only its hash is kept. */
export async function openSession(
  database: Database,
  clock: Clock,
  personId: number,
  from: { address: string | null; agent: string | null },
): Promise<string> {
  const token = newToken()
  const now = clock.now()
  const expiresAt = new Date(now.getTime() + absoluteHours * 3_600_000)
  const tokenHash = await hashOf(token)
  await transactAs(database, 'sign-in', (tx) =>
    tx.insert(sessions).values({ tokenHash, personId, createdAt: now, lastSeenAt: now, expiresAt, ...from }),
  )
  return token
}

export async function closeSession(database: Database, token: string): Promise<void> {
  const tokenHash = await hashOf(token)
  await transactAs(database, 'sign-in', (tx) => tx.delete(sessions).where(eq(sessions.tokenHash, tokenHash)))
}

/** In: a cookie's token. Out: who it is, with all their roles; null when the session is unknown, idle, expired or the person is disabled. */
export async function personOfSession(
  database: Database,
  clock: Clock,
  token: string,
): Promise<Person | null> {
  const tokenHash = await hashOf(token)
  const now = clock.now()
  const idleSince = new Date(now.getTime() - idleMinutes * 60_000)
  return transactAs(database, 'sign-in', async (tx) => {
    const rows = await tx
      .select({
        id: people.id,
        name: people.name,
        jurisdictionId: people.jurisdictionId,
        organisationId: organisations.id,
        organisationName: organisations.name,
        role: memberships.role,
        lastSeenAt: sessions.lastSeenAt,
      })
      .from(sessions)
      .innerJoin(people, and(eq(people.id, sessions.personId), eq(people.disabled, false)))
      .innerJoin(memberships, eq(memberships.personId, people.id))
      .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
      .where(
        and(
          eq(sessions.tokenHash, tokenHash),
          gt(sessions.expiresAt, now),
          gt(sessions.lastSeenAt, idleSince),
        ),
      )
      .orderBy(organisations.id)
    const first = rows[0]
    if (first === undefined) return null
    // Once a minute is precise enough for an hour's idleness, and spares a write on every request.
    if (now.getTime() - first.lastSeenAt.getTime() > 60_000)
      await tx
        .update(sessions)
        .set({ lastSeenAt: sql`${now.toISOString()}` })
        .where(eq(sessions.tokenHash, tokenHash))
    const { role: _role, lastSeenAt: _lastSeenAt, ...person } = first
    return {
      kind: 'person',
      ...person,
      roles: rows.filter((row) => row.organisationId === first.organisationId).map((row) => row.role),
    }
  })
}
