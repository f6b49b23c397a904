import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import { transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { organisations, people } from '../schema.ts'
import { signInContext } from './finish-sign-in.ts'
import { readToken, useToken } from './one-time-tokens.ts'
import { assertStrong } from './password-strength.ts'
import { hashPassword, passwordInput } from './passwords.ts'

export const invitationInput = z
  .strictObject({ password: passwordInput, repeated: z.string() })
  .superRefine((value, context) => {
    if (value.password !== value.repeated)
      context.addIssue({ code: 'custom', path: ['repeated'], message: '两次输入的密码不一样' })
  })

export interface Invited {
  id: number
  jurisdictionId: string
  name: string
  username: string
  organisationName: string
}

const gone = () => new AppError('not-found', '这个邀请链接已用过、已过期或不完整，请向系统管理员另要一个。')

/** In: the token of an invitation. Out: who is invited. Throws not-found when it is used, expired or unknown. */
export async function readInvitation(context: Context, token: string): Promise<Invited> {
  return transactAs(context.database, 'sign-in', async (tx) => {
    const invitation = await readToken(tx, context.clock, 'invitation', token)
    if (invitation === null || invitation.personId === null) throw gone()
    const [person] = await tx
      .select({
        id: people.id,
        jurisdictionId: people.jurisdictionId,
        name: people.name,
        username: people.username,
        organisationName: organisations.name,
      })
      .from(people)
      .innerJoin(organisations, eq(organisations.id, people.organisationId))
      .where(and(eq(people.id, invitation.personId), eq(people.disabled, false)))
    if (person === undefined) throw gone()
    return person
  })
}

/** Sets the invited person's password, once. Throws not-found, invalid-input for a weak password. */
export async function acceptInvitation(
  context: Context,
  token: string,
  input: z.infer<typeof invitationInput>,
): Promise<void> {
  const person = await readInvitation(context, token)
  assertStrong(input.password, [person.username, person.name, person.organisationName, person.jurisdictionId])
  const passwordHash = await hashPassword(input.password)
  await transactAs(context.database, 'sign-in', async (tx) => {
    if ((await useToken(tx, context.clock, 'invitation', token)) === null) throw gone()
    await tx
      .update(people)
      .set({ passwordHash, passwordChangedAt: context.clock.now() })
      .where(eq(people.id, person.id))
    await record(signInContext(context, person.jurisdictionId), tx, [
      {
        operation: 'identity.sign-in',
        objectType: 'person',
        objectId: String(person.id),
        after: { invitationAccepted: true },
      },
    ])
  })
}
