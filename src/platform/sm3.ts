import { sm3 as portableHex } from 'sm-crypto-v2'

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** In: bytes. Out: lower-case hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexPairs[byte]
  return text
}

/** In: hexadecimal. Out: bytes. Throws RangeError when it isn't hexadecimal of whole bytes. */
export function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  if (!/^([0-9a-f]{2})*$/i.test(hex)) throw new RangeError('no hexadecimal text')
  const bytes = new Uint8Array(hex.length / 2)
  for (let index = 0; index < bytes.length; index += 1)
    bytes[index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16)
  return bytes
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
