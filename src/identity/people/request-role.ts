import { and, eq, notExists, sql } from 'drizzle-orm'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import type { Role } from '../../platform/permissions.ts'
import { memberships, people } from '../schema.ts'
import { dutyOf, separated } from './accounts.ts'
import { membershipMachine } from './model.ts'

export interface RoleRequest {
  personId: number
  role: Role
}

/** Asks for a role, which counts once the security administrator has granted it. Throws as requestRole. */
export async function askForRole(context: Context, input: RoleRequest): Promise<void> {
  authorize(context, 'identity.manage-people')
  await transact(context, (tx) => requestRole(context, tx, input))
}

/**
 * In: a transaction that sees the person. Throws conflict when they have or await the role,
 * invalid-input when it may not meet those they have.
 */
export async function requestRole(context: Context, tx: Transaction, input: RoleRequest): Promise<void> {
  const { personId, role } = input
  const actorId = context.actor.kind === 'person' ? context.actor.id : null
  const duty = dutyOf([role])
  // An account without any role may turn to another kind of work; one with roles stays with its kind.
  await tx
    .update(people)
    .set({ duty })
    .where(
      and(
        eq(people.id, personId),
        notExists(tx.select({ one: sql`1` }).from(memberships).where(eq(memberships.personId, personId))),
      ),
    )
  const [person] = await tx
    .select({ duty: people.duty, jurisdictionId: people.jurisdictionId })
    .from(people)
    .where(eq(people.id, personId))
    .for('update')
  if (person === undefined) throw new AppError('not-found', '没有这个账号。')
  if (person.duty !== duty) throw separated()
  await insertOne(
    tx,
    memberships,
    {
      personId,
      role,
      jurisdictionId: person.jurisdictionId,
      status: membershipMachine.steps.request.to,
      requestedBy: actorId,
      requestedAt: context.clock.now(),
    },
    { role: memberships.role },
    new AppError('conflict', '这个人已有或已申请这个岗位。'),
  )
  await record(context, tx, [
    {
      operation: 'identity.manage-people',
      objectType: 'person',
      objectId: String(personId),
      after: { requestedRole: role },
    },
  ])
}
