import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { organisations, people } from '../schema.ts'
import { recordAsked } from './account-changes.ts'
import { addPerson, dutyOf, nameInput, roleInput, usernameInput } from './accounts.ts'
import { requestRole } from './request-role.ts'

export const personInput = z.strictObject({
  organisationId: z.coerce.number('请选择单位').int('请选择单位').positive('请选择单位'),
  name: nameInput,
  username: usernameInput,
  role: roleInput,
})

function usernameTaken(): AppError {
  const message = '账号已被使用，请换一个'
  return new AppError('invalid-input', `${message}。`, { errors: [{ path: 'username', message }] })
}

/**
 * Makes an account, asks for its role (the security administrator grants it) and invites the person.
 * Out: the account's id, and the path at which the person sets their password, good once and with the
 * security administrator's code only: whoever invites can't take the account up themselves.
 * Throws invalid-input when the account exists, not-found without the organisation.
 */
export async function createPerson(
  context: Context,
  input: z.infer<typeof personInput>,
): Promise<{ id: number; invitation: string }> {
  authorize(context, 'identity.manage-people')
  const { jurisdictionId } = context.actor
  const { organisationId, name, username, role } = input
  return transact(context, async (tx) => {
    const organisationName = await nameOfOrganisation(tx, organisationId)
    const person = { jurisdictionId, organisationId, username, name, passwordHash: null, roles: [] }
    const id = await addPerson(tx, person, usernameTaken())
    await tx
      .update(people)
      .set({ duty: dutyOf([role]) })
      .where(eq(people.id, id))
    await requestRole(context, tx, { personId: id, role })
    await record(context, tx, [
      {
        operation: 'identity.manage-people',
        objectType: 'person',
        objectId: String(id),
        after: { name, username, organisationName },
      },
    ])
    return { id, invitation: (await recordAsked(context, tx, id, 'password')) ?? '' }
  })
}

/** Throws not-found when the jurisdiction has no such organisation. */
export async function nameOfOrganisation(tx: Transaction, id: number): Promise<string> {
  const [row] = await tx
    .select({ name: organisations.name })
    .from(organisations)
    .where(eq(organisations.id, id))
  if (row === undefined) throw new AppError('not-found', '没有这个单位。')
  return row.name
}
