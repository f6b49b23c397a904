import type { FC } from 'hono/jsx'
import { AppError } from '../platform/errors.ts'
import type { RequestContext } from '../platform/http/routers.ts'
import { Alert } from '../platform/ui/components.tsx'
import { readCookie, writeCookie } from './sign-in/cookies.ts'

export type FormValues = Record<string, string>

/** Out: the text fields of a form; files and repeated fields but the last are left out. */
export async function formValues(c: RequestContext): Promise<FormValues> {
  const body = await c.req.parseBody()
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** What a form says after it was refused: the values typed, and why. */
export interface Refused {
  values: FormValues
  error: AppError
}

const shownBesideForms = new Set<string>([
  'invalid-input',
  'conflict',
  'forbidden',
  'too-many-requests',
  'provider-unavailable',
])

/** In: anything thrown while handling a form. Out: what its page should say. Throws on what no page can help with. */
export function refused(error: unknown, values: FormValues = {}): Refused {
  if (!(error instanceof AppError) || !shownBesideForms.has(error.code)) throw error
  return { values, error }
}

export const Refusal: FC<{ error: AppError | undefined }> = ({ error }) =>
  error === undefined ? null : (
    <Alert tone="stop">
      <p>{error.message}</p>
    </Alert>
  )

/** Only a path on this site: never where a stranger's link wants to send people. */
export function safePath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])/.test(path) ? path : '/'
}

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
  return c.req.header('user-agent')?.slice(0, 300) ?? null
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
