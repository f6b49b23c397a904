import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditCodeFault } from './credit-code.ts'

describe('统一社会信用代码 (GB 32100)', () => {
  it.each(['111405244367018280', '1114052485046037XM', '91350100M000100Y43'])('takes %s', (code) => {
    expect(creditCodeFault(code)).toBeNull()
  })

  it.each([
    ['11140524000000000X', '校验位'],
    ['1114052443670182', '18 位'],
    ['11140524436701828I', 'I、O、S、V、Z'],
    ['1114052443670182O0', 'I、O、S、V、Z'],
  ])('refuses %s and says why', (code, why) => {
    expect(creditCodeFault(code)).toContain(why)
  })

  it('notices any one wrong character', () => {
    const code = '111405244367018280'
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    fc.assert(
      fc.property(fc.nat(17), fc.constantFrom(...alphabet), (place, character) => {
        fc.pre(code[place] !== character)
        expect(creditCodeFault(code.slice(0, place) + character + code.slice(place + 1))).not.toBeNull()
      }),
    )
  })
})
