import { and, eq, sql } from 'drizzle-orm'
import type { Person } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { isAdministrator, type Role } from '../../platform/permissions.ts'
import {
  jurisdictions,
  memberships,
  organisations,
  people,
  type SecondFactorPolicy,
  secondFactors,
} from '../schema.ts'

/** What a person's state asks of them before their roles count. */
export interface LoadedPerson extends Person {
  /** Their jurisdiction wants a second factor of them and they have none: until then their roles don't count. */
  mustEnrol: boolean
}

/**
 * In: an admitted person's id. Out: who they are, with granted roles and the organisations below theirs;
 * null when there is no such account or it is disabled.
 */
export async function loadPerson(tx: Transaction, personId: number): Promise<LoadedPerson | null> {
  const rows = await tx
    .select({
      id: people.id,
      name: people.name,
      jurisdictionId: people.jurisdictionId,
      organisationId: people.organisationId,
      organisationName: organisations.name,
      organisationIds: sql<string[]>`(
        with recursive below(id) as (
          select ${people.organisationId}
          union select child.id from organisations child join below on child.parent_id = below.id)
        select array_agg(id) from below)`,
      policy: jurisdictions.secondFactor,
      enrolled: sql<boolean>`${secondFactors.confirmedAt} is not null`,
      role: memberships.role,
    })
    .from(people)
    .innerJoin(organisations, eq(organisations.id, people.organisationId))
    .innerJoin(jurisdictions, eq(jurisdictions.id, people.jurisdictionId))
    .leftJoin(memberships, and(eq(memberships.personId, people.id), eq(memberships.status, 'granted')))
    .leftJoin(secondFactors, eq(secondFactors.personId, people.id))
    .where(and(eq(people.id, personId), eq(people.disabled, false)))
  const [first] = rows
  if (first === undefined) return null
  const granted = rows.flatMap(({ role }) => (role === null ? [] : [role]))
  const { role: _role, policy, enrolled, organisationIds, ...person } = first
  const mustEnrol = !enrolled && wantsSecondFactor(policy, granted)
  return {
    kind: 'person',
    ...person,
    organisationIds: organisationIds.map(Number),
    roles: mustEnrol ? [] : granted,
    mustEnrol,
  }
}

function wantsSecondFactor(policy: SecondFactorPolicy, granted: readonly Role[]): boolean {
  return policy === 'everyone' || (policy === 'administrators' && granted.some(isAdministrator))
}
