import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedCalendar } from '../../../tests/support/published-calendar.ts'
import { addDays, dateOf } from '../../platform/dates.ts'
import { dateNames, type Facts, flagNames, hostings, orderKinds } from '../facts.ts'
import { citationOf } from '../model.ts'
import { packs } from '../packs/index.ts'
import { evaluatorFor } from './evaluator.ts'
import { stopsFor } from './stops.ts'

const asOf = dateOf('2026-11-21')
const calendar = publishedCalendar
const day = fc.integer({ min: -900, max: 200 }).map((days) => addDays(asOf, days))
const each = <Name extends string, T>(names: readonly Name[], value: fc.Arbitrary<T>) =>
  fc.record(Object.fromEntries(names.map((name) => [name, value])) as Record<Name, fc.Arbitrary<T>>, {
    requiredKeys: [],
  })
const order = fc.record({
  kind: fc.constantFrom(...orderKinds),
  issuedOn: day,
  dueOn: day,
  resolvedOn: fc.option(day),
  refusedOn: fc.option(day),
})
const facts: fc.Arbitrary<Facts> = fc
  .tuple(
    each(flagNames, fc.boolean()),
    each(dateNames, fc.option(day)),
    fc.record({ hosting: fc.constantFrom(...hostings), orders: fc.array(order, { maxLength: 2 }) }),
  )
  .map(([flags, dates, others]) => ({ ...dates, ...others, ...flags }))

describe('the stops of a system', () => {
  it.each(packs.map((pack) => [pack.id, pack] as const))('are what its verdict rests on: %s', (_id, pack) => {
    const verdictOf = evaluatorFor(pack, asOf, calendar)
    const stopsOf = stopsFor(pack, asOf, calendar)
    let stopped = 0
    fc.assert(
      fc.property(facts, (known) => {
        const found = verdictOf(known)
          .findings.filter(
            ({ effect, funds }) => (effect === 'denied' || effect === 'suspended') && funds.length > 0,
          )
          .map((finding) => `${citationOf(finding)} ${finding.effect}`)
        const stops = stopsOf(known)
        stopped += stops.length
        expect(new Set(stops.map(({ article, effect }) => `${article} ${effect}`))).toEqual(new Set(found))
        expect(new Set(stops.map(({ key }) => key)).size).toBe(stops.length)
      }),
      { numRuns: 1_500, seed: 20261130 },
    )
    expect(stopped).toBeGreaterThan(50)
  })
})
