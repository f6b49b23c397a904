/** Pure. */

import { Cache } from '../platform/cache.ts'
import { getOrInsert } from '../platform/get-or-insert.ts'

/** Words in a key that say its value is a secret, whatever surrounds them: passwordHash, session_token, 初始口令. */
const secretWords = new Set([
  ...['password', 'passwd', 'passphrase', 'passcode', 'pwd', 'secret', 'secrets', 'token', 'tokens', 'hash'],
  ...['hashes', 'otp', 'totp', 'credential', 'credentials', 'apikey', 'privatekey', 'cookie', 'salt', 'pin'],
])
const secretPairs = /(?:api|private|signing|recovery|access) (?:key|code)s?$/
const secretChinese = /密码|口令|密钥|私钥|令牌|验证码/
/** Digests of published content: no secret, although they are called hashes. */
const publicDigests = new Set(['contentHash'])
/** A value that is a kept password, under whatever key. */
const keptPassword = /^\$?(?:scrypt|argon2\w*|2[aby]|pbkdf2\S*)\$/

/** Keys come from the program, but a map of arbitrary keys must not fill the memory. */
const verdicts = new Cache<string, boolean>({ most: 10_000 })

const namesSecret = (key: string) => getOrInsert(verdicts, key, () => isSecret(key))

function isSecret(key: string): boolean {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9\u4e00-\u9fff]+/)
  return (
    !publicDigests.has(key) &&
    (words.some((word) => secretWords.has(word)) ||
      secretPairs.test(words.join(' ')) ||
      secretChinese.test(key))
  )
}

/**
 * In: anything that may become part of an entry. Out: its JSON text, with what PostgreSQL can't keep
 * (NUL, half a surrogate pair) replaced by U+FFFD.
 * Throws Error, naming the key but not the value, when a key or a value looks like a secret. That something about
 * a secret is true, false or unknown may be said.
 */
export function admissibleJson(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (part !== null && typeof part !== 'boolean' && part !== undefined && namesSecret(key))
      throw new Error(`audit: ${key} looks like a secret and is not recorded`)
    return typeof part === 'string' ? admissibleText(part, key) : part
  })
}

/** In: words that stand in an entry by themselves, and what they are called there. Out and throws: as `admissibleJson`. */
export function admissibleText(text: string, name: string): string {
  if (keptPassword.test(text)) throw new Error(`audit: ${name} holds a password and is not recorded`)
  return text.replace(/\p{Surrogate}|\0/gu, '\ufffd')
}
