import { and, eq, sql } from 'drizzle-orm'
import type { Notice, Person } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { decidingRoles, type Role } from '../../platform/permissions.ts'
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
      unseen: sql<boolean>`exists (select from account_changes where person_id = ${people.id} and status = 'released'
        and (${people.changesSeenAt} is null or decided_at > ${people.changesSeenAt}))`,
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
  const { role: _role, policy, enrolled, unseen, organisationIds, ...person } = first
  const mustEnrol = !enrolled && wantsSecondFactor(policy, granted)
  return {
    kind: 'person',
    ...person,
    organisationIds: organisationIds.map(Number),
    roles: mustEnrol ? [] : granted,
    mustEnrol,
    notices: noticesOf({ mustEnrol, unseen, policy }),
  }
}

function wantsSecondFactor(policy: SecondFactorPolicy, granted: readonly Role[]): boolean {
  const deciding = decidingRoles()
  return policy === 'everyone' || (policy === 'deciding' && granted.some((role) => deciding.includes(role)))
}

function noticesOf(state: { mustEnrol: boolean; unseen: boolean; policy: SecondFactorPolicy }): Notice[] {
  const notices: Notice[] = []
  if (state.unseen)
    notices.push({
      text: '管理员变动过您账号的登录凭据。不是您要求的，请立即告诉审计管理员。',
      action: '看变动',
      href: '/account',
    })
  if (state.mustEnrol)
    notices.push({
      text: '您的岗位要求第二因素，启用之前岗位不生效。',
      action: '去启用',
      href: '/account/second-factor',
    })
  if (state.policy === 'off')
    notices.push({
      text: '演示设置：凭密码就能审批、签字、拨付，不得用于真实业务。正式使用由安全管理员要求第二因素。',
      action: '启用第二因素',
      href: '/account/second-factor',
    })
  return notices
}
