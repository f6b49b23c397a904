import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { OidcConfig } from '../../platform/config.ts'
import type { Context } from '../../platform/context.ts'
import { type Transaction, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { people } from '../schema.ts'
import { bindInvited } from './accept-invitation.ts'
import { finishSignIn, type SignInOutcome } from './finish-sign-in.ts'
import { type ProviderIdentity, readAnswer, requestSignIn } from './provider.ts'

const minutesAtProvider = 10

const keptInput = z.strictObject({
  verifier: z.string(),
  state: z.string(),
  nonce: z.string(),
  next: z.string(),
  until: z.number(),
  /** What an invited person goes there for: to bind the account, once. */
  invitation: z.strictObject({ token: z.string(), code: z.string() }).optional(),
})

/**
 * Sends somebody to the identity provider. Out: its address, and what this browser alone must bring back, in a cookie
 * that no script reads: going there changes nothing here.
 */
export async function beginProviderSignIn(
  context: Context,
  provider: OidcConfig,
  redirectUri: string,
  next: string,
  invitation?: { token: string; code: string },
): Promise<{ address: string; kept: string }> {
  const { address, request } = await requestSignIn(provider, redirectUri)
  const until = context.clock.now().getTime() + minutesAtProvider * 60_000
  return { address, kept: btoa(JSON.stringify({ ...request, next, until, invitation })) }
}

/**
 * Takes the provider's answer, which the provider gives once. In: what the browser kept, and the address it came back
 * with. Out: as signIn, and where the person wanted to go. Throws invalid-input when it doesn't belong together,
 * forbidden when the provider's account has no enabled account here: none is made by itself.
 */
export async function finishProviderSignIn(
  context: Context,
  provider: OidcConfig,
  kept: string,
  answered: URL,
  agent: string | null,
): Promise<{ outcome: SignInOutcome; next: string }> {
  const { database, address } = context
  const { verifier, state, nonce, next, invitation } = readKept(context, kept)
  const identity = await readAnswer(provider, answered, { verifier, state, nonce })
  const personId =
    invitation === undefined
      ? await transactAs(database, 'sign-in', (tx) => personOfIdentity(tx, identity))
      : await bindInvited(context, invitation, identity.subject)
  if (personId === null)
    throw new AppError(
      'forbidden',
      `统一身份认证的账号${identity.username === null ? '' : ` ${identity.username.slice(0, 64)} `}在登云没有可用的账号：没有绑定，或已停用。绑定要用邀请链接，请联系本单位的系统管理员。`,
    )
  return { outcome: await finishSignIn(context, personId, { address, agent }, 'oidc'), next }
}

function readKept({ clock }: Context, text: string): z.infer<typeof keptInput> {
  try {
    const kept = keptInput.parse(JSON.parse(atob(text)))
    if (kept.until >= clock.now().getTime()) return kept
  } catch {
    // No cookie, one of an earlier version, or one that somebody made up: all the same.
  }
  throw new AppError('invalid-input', '统一身份认证已过时，请重新登录。')
}

/** By the subject bound before, and nothing else: what the provider calls somebody may be chosen there. */
async function personOfIdentity(tx: Transaction, identity: ProviderIdentity): Promise<number | null> {
  const [bound] = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.oidcSubject, identity.subject), eq(people.disabled, false)))
  return bound?.id ?? null
}
