import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** A password to be set. Long ones may be sentences; 256 keeps hashing from being made a burden. */
export const passwordInput = z.string().min(12, '密码至少 12 个字').max(256, '密码过长')
/** A password to be checked: old ones may be of any length. */
export const anyPasswordInput = z.string().min(1, '请填写密码').max(256, '密码过长')

/** OWASP's second choice for scrypt, 64 MiB: its first, 128 MiB, doesn't fit into a Worker. */
const cost = { N: 65_536, r: 8, p: 2 }

function derive(
  password: string,
  salt: Buffer,
  options: { N: number; r: number; p: number },
): Promise<Buffer> {
  return new Promise((done, failed) => {
    scrypt(password.normalize('NFKC'), salt, 32, { ...options, maxmem: 256 * 1024 * 1024 }, (error, key) =>
      error === null ? done(key) : failed(error),
    )
  })
}

/** In: a password. Out: `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** In: a password and a kept hash. Out: whether they belong together; false for a hash of another shape. */
export async function verifyPassword(password: string, kept: string): Promise<boolean> {
  const [scheme, n, r, p, salt, hash] = kept.split('$')
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return false
  const expected = Buffer.from(hash, 'base64url')
  const key = await derive(password, Buffer.from(salt, 'base64url'), {
    N: Number(n),
    r: Number(r),
    p: Number(p),
  })
  return key.length === expected.length && timingSafeEqual(key, expected)
}
