import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import { type Database, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { people } from '../schema.ts'
import { accountFrom, countAttempt, forgiveAttempt, networkOf, sweepAttempts } from './attempts.ts'
import { finishSignIn, hasSecondFactor, type SignInOutcome, signInContext } from './finish-sign-in.ts'
import { anyPasswordInput, hashPassword, verifyPassword } from './passwords.ts'

export const credentials = z.strictObject({
  username: z.string().trim().min(1, '请填写账号').max(64, '账号过长'),
  password: anyPasswordInput,
})

/** Verified when there is no such account, so that the answer takes as long. */
let nobody: Promise<string> | undefined

/**
 * Signs a person in with a local account.
 * Out: the session's token, or that a code of the second factor is due. Throws invalid-input, the same for an unknown
 * account, a wrong password and a disabled person; too-many-requests while account or address must wait.
 */
export async function signIn(
  context: Context,
  input: z.infer<typeof credentials>,
  agent: string | null,
): Promise<SignInOutcome> {
  const { database } = context
  const username = input.username.toLowerCase()
  const address = networkOf(context.address)
  const from = accountFrom(username, context.address)
  await countAttempt(database, 'address', address)
  await countAttempt(database, 'account', from)
  const { person, guarded } = await personNamed(database, username)
  // Whoever can't get in by the password alone isn't kept out by those who guess it from everywhere.
  if (!guarded) await countAttempt(database, 'everywhere', username)
  nobody ??= hashPassword(crypto.randomUUID())
  const matches = await verifyPassword(input.password, person?.passwordHash ?? (await nobody))
  if (person === undefined || !matches || person.passwordHash === null || person.disabled) {
    if (person !== undefined) await recordFailure(context, person)
    throw new AppError('invalid-input', '账号或密码不对，请重新输入。')
  }
  await forgiveAttempt(database, 'address', address)
  await forgiveAttempt(database, 'account', from)
  if (!guarded) await forgiveAttempt(database, 'everywhere', username)
  await transactAs(database, 'sign-in', sweepAttempts)
  return finishSignIn(context, person.id, { address: context.address, agent }, 'password')
}

async function personNamed(database: Database, username: string) {
  return transactAs(database, 'sign-in', async (tx) => {
    const [person] = await tx
      .select()
      .from(people)
      .where(eq(sql`lower(${people.username})`, username))
    return { person, guarded: person !== undefined && (await hasSecondFactor(tx, person.id)) }
  })
}

async function recordFailure(
  context: Context,
  person: { id: number; jurisdictionId: string },
): Promise<void> {
  await transactAs(context.database, 'sign-in', (tx) =>
    record(signInContext(context, person.jurisdictionId), tx, [
      {
        operation: 'identity.sign-in',
        objectType: 'person',
        objectId: String(person.id),
        after: { succeeded: false, method: 'password' },
      },
    ]),
  )
}
