import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { people, sessions } from '../schema.ts'
import { actingPerson, confirmPassword } from './change-password.ts'
import { hashOfToken } from './tokens.ts'

export const proofInput = z.strictObject({ current: z.string().max(256, '密码过长').default('') })

/** Who has no password here proves themselves by having come from the provider just now. */
const freshMinutes = 10

/**
 * Asks for the first factor again: the password, or of whoever has none a sign-in at the provider not ten minutes old.
 * In: what was typed, and the token of this request. Throws invalid-input, too-many-requests.
 */
export async function proveAgain(context: Context, current: string, sessionToken: string): Promise<void> {
  const { id } = actingPerson(context)
  if (await hasPassword(context)) return confirmPassword(context, current)
  const tokenHash = await hashOfToken(sessionToken)
  const [session] = await transactAs(context.database, 'sign-in', (tx) =>
    tx.select().from(sessions).where(eq(sessions.tokenHash, tokenHash)),
  )
  const oldest = context.clock.now().getTime() - freshMinutes * 60_000
  if (session?.personId === id && session.method === 'oidc' && session.createdAt.getTime() >= oldest) return
  throw new AppError(
    'invalid-input',
    `您没有本地密码。请退出后重新用统一身份认证登录，并在 ${freshMinutes} 分钟内启用第二因素。`,
  )
}

/** Out: whether the actor has a local password, to be asked for. */
export async function hasPassword(context: Context): Promise<boolean> {
  const { id } = actingPerson(context)
  const [person] = await transactAs(context.database, 'sign-in', (tx) =>
    tx.select({ passwordHash: people.passwordHash }).from(people).where(eq(people.id, id)),
  )
  return person !== undefined && person.passwordHash !== null
}
