import * as client from 'openid-client'
import type { OidcConfig } from '../../platform/config.ts'
import { AppError } from '../../platform/errors.ts'
import { getOrInsert } from '../../platform/get-or-insert.ts'
import { faultOfText } from '../../platform/text.ts'

/** What the identity provider says about who signed in there. */
export interface ProviderIdentity {
  /** Issuer and subject: what never changes about an account. */
  subject: string
  username: string | null
}

/** What must come back unchanged from the provider, kept on the server meanwhile. */
export interface ProviderRequest {
  verifier: string
  state: string
  nonce: string
}

const discovered = new WeakMap<OidcConfig, Promise<client.Configuration>>()

/** Asks the provider for its addresses and keys, once while it answers. */
const discover = (config: OidcConfig) =>
  getOrInsert(discovered, config, () => {
    const issuer = new URL(config.issuer)
    const asking = client.discovery(issuer, config.clientId, config.clientSecret, undefined, {
      timeout: 10,
      // The configuration lets http pass only on this machine.
      execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
    })
    asking.catch(() => discovered.delete(config))
    return asking
  })

/** Out: the provider's address to send the browser to, and what must be kept until it comes back. */
export async function requestSignIn(
  config: OidcConfig,
  redirectUri: string,
): Promise<{ address: string; request: ProviderRequest }> {
  return telling(async () => {
    const server = await discover(config)
    const verifier = client.randomPKCECodeVerifier()
    const request = { verifier, state: client.randomState(), nonce: client.randomNonce() }
    const address = client.buildAuthorizationUrl(server, {
      redirect_uri: redirectUri,
      scope: 'openid profile',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: request.state,
      nonce: request.nonce,
    })
    return { address: address.href, request }
  })
}

/**
 * In: the address the browser came back with, and what was kept. Out: who signed in at the provider.
 * Throws invalid-input when the answer doesn't belong to the request or was refused, provider-unavailable.
 */
export async function readAnswer(
  config: OidcConfig,
  answered: URL,
  request: ProviderRequest,
): Promise<ProviderIdentity> {
  return telling(async () => {
    const server = await discover(config)
    const tokens = await client.authorizationCodeGrant(server, answered, {
      pkceCodeVerifier: request.verifier,
      expectedState: request.state,
      expectedNonce: request.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (claims === undefined) throw new Error('no ID token')
    const username =
      claims.preferred_username ??
      (server.serverMetadata().userinfo_endpoint === undefined
        ? undefined
        : (await client.fetchUserInfo(server, tokens.access_token, claims.sub)).preferred_username)
    const subject = `${claims.iss} ${claims.sub}`
    if ([subject, String(username)].some((text) => faultOfText(text, false) !== null))
      throw new AppError('invalid-input', '统一身份认证给出的账号含有看不见的控制字符，请联系其管理员。')
    return {
      subject,
      username: typeof username === 'string' && username !== '' ? username : null,
    }
  })
}

/** Out: the provider's address that signs the browser out there; null when it has none. */
export async function signOutAddress(config: OidcConfig, returnTo: string): Promise<string | null> {
  return telling(async () => {
    const server = await discover(config)
    if (server.serverMetadata().end_session_endpoint === undefined) return null
    return client.buildEndSessionUrl(server, { post_logout_redirect_uri: returnTo }).href
  })
}

/** The library's errors in words: refused, or doesn't fit; anything else means the provider can't be reached. */
async function telling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError) throw error
    const refusedThere = error instanceof client.AuthorizationResponseError
    const misfit = error instanceof client.ResponseBodyError || error instanceof client.ClientError
    const unreachable = misfit && error.cause instanceof TypeError
    if (refusedThere || (misfit && !unreachable && !isTransport(error)))
      throw new AppError('invalid-input', '统一身份认证没有完成，请重新登录；若仍不行，可用账号密码登录。', {
        cause: error,
      })
    throw new AppError('provider-unavailable', '统一身份认证暂时连接不上，请稍后再试，或用账号密码登录。', {
      cause: error,
    })
  }
}

function isTransport(error: Error & { code?: string }): boolean {
  return error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_RESPONSE_IS_NOT_CONFORM'
}
