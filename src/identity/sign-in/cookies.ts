import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { CookiePrefixOptions } from 'hono/utils/cookie'
import type { RequestContext } from '../../platform/http/routers.ts'

/** Cookies that prove something: who somebody is, that a password was proven, that the way to the provider began here. */
const kinds = {
  session: { name: 'dengyun_session', path: '/', prefix: 'host' },
  pending: { name: 'dengyun_pending', path: '/sign-in', prefix: 'secure' },
  provider: { name: 'dengyun_provider', path: '/sign-in/provider/callback', prefix: 'secure' },
} as const satisfies Record<string, { name: string; path: string; prefix: CookiePrefixOptions }>
export type CookieKind = keyof typeof kinds

/** The session cookie's name without TLS; with it, `__Host-` stands before. */
export const sessionCookie = kinds.session.name

/**
 * In: whether the site is served by TLS. Out: the cookie's value. With TLS only the prefixed name counts, which no
 * other host of the domain and no page without TLS can plant.
 */
export function readCookie(c: RequestContext, kind: CookieKind, secure: boolean): string | undefined {
  const { name, prefix } = kinds[kind]
  return secure ? getCookie(c, name, prefix) : getCookie(c, name)
}

/** Sets a cookie that scripts can't read and that ends with the browser. Lax: one comes back from the provider's site. */
export function writeCookie(c: RequestContext, kind: CookieKind, value: string, secure: boolean): void {
  const { name, path, prefix } = kinds[kind]
  setCookie(c, name, value, {
    httpOnly: true,
    sameSite: 'Lax',
    path,
    secure,
    ...(secure ? { prefix } : {}),
  })
}

export function dropCookie(c: RequestContext, kind: CookieKind, secure: boolean): void {
  const { name, path, prefix } = kinds[kind]
  deleteCookie(c, name, { path, secure, ...(secure ? { prefix } : {}) })
}
