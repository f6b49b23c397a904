import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../audit/index.ts'
import type { Context } from '../platform/context.ts'
import { transactAs } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { people } from './schema.ts'
import { openSession } from './sessions.ts'

export const credentials = z.strictObject({
  username: z.string().trim().min(1, '请填写账号').max(64, '账号过长'),
  password: z.string().min(1, '请填写密码').max(256, '密码过长'),
})

/** Verified when there is no such account, so that the answer takes as long. */
let nobody: Promise<string> | undefined

/**
 * Signs a person in with a local account.
 * Out: the session's token. Throws invalid-input, the same for an unknown account, a wrong password and a disabled person.
 */
export async function signIn(
  context: Context,
  input: z.infer<typeof credentials>,
  agent: string | null,
): Promise<string> {
  const { database } = context
  const [person] = await transactAs(database, 'sign-in', (tx) =>
    tx
      .select()
      .from(people)
      .where(eq(sql`lower(${people.username})`, input.username.toLowerCase())),
  )
  nobody ??= hashPassword(crypto.randomUUID())
  const matches = await verifyPassword(input.password, person?.passwordHash ?? (await nobody))
  if (person === undefined || !matches || person.disabled)
    throw new AppError('invalid-input', '账号或密码不对，请重新输入。')
  const token = await openSession(database, context.clock, person.id, { address: context.address, agent })
  await transactAs(database, { jurisdictionId: person.jurisdictionId, organisations: 'all' }, (tx) =>
    record({ ...context, actor: { kind: 'public', jurisdictionId: person.jurisdictionId } }, tx, [
      { operation: 'identity.sign-in', objectType: 'person', objectId: String(person.id) },
    ]),
  )
  return token
}
