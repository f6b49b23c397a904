import type { OidcConfig } from '../../platform/config.ts'
import { AppError } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { safePath } from '../../platform/http/safe-path.ts'
import { agentOf, type CookieOptions } from '../page-parts.tsx'
import { dropCookie, readCookie, writeCookie } from './cookies.ts'
import { signOutAddress } from './provider.ts'
import { beginProviderSignIn, finishProviderSignIn } from './sign-in-provider.ts'
import { afterFirstFactor, SignInForm } from './sign-in-routes.tsx'

export const callbackPath = '/sign-in/provider/callback'

export interface ProviderOptions extends CookieOptions {
  provider: OidcConfig | undefined
  originOf: (c: RequestContext) => string
}

/** Signing in and out at the city's identity provider. All are links, no forms: the CSP lets forms go nowhere else. */
export function providerPages(options: ProviderOptions) {
  const pages = pageRouter()
  const { originOf } = options

  const configured = (): OidcConfig => {
    if (options.provider === undefined) throw new AppError('not-found', '没有接入统一身份认证。')
    return options.provider
  }
  /** Does what goes by the provider; what doesn't go is said where one can sign in otherwise. */
  const orSignInPage = (c: RequestContext, work: () => Promise<Response>) =>
    orRefusal(c, work, () => renderPage(c, { title: '登录', narrow: true }, <SignInForm next="/" provider />))

  pages.get('/sign-in/provider', guard('public'), async (c) => {
    const provider = configured()
    return orSignInPage(c, async () => {
      const next = safePath(c.req.query('next'))
      const redirectUri = `${originOf(c)}${callbackPath}`
      const { address, kept } = await beginProviderSignIn(c.get('context'), provider, redirectUri, next)
      writeCookie(c, 'provider', kept, options.secureCookies(c))
      return c.redirect(address, 303)
    })
  })

  pages.get(callbackPath, guard('public'), async (c) => {
    const provider = configured()
    const kept = readCookie(c, 'provider', options.secureCookies(c)) ?? ''
    dropCookie(c, 'provider', options.secureCookies(c))
    return orSignInPage(c, async () => {
      // Behind a proxy the request's own origin isn't the one the provider was told.
      const answered = new URL(`${originOf(c)}${callbackPath}${new URL(c.req.url).search}`)
      const context = c.get('context')
      const { outcome, next } = await finishProviderSignIn(context, provider, kept, answered, agentOf(c))
      return c.redirect(await afterFirstFactor(c, outcome, safePath(next), options), 303)
    })
  })

  pages.get('/sign-out/provider', guard('public'), async (c) => {
    const address = await signOutAddress(configured(), `${originOf(c)}/catalogue`)
    return c.redirect(address ?? '/catalogue', 303)
  })

  return pages
}
