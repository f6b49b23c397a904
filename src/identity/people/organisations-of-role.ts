import { and, eq } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import type { Role } from '../../platform/permissions.ts'
import { memberships, organisations, people } from '../schema.ts'

/** Out: the names of the jurisdiction's organisations in which somebody holds a role. */
export async function organisationsOfRole(
  tx: Transaction,
  jurisdictionId: string,
  role: Role,
): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ name: organisations.name })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .innerJoin(organisations, eq(organisations.id, people.organisationId))
    .where(
      and(
        eq(memberships.jurisdictionId, jurisdictionId),
        eq(memberships.role, role),
        eq(memberships.status, 'granted'),
      ),
    )
  return rows.map(({ name }) => name)
}
