import type { FC } from 'hono/jsx'
import type { RequestContext } from '../platform/http/routers.ts'
import { headerText } from '../platform/http/text-door.ts'
import { readCookie, writeCookie } from './sign-in/cookies.ts'

export interface CookieOptions {
  /** Whether the site is served by TLS. */
  secureCookies: (c: RequestContext) => boolean
}

export function setSessionCookie(c: RequestContext, token: string, options: CookieOptions): void {
  writeCookie(c, 'session', token, options.secureCookies(c))
}

export function sessionToken(c: RequestContext, options: CookieOptions): string {
  return readCookie(c, 'session', options.secureCookies(c)) ?? ''
}

export function agentOf(c: RequestContext): string | null {
  return headerText(c, 'user-agent')
}

const instantFormat = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})

/** An instant as `2026-11-21 10:00` in China, or a dash. */
export const Instant: FC<{ at: Date | null }> = ({ at }) =>
  at === null ? (
    <span class="muted">—</span>
  ) : (
    <time class="nowrap" datetime={at.toISOString()}>
      {instantFormat.format(at)}
    </time>
  )
