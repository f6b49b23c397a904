import { and, asc, count, eq, exists, ilike, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Role } from '../../platform/permissions.ts'
import { memberships, organisations, people } from '../schema.ts'

export const peopleQuery = z.strictObject({
  q: z.string().trim().max(60).catch('').default(''),
  state: z.enum(['', 'active', 'disabled', 'requested']).catch('').default(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
})

export interface ListedPerson {
  id: number
  name: string
  username: string
  organisationName: string
  roles: Role[]
  /** Roles asked for and not yet granted. */
  requested: Role[]
  disabled: boolean
  /** The invitation hasn't been taken up. */
  invited: boolean
}

export const peoplePageSize = 50

/** Out: one page of the people of the jurisdiction who match, by organisation and name, and how many match. */
export async function listPeople(
  context: Context,
  query: z.infer<typeof peopleQuery>,
): Promise<{ total: number; people: ListedPerson[] }> {
  authorize(context, 'identity.read-people')
  const like = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`
  return transact(context, async (tx) => {
    const rolesIn = (status: 'granted' | 'requested') => sql<Role[]>`array(
      select role from memberships where person_id = ${people.id} and status = ${status} order by role)`
    const matches = and(
      query.q === ''
        ? undefined
        : or(ilike(people.name, like), ilike(people.username, like), ilike(organisations.name, like)),
      query.state === 'active' ? eq(people.disabled, false) : undefined,
      query.state === 'disabled' ? eq(people.disabled, true) : undefined,
      query.state === 'requested'
        ? exists(
            tx
              .select({ one: sql`1` })
              .from(memberships)
              .where(and(eq(memberships.personId, people.id), eq(memberships.status, 'requested'))),
          )
        : undefined,
    )
    const ofOrganisation = eq(organisations.id, people.organisationId)
    const [counted] = await tx
      .select({ total: count() })
      .from(people)
      .innerJoin(organisations, ofOrganisation)
      .where(matches)
    const rows = await tx
      .select({
        id: people.id,
        name: people.name,
        username: people.username,
        disabled: people.disabled,
        organisationName: organisations.name,
        invited: sql<boolean>`${people.passwordHash} is null and ${people.oidcSubject} is null`,
        roles: rolesIn('granted'),
        requested: rolesIn('requested'),
      })
      .from(people)
      .innerJoin(organisations, ofOrganisation)
      .where(matches)
      .orderBy(asc(organisations.name), asc(people.name), asc(people.id))
      .limit(peoplePageSize)
      .offset((query.page - 1) * peoplePageSize)
    return { total: counted?.total ?? 0, people: rows }
  })
}
