import { and, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { memberships, people } from '../schema.ts'
import { endAccess } from '../sign-in/sessions.ts'
import { nameInput } from './accounts.ts'
import { nameOfOrganisation } from './create-person.ts'
import { assertNotLastAdministrator } from './keep-administrators.ts'

const operation = 'identity.manage-people' as const
const objectType = 'person'

export const renameInput = z.strictObject({ name: nameInput })
export const moveInput = z.strictObject({
  organisationId: z.coerce.number('请选择单位').int('请选择单位').positive('请选择单位'),
})

/** Corrects a person's name. Throws not-found. */
export async function renamePerson(context: Context, personId: number, name: string): Promise<void> {
  authorize(context, operation)
  await transact(context, async (tx) => {
    const [before] = await tx.select({ name: people.name }).from(people).where(eq(people.id, personId))
    if (before === undefined) throw new AppError('not-found', '没有这个账号。')
    await tx.update(people).set({ name }).where(eq(people.id, personId))
    await record(context, tx, [
      { operation, objectType, objectId: String(personId), before, after: { name } },
    ])
  })
}

/**
 * Moves a person to another organisation. Their roles, sessions and API keys end at once:
 * what they may do there is asked for and granted anew. Throws not-found, conflict when they are there already.
 */
export async function movePerson(context: Context, personId: number, organisationId: number): Promise<void> {
  authorize(context, operation)
  notOneself(context, personId, '不能调动自己的账号。')
  await transact(context, async (tx) => {
    const organisation = await nameOfOrganisation(tx, organisationId)
    const [before] = await tx
      .select({ organisationId: people.organisationId })
      .from(people)
      .where(eq(people.id, personId))
    if (before === undefined) throw new AppError('not-found', '没有这个账号。')
    await assertNotLastAdministrator(tx, personId)
    const moved = await tx
      .update(people)
      .set({ organisationId })
      .where(and(eq(people.id, personId), ne(people.organisationId, organisationId)))
      .returning({ id: people.id })
    if (moved.length === 0) throw new AppError('conflict', `这个人已经在${organisation}。`)
    const roles = await tx
      .delete(memberships)
      .where(eq(memberships.personId, personId))
      .returning({ role: memberships.role })
    await endAccess(tx, context.clock, [personId], { keys: true })
    await record(context, tx, [
      {
        operation,
        objectType,
        objectId: String(personId),
        before: {
          organisation: await nameOfOrganisation(tx, before.organisationId),
          roles: roles.map(({ role }) => role),
        },
        after: { organisation, roles: [] },
      },
    ])
  })
}

/**
 * Blocks or re-admits an account; blocked, its sessions and API keys end at once and its roles are gone:
 * re-admitted, they are asked for anew. Throws not-found, conflict for one's own account.
 */
export async function setDisabled(context: Context, personId: number, disabled: boolean): Promise<void> {
  authorize(context, operation)
  notOneself(context, personId, '不能停用自己的账号。')
  await transact(context, async (tx) => {
    if (disabled) await assertNotLastAdministrator(tx, personId)
    const changed = await tx
      .update(people)
      .set({ disabled })
      .where(and(eq(people.id, personId), ne(people.disabled, disabled)))
      .returning({ id: people.id })
    if (changed.length === 0) {
      const known = await tx.$count(people, eq(people.id, personId))
      if (known === 0) throw new AppError('not-found', '没有这个账号。')
      return
    }
    const roles = disabled
      ? await tx
          .delete(memberships)
          .where(eq(memberships.personId, personId))
          .returning({ role: memberships.role })
      : []
    if (disabled) await endAccess(tx, context.clock, [personId], { keys: true })
    await record(context, tx, [
      {
        operation,
        objectType,
        objectId: String(personId),
        before: { disabled: !disabled, roles: roles.map(({ role }) => role) },
        after: { disabled },
      },
    ])
  })
}

function notOneself(context: Context, personId: number, sentence: string): void {
  if (context.actor.kind === 'person' && context.actor.id === personId)
    throw new AppError('conflict', sentence)
}
