import '../slices.ts'
import { describe, expect, it } from 'vitest'
import { valueWords } from '../audit/words.ts'
import { dispositions, hostings, networkZones, stages } from './words.ts'

describe('what the audit log says of a system', () => {
  it.each([
    ['stage', stages],
    ['disposition', dispositions],
    ['hosting', hostings],
    ['networkZone', networkZones],
  ] as const)('%s: the words of the register, never its codes', (field, words) => {
    for (const [code, word] of Object.entries(words)) expect(valueWords(field, code)).toBe(word)
  })
})
