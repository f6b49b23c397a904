import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isSm2PrivateKey,
  isSm2PublicKey,
  newSm2PrivateKey,
  signSm2,
  sm2PublicKeyOf,
  verifySm2,
} from './sm2.ts'

/** The key of GB/T 32918.5-2017, annex A.2, on the recommended curve. */
const standard = {
  privateKey: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  publicKey:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  signature:
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
    'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
}
const message = new TextEncoder().encode('message digest')

describe('SM2', () => {
  it('accepts the key and the signature printed in GB/T 32918.5-2017', () => {
    expect(sm2PublicKeyOf(standard.privateKey)).toBe(standard.publicKey)
    expect(verifySm2(message, standard.signature, standard.publicKey)).toBe(true)
  })

  it('verifies what it signed, and nothing that differs in one bit', () => {
    const privateKey = newSm2PrivateKey()
    const publicKey = sm2PublicKeyOf(privateKey)
    expect([isSm2PrivateKey(privateKey), isSm2PublicKey(publicKey)]).toEqual([true, true])
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), fc.nat(), (data, where) => {
        const signature = signSm2(data, privateKey)
        expect(signature).toMatch(/^[0-9a-f]{128}$/)
        expect(verifySm2(data, signature, publicKey)).toBe(true)
        const changed = data.slice()
        changed[where % data.length] = (changed[where % data.length] ?? 0) ^ 1
        expect(verifySm2(changed, signature, publicKey)).toBe(false)
        expect(verifySm2(data, signature, standard.publicKey)).toBe(false)
      }),
      { seed: 32918, numRuns: 10 },
    )
  })

  it('takes malformed keys and signatures for what they are', () => {
    const { signature, publicKey } = standard
    for (const [wrongSignature, wrongKey] of [
      ['', publicKey],
      ['00'.repeat(64), publicKey],
      [signature, ''],
      [signature, `04${'11'.repeat(64)}`],
    ])
      expect(verifySm2(message, wrongSignature ?? '', wrongKey ?? '')).toBe(false)
    for (const wrong of ['', '0'.repeat(64), 'f'.repeat(64), 'xyz'])
      expect(isSm2PrivateKey(wrong)).toBe(false)
  })
})
