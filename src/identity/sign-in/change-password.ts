import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, type Person } from '../../platform/context.ts'
import { transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { people } from '../schema.ts'
import { accountFrom, countAttempt, forgiveAttempt } from './attempts.ts'
import { assertStrong } from './password-strength.ts'
import { anyPasswordInput, hashPassword, passwordInput, verifyPassword } from './passwords.ts'
import { endAccess, openSession } from './sessions.ts'

export const passwordChange = z
  .strictObject({ current: anyPasswordInput, password: passwordInput, repeated: z.string() })
  .superRefine((value, context) => {
    if (value.password !== value.repeated)
      context.addIssue({ code: 'custom', path: ['repeated'], message: '两次输入的新密码不一样' })
    if (value.password === value.current)
      context.addIssue({ code: 'custom', path: ['password'], message: '新密码和现在的一样' })
  })

/** Out: the person who acts, with their own hands: never the scheduler, the public or another system by a key. */
export function actingPerson(context: Context): Person {
  authorize(context, 'identity.account')
  const { actor } = context
  if (actor.kind !== 'person' || actor.key !== undefined)
    throw new AppError('forbidden', '这项操作只能由本人登录后进行。')
  return actor
}

/** Asks for the current password again before something important. Throws invalid-input, too-many-requests. */
export async function confirmPassword(context: Context, password: string, field = 'current'): Promise<void> {
  const { id } = actingPerson(context)
  const [person] = await transactAs(context.database, 'sign-in', (tx) =>
    tx.select().from(people).where(eq(people.id, id)),
  )
  const username = person?.username.toLowerCase() ?? ''
  const from = accountFrom(username, context.address)
  await countAttempt(context.database, 'account', from)
  if (!person?.passwordHash || !(await verifyPassword(password, person.passwordHash))) {
    const message = '现在的密码不对'
    throw new AppError('invalid-input', `${message}，请重新输入。`, { errors: [{ path: field, message }] })
  }
  await forgiveAttempt(context.database, 'account', from)
}

/**
 * Changes one's own password after asking for the current one. All sessions end; out: the token of a new one.
 * Throws invalid-input for a wrong current or a weak new password, too-many-requests.
 */
export async function changePassword(
  context: Context,
  input: z.infer<typeof passwordChange>,
  agent: string | null,
): Promise<string> {
  const person = actingPerson(context)
  await confirmPassword(context, input.current)
  const { database, clock, address } = context
  const username = await transactAs(database, 'sign-in', async (tx) => {
    const [row] = await tx.select({ username: people.username }).from(people).where(eq(people.id, person.id))
    return row?.username ?? ''
  })
  assertStrong(input.password, [username, person.name, person.organisationName, person.jurisdictionId])
  const passwordHash = await hashPassword(input.password)
  await transactAs(database, 'sign-in', async (tx) => {
    await tx
      .update(people)
      .set({ passwordHash, passwordChangedAt: clock.now() })
      .where(eq(people.id, person.id))
    const sessionsEnded = await endAccess(tx, clock, [person.id], { keys: false })
    await record(context, tx, [
      {
        operation: 'identity.account',
        objectType: 'person',
        objectId: String(person.id),
        after: { changed: '登录凭据', sessionsEnded },
      },
    ])
  })
  return openSession(database, clock, person.id, { address, agent })
}
