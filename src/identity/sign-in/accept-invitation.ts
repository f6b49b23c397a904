import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import { transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { accountChanges, organisations, people } from '../schema.ts'
import { countAttempt, forgiveAttempt } from './attempts.ts'
import { signInContext } from './finish-sign-in.ts'
import { readToken, useToken } from './one-time-tokens.ts'
import { assertStrong } from './password-strength.ts'
import { hashPassword, passwordInput } from './passwords.ts'
import { hashOfToken } from './tokens.ts'
import { normalRecoveryCode } from './totp.ts'

export const invitationInput = z
  .strictObject({ password: passwordInput, repeated: z.string(), code: z.string().max(40).default('') })
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
  /** The change whose code opens it; null: none is needed. */
  changeId: number | null
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
    const { change } = invitation.data
    return { ...person, changeId: change === undefined ? null : Number(change) }
  })
}

/**
 * Checks the code that the security administrator gave the person, counted like any code. Throws invalid-input, too-many-requests.
 */
export async function checkCode(context: Context, { changeId }: Invited, typed: string): Promise<void> {
  if (changeId === null) return
  const { database } = context
  await countAttempt(database, 'code', `invitation-${changeId}`)
  const [change] = await transactAs(database, 'sign-in', (tx) =>
    tx.select().from(accountChanges).where(eq(accountChanges.id, changeId)),
  )
  const code = normalRecoveryCode(typed)
  const good = code !== null && change?.status === 'released' && change.codeHash === (await hashOfToken(code))
  if (!good) {
    const message = '放行码不对，或安全管理员还没有放行。放行码请当面向安全管理员索取'
    throw new AppError('invalid-input', `${message}。`, { errors: [{ path: 'code', message }] })
  }
  await forgiveAttempt(database, 'code', `invitation-${changeId}`)
}

/**
 * Binds an account at the identity provider to the invited person, once, instead of a password.
 * Throws not-found, invalid-input, conflict when either is bound already.
 */
export async function bindInvited(
  context: Context,
  { token, code }: { token: string; code: string },
  subject: string,
): Promise<number> {
  const person = await readInvitation(context, token)
  await checkCode(context, person, code)
  return transactAs(context.database, 'sign-in', async (tx) => {
    if ((await useToken(tx, context.clock, 'invitation', token)) === null) throw gone()
    const taken = await tx.$count(people, eq(people.oidcSubject, subject))
    const bound =
      taken > 0
        ? []
        : await tx
            .update(people)
            .set({ oidcSubject: subject })
            .where(and(eq(people.id, person.id), isNull(people.oidcSubject)))
            .returning({ id: people.id })
    if (bound.length === 0)
      throw new AppError('conflict', '这个账号或这个统一身份已经绑定过了，请联系系统管理员。')
    await record(signInContext(context, person.jurisdictionId), tx, [
      {
        operation: 'identity.sign-in',
        objectType: 'person',
        objectId: String(person.id),
        after: { linkedToProvider: subject },
      },
    ])
    return person.id
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
  await checkCode(context, person, input.code)
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
