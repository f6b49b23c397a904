import { Secret, TOTP } from 'otpauth'

/** Steps of 30 seconds, six digits, SHA-1: what every authenticator app understands (RFC 6238). */
const period = 30

function totpOf(secret: string, label = '登云'): TOTP {
  return new TOTP({ issuer: '登云', label, secret: Secret.fromBase32(secret), period, digits: 6 })
}

/** Out: 160 random bits in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** Out: the address an authenticator app reads. */
export function totpAddress(secret: string, label: string): string {
  return totpOf(secret, label).toString()
}

/** The secret in groups of four, for typing it. */
export function groupedSecret(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ')
}

/**
 * In: what was typed, and the time. Out: the step it is the code of (this one, the one before or after);
 * null when it is none of theirs. Pure.
 */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const token = code.normalize('NFKC').replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const delta = totpOf(secret).validate({ token, timestamp: now.getTime(), window: 1 })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / period) + delta
}

/** Out: a code to write down, 80 random bits as `abcd-efgh-ijkl-mnop`. */
export function newRecoveryCode(): string {
  return new Secret({ size: 10 }).base32.toLowerCase().replace(/(.{4})(?=.)/g, '$1-')
}

/** In: a recovery code as typed. Out: as it was made; null when it can't be one. */
export function normalRecoveryCode(typed: string): string | null {
  const signs = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z2-7]/g, '')
  return signs.length === 16 ? signs.replace(/(.{4})(?=.)/g, '$1-') : null
}
