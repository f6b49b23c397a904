import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { healthOrder } from '../migration/index.ts'
import { byWave } from './register-choices.ts'
import { isFiltered, registerFilters, registerHref, sorts } from './register-filters.ts'

const parse = (href: string) =>
  registerFilters.parse(Object.fromEntries(new URL(href, 'http://dengyun.test').searchParams))

describe('the address of the register', () => {
  it('says every filter, and nothing that is empty or usual', () => {
    expect(registerHref(registerFilters.parse({}))).toBe('/systems')
    expect(registerHref({ health: 'overdue', sort: 'due', page: 1 })).toBe('/systems?health=overdue&sort=due')
    fc.assert(
      fc.property(
        fc.record({
          q: fc.string({ minLength: 1, maxLength: 30 }),
          unit: fc.integer({ min: 1, max: 9999 }),
          health: fc.constantFrom(...healthOrder),
          sort: fc.constantFrom(...(Object.keys(sorts) as (keyof typeof sorts)[])),
          page: fc.integer({ min: 1, max: 500 }),
        }),
        (filters) => {
          const read = parse(registerHref(filters))
          expect(read).toMatchObject({ ...filters, q: filters.q.trim() || undefined })
        },
      ),
    )
  })

  it('opens although a filter in it is not understood, without that filter', () => {
    const filters = registerFilters.parse({ health: 'nonsense', stage: '', unit: 'x', page: '-3', sort: 'z' })
    expect(isFiltered(filters)).toBe(false)
    expect(filters).toMatchObject({ page: 1, sort: 'code' })
  })

  it('orders waves by their numbers, not by their signs', () => {
    expect(['第三批', '试点', '第二批', '第十批', '第一批'].sort(byWave)).toEqual([
      '第一批',
      '第二批',
      '第三批',
      '第十批',
      '试点',
    ])
  })
})
