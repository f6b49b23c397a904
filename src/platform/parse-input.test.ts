import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseInput } from './parse-input.ts'

describe('parsing input', () => {
  const schema = z.strictObject({ status: z.enum(['a', 'b']), lines: z.array(z.int()) })

  it.each([
    ['a list for an object', []],
    ['nothing', undefined],
    ['a wrong choice', { status: 'c', lines: [] }],
    ['a fraction', { status: 'a', lines: [1.5] }],
    ['a text for a list', { status: 'a', lines: 'x' }],
  ])('says in Chinese what is wrong with %s', (_, given) => {
    expect(() => parseInput(schema, given)).toThrow(/[\u4e00-\u9fff]/)
    expect(() => parseInput(schema, given)).not.toThrow(/Invalid|expected/)
  })
})
