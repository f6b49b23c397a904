import { bytesOfHex, hexOf, sm3 } from './sm3.ts'

/** Keeps secrets that must be read again (no hash will do) from whoever holds the database alone. */
export interface SecretBox {
  /** In: the secret, and whose it is: for nobody else it opens. Out: the text to store. */
  seal(secret: string, owner: string): Promise<string>
  /**
   * In: what is stored, and whose it is; what was stored before there was sealing is its own secret.
   * Throws MissingKeyError, or Error when it was altered or is somebody else's.
   */
  open(stored: string, owner: string): Promise<string>
  /** In: what is stored. Out: whether the newest key sealed it. */
  isCurrent(stored: string): boolean
}

/** What sealed it isn't among the keys that we have. */
export class MissingKeyError extends Error {
  override name = 'MissingKeyError'
}

/** In: text. Out: whether it is a key, 256 bits as 64 hexadecimal digits. */
export function isSecretsKey(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

/** Out: a new key. */
export function newSecretsKey(): string {
  return hexOf(crypto.getRandomValues(new Uint8Array(32)))
}

/**
 * AES-256-GCM (NIST SP 800-38D). Stored: `v1.<key's name>.<iv>.<ciphertext and tag>`, hexadecimal.
 * In: the keys, newest first: that one seals, all of them open. Throws when there is none, or one that is no key.
 */
export function openSecretBox(keys: readonly string[]): SecretBox {
  const named = new Map(keys.map((key) => [nameOf(key), key]))
  const newest = keys.slice(0, 1).map((key) => ({ key, name: nameOf(key) }))[0]
  if (newest === undefined) throw new Error('no key to seal with')
  return {
    async seal(secret, owner) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const sealed = await crypto.subtle.encrypt(gcm(iv, owner), await imported(newest.key), bytesOf(secret))
      return `v1.${newest.name}.${hexOf(iv)}.${hexOf(new Uint8Array(sealed))}`
    },
    async open(stored, owner) {
      const parts = /^v1\.([0-9a-f]+)\.([0-9a-f]{24})\.((?:[0-9a-f]{2})+)$/.exec(stored)
      if (parts === null) {
        if (stored.startsWith('v1.')) throw new Error('a sealed secret was altered')
        return stored
      }
      const [, name = '', iv = '', sealed = ''] = parts
      const key = named.get(name)
      if (key === undefined) throw new MissingKeyError(`no key ${name}`)
      return new TextDecoder().decode(
        await crypto.subtle.decrypt(gcm(bytesOfHex(iv), owner), await imported(key), bytesOfHex(sealed)),
      )
    },
    isCurrent: (stored) => stored.startsWith(`v1.${newest.name}.`),
  }
}

/** A key is named by the beginning of its digest, which tells nothing about it. */
function nameOf(key: string): string {
  if (!isSecretsKey(key)) throw new Error('not a key of 64 hexadecimal digits')
  return hexOf(sm3(bytesOfHex(key))).slice(0, 8)
}

/** Each time anew: on Workers a promise can't be shared between requests, and it takes microseconds. */
function imported(key: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytesOfHex(key), 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function gcm(iv: Uint8Array<ArrayBuffer>, owner: string) {
  return { name: 'AES-GCM', iv, additionalData: bytesOf(owner) }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
