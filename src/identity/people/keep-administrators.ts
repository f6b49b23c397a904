import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { locks } from '../../platform/locks.ts'
import { administrators, roles } from '../../platform/permissions.ts'
import { memberships, people } from '../schema.ts'

/**
 * A jurisdiction keeps at least one of each administrator it has: without one, nobody could make a successor.
 * In: a transaction that is about to take this person's roles. Throws conflict when they are the last.
 */
export async function assertNotLastAdministrator(tx: Transaction, personId: number): Promise<void> {
  const held = await tx
    .select({ role: memberships.role, jurisdictionId: memberships.jurisdictionId })
    .from(memberships)
    .where(
      and(
        eq(memberships.personId, personId),
        eq(memberships.status, 'granted'),
        inArray(memberships.role, [...administrators]),
      ),
    )
  for (const { role, jurisdictionId } of held) {
    // Two who take each other's last colleague away at once wait here for one another.
    await tx.execute(sql`select pg_advisory_xact_lock(${locks.administrators}, hashtext(${jurisdictionId}))`)
    const others = await tx
      .select({ id: people.id })
      .from(people)
      .innerJoin(memberships, eq(memberships.personId, people.id))
      .where(
        and(
          eq(people.jurisdictionId, jurisdictionId),
          eq(people.disabled, false),
          ne(people.id, personId),
          eq(memberships.role, role),
          eq(memberships.status, 'granted'),
        ),
      )
      .limit(1)
    if (others.length === 0)
      throw new AppError('conflict', `这是本辖区唯一的${roles[role]}，请先任命接替的人，再停用、调动或收回。`)
  }
}
