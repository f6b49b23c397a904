import { and, asc, eq, inArray } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { record } from '../../audit/index.ts'
import { assertNotOwn, authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { Role } from '../../platform/permissions.ts'
import { statusAfter } from '../../platform/state-machine.ts'
import { memberships, organisations, people } from '../schema.ts'
import { endAccess } from '../sign-in/sessions.ts'
import { assertNotLastAdministrator } from './keep-administrators.ts'
import { membershipMachine } from './model.ts'
import type { RoleRequest } from './request-role.ts'

/**
 * Grants a role somebody else asked for. The person's sessions end, so that their next sign-in has it.
 * Throws conflict when it isn't asked for, forbidden for one's own account.
 */
export async function grantRole(context: Context, { personId, role }: RoleRequest): Promise<void> {
  authorize(context, 'identity.approve-rights')
  assertNotOwn(context, personId)
  const actorId = context.actor.kind === 'person' ? context.actor.id : null
  if (actorId === null) throw new AppError('forbidden', '岗位须由安全管理员本人批准。')
  await transact(context, async (tx) => {
    const held = and(eq(memberships.personId, personId), eq(memberships.role, role))
    const [asked] = await tx.select().from(memberships).where(held).for('update')
    if (asked === undefined || asked.requestedBy === actorId)
      throw new AppError('conflict', '这个岗位没有待批准的申请，可能已被处理，请刷新。')
    await tx
      .update(memberships)
      .set({
        status: statusAfter(membershipMachine, 'grant', asked),
        grantedBy: actorId,
        grantedAt: context.clock.now(),
      })
      .where(and(held, eq(memberships.status, asked.status)))
    await endAccess(tx, context.clock, [personId], { keys: false })
    await record(context, tx, [change(personId, { role, granted: true })])
  })
}

/**
 * Refuses a role asked for, or takes a granted one away; the person's sessions end at once.
 * In: why, for the record. Throws conflict when there is no such role, or for one's own account.
 */
export async function withdrawRole(
  context: Context,
  { personId, role, reason }: RoleRequest & { reason: string },
): Promise<void> {
  authorize(context, 'identity.approve-rights')
  if (context.actor.kind === 'person' && context.actor.id === personId)
    throw new AppError('conflict', '不能收回自己的岗位，请由系统管理员停用账号。')
  await transact(context, async (tx) => {
    await assertNotLastAdministrator(tx, personId)
    const [withdrawn] = await tx
      .delete(memberships)
      .where(and(eq(memberships.personId, personId), eq(memberships.role, role)))
      .returning({ status: memberships.status })
    if (withdrawn === undefined) throw new AppError('conflict', '这个人没有这个岗位，可能已被收回，请刷新。')
    await endAccess(tx, context.clock, [personId], { keys: false })
    await record(context, tx, [
      { ...change(personId, null), before: { role, granted: withdrawn.status === 'granted' }, reason },
    ])
  })
}

function change(personId: number, after: Record<string, unknown> | null) {
  return {
    operation: 'identity.approve-rights' as const,
    objectType: 'person',
    objectId: String(personId),
    ...(after === null ? {} : { after }),
  }
}

export interface RequestedRole {
  personId: number
  name: string
  username: string
  organisationName: string
  role: Role
  requestedBy: string | null
  requestedAt: Date
}

/** Out: roles asked for and not yet decided, oldest first. */
export async function listRequestedRoles(context: Context): Promise<RequestedRole[]> {
  authorize(context, 'identity.approve-rights')
  const asker = alias(people, 'asker')
  return transact(context, (tx) =>
    tx
      .select({
        personId: people.id,
        name: people.name,
        username: people.username,
        organisationName: organisations.name,
        role: memberships.role,
        requestedBy: asker.name,
        requestedAt: memberships.requestedAt,
      })
      .from(memberships)
      .innerJoin(people, and(eq(people.id, memberships.personId), eq(people.disabled, false)))
      .innerJoin(organisations, eq(organisations.id, people.organisationId))
      .leftJoin(asker, eq(asker.id, memberships.requestedBy))
      .where(inArray(memberships.status, membershipMachine.steps.grant.from))
      .orderBy(asc(memberships.requestedAt), asc(people.id)),
  )
}
