/** Pure. */

import { sm3 as portableHex } from 'sm-crypto-v2'

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** In: bytes. Out: lower-case hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexPairs[byte]
  return text
}

/** Values of the hexadecimal digits by character code; −1: none. */
const digits = Int8Array.from({ length: 128 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16)
  return Number.isNaN(value) ? -1 : value
})

/** In: hexadecimal. Out: bytes. Throws RangeError when it isn't hexadecimal of whole bytes. */
export function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length >> 1)
  let valid = hex.length % 2 === 0
  for (let index = 0; index < bytes.length; index += 1) {
    const high = digits[hex.charCodeAt(index * 2)] ?? -1
    const low = digits[hex.charCodeAt(index * 2 + 1)] ?? -1
    if (high < 0 || low < 0) valid = false
    bytes[index] = (high << 4) | low
  }
  if (!valid) throw new RangeError('no hexadecimal text')
  return bytes
}

/** Whether two byte strings are the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false
  return true
}

/** The hash function SM3 (GB/T 32905-2016). In: bytes. Out: 32 bytes. */
export type Sm3 = (data: Uint8Array) => Uint8Array

/** SM3 in plain JavaScript: runs everywhere. */
export const portableSm3: Sm3 = (data) => bytesOfHex(portableHex(data))

/**
 * SM3 of the runtime, or null where there is none. Asked at run time and not imported: Node's OpenSSL has it,
 * workerd offers node:crypto without it.
 */
export const nativeSm3: Sm3 | null = findNative()

/** The fastest SM3 of this runtime. */
export const sm3: Sm3 = nativeSm3 ?? portableSm3

function findNative(): Sm3 | null {
  try {
    const { createHash, hash } = globalThis.process.getBuiltinModule('node:crypto')
    // Node before 21.7 has no one-shot `hash`, which is a fifth faster.
    const native: Sm3 =
      typeof hash === 'function'
        ? (data) => hash('sm3', data, 'buffer')
        : (data) => createHash('sm3').update(data).digest()
    return hexOf(native(new TextEncoder().encode('abc'))).startsWith('66c7f0f4') ? native : null
  } catch {
    return null
  }
}
