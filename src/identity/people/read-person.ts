import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { Role } from '../../platform/permissions.ts'
import { apiKeys, memberships, organisations, people, secondFactors, sessions } from '../schema.ts'
import { isAlive } from '../sign-in/sessions.ts'
import type { MembershipStatus } from './model.ts'

export interface PersonRole {
  role: Role
  status: MembershipStatus
  requestedById: number | null
  requestedBy: string | null
  requestedAt: Date
  grantedBy: string | null
}

export interface PersonDetail {
  id: number
  name: string
  username: string
  organisationId: number
  organisationName: string
  disabled: boolean
  hasPassword: boolean
  linkedToProvider: boolean
  hasSecondFactor: boolean
  roles: PersonRole[]
  sessions: number
  lastSeenAt: Date | null
  keys: number
}

/** Out: one account with its roles and what it can be acted with. Throws not-found. */
export async function readPerson(context: Context, personId: number): Promise<PersonDetail> {
  authorize(context, 'identity.read-people')
  return transact(context, async (tx) => {
    const [person] = await tx
      .select({
        id: people.id,
        name: people.name,
        username: people.username,
        organisationId: people.organisationId,
        organisationName: organisations.name,
        disabled: people.disabled,
        hasPassword: sql<boolean>`${people.passwordHash} is not null`,
        linkedToProvider: sql<boolean>`${people.oidcSubject} is not null`,
        hasSecondFactor: sql<boolean>`${secondFactors.confirmedAt} is not null`,
      })
      .from(people)
      .innerJoin(organisations, eq(organisations.id, people.organisationId))
      .leftJoin(secondFactors, eq(secondFactors.personId, people.id))
      .where(eq(people.id, personId))
    if (person === undefined) throw new AppError('not-found', '没有这个账号。')
    const nameOf = (column: typeof memberships.requestedBy | typeof memberships.grantedBy) =>
      sql<string | null>`(select name from people as other where other.id = ${column})`
    const roles = await tx
      .select({
        role: memberships.role,
        status: memberships.status,
        requestedById: memberships.requestedBy,
        requestedBy: nameOf(memberships.requestedBy),
        requestedAt: memberships.requestedAt,
        grantedBy: nameOf(memberships.grantedBy),
      })
      .from(memberships)
      .where(eq(memberships.personId, personId))
      .orderBy(asc(memberships.requestedAt), asc(memberships.role))
    const alive = await tx
      .select({ lastSeenAt: sessions.lastSeenAt })
      .from(sessions)
      .where(and(eq(sessions.personId, personId), isAlive(context.clock.now())))
      .orderBy(desc(sessions.lastSeenAt))
    const keys = await tx.$count(apiKeys, and(eq(apiKeys.personId, personId), isNull(apiKeys.revokedAt)))
    return { ...person, roles, sessions: alive.length, lastSeenAt: alive[0]?.lastSeenAt ?? null, keys }
  })
}
