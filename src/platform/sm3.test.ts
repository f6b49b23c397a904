import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOfHex, hexOf, nativeSm3, portableSm3 } from './sm3.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe.each([
  ['of the runtime', nativeSm3],
  ['in plain JavaScript', portableSm3],
])('SM3 %s', (_name, sm3) => {
  it('gives the values printed in GB/T 32905-2016, annex A', () => {
    expect(hexOf(sm3?.(bytes('abc')) ?? bytes(''))).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    )
    expect(hexOf(sm3?.(bytes('abcd'.repeat(16))) ?? bytes(''))).toBe(
      'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
    )
  })
})

describe('SM3', () => {
  it('is the same in both implementations', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        expect(hexOf(nativeSm3?.(data) ?? data)).toBe(hexOf(portableSm3(data)))
      }),
      { seed: 32905, numRuns: 500 },
    )
  })

  it('is read back from hexadecimal, and nothing else is', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (data) => {
        expect(bytesOfHex(hexOf(data))).toEqual(data)
      }),
    )
    for (const wrong of ['0', 'zz', '0x00', ' 00']) expect(() => bytesOfHex(wrong)).toThrow(RangeError)
  })
})
