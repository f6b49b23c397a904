import { and, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import type { OidcConfig } from '../../platform/config.ts'
import type { Context } from '../../platform/context.ts'
import { type Transaction, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { people } from '../schema.ts'
import { finishSignIn, type SignInOutcome, signInContext } from './finish-sign-in.ts'
import { type ProviderIdentity, readAnswer, requestSignIn } from './provider.ts'

const minutesAtProvider = 10

const keptInput = z.strictObject({
  verifier: z.string(),
  state: z.string(),
  nonce: z.string(),
  next: z.string(),
  until: z.number(),
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
): Promise<{ address: string; kept: string }> {
  const { address, request } = await requestSignIn(provider, redirectUri)
  const until = context.clock.now().getTime() + minutesAtProvider * 60_000
  return { address, kept: btoa(JSON.stringify({ ...request, next, until })) }
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
  const { verifier, state, nonce, next } = readKept(context, kept)
  const identity = await readAnswer(provider, answered, { verifier, state, nonce })
  const personId = await transactAs(database, 'sign-in', (tx) => personOfIdentity(context, tx, identity))
  if (personId === null)
    throw new AppError(
      'forbidden',
      `统一身份认证的账号${identity.username === null ? '' : ` ${identity.username.slice(0, 64)} `}在登云没有可用的账号，请联系本单位的系统管理员。`,
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

/** By the subject bound before; else by the username, which binds the subject from then on. */
async function personOfIdentity(
  context: Context,
  tx: Transaction,
  identity: ProviderIdentity,
): Promise<number | null> {
  const [bound] = await tx
    .select({ id: people.id, disabled: people.disabled })
    .from(people)
    .where(eq(people.oidcSubject, identity.subject))
  if (bound !== undefined) return bound.disabled ? null : bound.id
  if (identity.username === null) return null
  const [fresh] = await tx
    .update(people)
    .set({ oidcSubject: identity.subject })
    .where(
      and(
        eq(sql`lower(${people.username})`, identity.username.toLowerCase()),
        isNull(people.oidcSubject),
        eq(people.disabled, false),
      ),
    )
    .returning({ id: people.id, jurisdictionId: people.jurisdictionId })
  if (fresh === undefined) return null
  await record(signInContext(context, fresh.jurisdictionId), tx, [
    {
      operation: 'identity.sign-in',
      objectType: 'person',
      objectId: String(fresh.id),
      after: { linkedToProvider: identity.subject },
    },
  ])
  return fresh.id
}
