/** Pure. */

import { sm2 } from 'sm-crypto-v2'

/** The signer's identity when none is agreed (GM/T 0009-2012). */
const defaultUserId = '1234567812345678'

/** Out: a new private key, 64 hexadecimal digits. */
export function newSm2PrivateKey(): string {
  return sm2.generateKeyPairHex().privateKey
}

/** In: a private key. Out: its public key, uncompressed: 130 hexadecimal digits that begin with 04. */
export function sm2PublicKeyOf(privateKey: string): string {
  return sm2.getPublicKeyFromPrivateKey(privateKey)
}

/** In: bytes and a private key. Out: the SM2 signature over their SM3 (GB/T 32918.2), r ‖ s, 128 hexadecimal digits. */
export function signSm2(message: Uint8Array, privateKey: string): string {
  return sm2.doSignature(message, privateKey, { hash: true, userId: defaultUserId })
}

/** In: what was signed, the signature, the public key. Out: whether it holds; malformed input is false. */
export function verifySm2(message: Uint8Array, signature: string, publicKey: string): boolean {
  if (!/^[0-9a-f]{128}$/i.test(signature) || !isSm2PublicKey(publicKey)) return false
  try {
    return sm2.doVerifySignature(message, signature, publicKey, { hash: true, userId: defaultUserId })
  } catch {
    return false
  }
}

/** In: text. Out: whether it is an uncompressed public key on the curve. */
export function isSm2PublicKey(text: string): boolean {
  try {
    return /^04[0-9a-f]{128}$/i.test(text) && sm2.verifyPublicKey(text)
  } catch {
    return false
  }
}

/** In: text. Out: whether it is a private key, a number between 1 and the order of the curve − 2. */
export function isSm2PrivateKey(text: string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(text)) return false
  const number = BigInt(`0x${text}`)
  return number > 0n && number < 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122n
}
