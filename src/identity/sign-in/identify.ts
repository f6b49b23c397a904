import type { Clock } from '../../platform/clock.ts'
import type { Actor } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { personOfKey } from '../keys/person-of-key.ts'
import type { KnownJurisdictions } from '../organisations/known-jurisdictions.ts'
import { personOfSession } from './sessions.ts'

export interface Credentials {
  /** The `Authorization` header. */
  authorization: string | undefined
  /** The session cookie's token. */
  session: string | undefined
  /** The jurisdiction the request names. */
  jurisdiction: string | undefined
}

/**
 * Who asks: the person of the key or of the session, or the public of one jurisdiction (the one named, or the installation's first).
 * Throws not-signed-in for a key that isn't good: a system that sent one must not be taken for the public.
 */
export async function identify(
  database: Database,
  clock: Clock,
  credentials: Credentials,
  jurisdictions: KnownJurisdictions,
): Promise<Actor> {
  const bearer = bearerOf(credentials.authorization)
  if (bearer !== undefined) return personOfKey({ database, clock }, bearer)
  const { session, jurisdiction: named } = credentials
  const person = session === undefined ? null : await personOfSession(database, clock, session)
  if (person !== null) return person
  if (named === undefined) {
    const [first] = await jurisdictions.list(database)
    return { kind: 'public', jurisdictionId: first?.id ?? '' }
  }
  if ((await jurisdictions.find(database, named)) === null)
    throw new AppError('not-found', `没有这个辖区：${named.slice(0, 40)}`)
  return { kind: 'public', jurisdictionId: named }
}

/** In: an `Authorization` header. Out: the API key in it; undefined when there is none. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
}
