import { and, eq, isNull, sql } from 'drizzle-orm'
import { record } from '../../audit/index.ts'
import type { OidcConfig } from '../../platform/config.ts'
import type { Context } from '../../platform/context.ts'
import { type Transaction, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { people } from '../schema.ts'
import { finishSignIn, type SignInOutcome, signInContext } from './finish-sign-in.ts'
import { issueToken, useToken } from './one-time-tokens.ts'
import { type ProviderIdentity, readAnswer, requestSignIn } from './provider.ts'

const minutesAtProvider = 10

/** Sends somebody to the identity provider. Out: its address, and the token that joins the answer to this browser. */
export async function beginProviderSignIn(
  context: Context,
  provider: OidcConfig,
  redirectUri: string,
  next: string,
): Promise<{ address: string; token: string }> {
  const { address, request } = await requestSignIn(provider, redirectUri)
  const token = await transactAs(context.database, 'sign-in', (tx) =>
    issueToken(tx, context.clock, {
      purpose: 'oidc',
      personId: null,
      minutes: minutesAtProvider,
      data: { ...request, next },
    }),
  )
  return { address, token }
}

/**
 * Takes the provider's answer. In: the browser's token, and the address it came back with.
 * Out: as signIn, and where the person wanted to go. Throws invalid-input when it doesn't belong together or is used,
 * forbidden when the provider's account has no enabled account here: none is made by itself.
 */
export async function finishProviderSignIn(
  context: Context,
  provider: OidcConfig,
  token: string,
  answered: URL,
  agent: string | null,
): Promise<{ outcome: SignInOutcome; next: string }> {
  const { database, clock, address } = context
  const kept = await transactAs(database, 'sign-in', (tx) => useToken(tx, clock, 'oidc', token))
  const { verifier, state, nonce, next = '/' } = kept?.data ?? {}
  if (verifier === undefined || state === undefined || nonce === undefined)
    throw new AppError('invalid-input', '统一身份认证已过时，请重新登录。')
  const identity = await readAnswer(provider, answered, { verifier, state, nonce })
  const personId = await transactAs(database, 'sign-in', (tx) => personOfIdentity(context, tx, identity))
  if (personId === null)
    throw new AppError(
      'forbidden',
      `统一身份认证的账号${identity.username === null ? '' : ` ${identity.username.slice(0, 64)} `}在登云没有可用的账号，请联系本单位的系统管理员。`,
    )
  return { outcome: await finishSignIn(context, personId, { address, agent }, 'oidc'), next }
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
