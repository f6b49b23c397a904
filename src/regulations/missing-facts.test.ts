import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedCalendar } from '../../tests/support/published-calendar.ts'
import { addDays, dateOf } from '../platform/dates.ts'
import { fenOf } from '../platform/money.ts'
import { factsNeededBy } from './engine/evaluator.ts'
import { evaluate } from './evaluate.ts'
import { missingLabel } from './fact-words.ts'
import { dateNames, type FactName, type Facts, flagNames, hostings } from './facts.ts'
import { packs } from './packs/index.ts'

const today = dateOf('2026-11-21')
const day = fc
  .tuple(fc.constantFrom('2021-03-01', '2024-09-20', '2026-10-10'), fc.integer({ min: -40, max: 40 }))
  .map(([from, days]) => addDays(dateOf(from), days))
const facts: fc.Arbitrary<Facts> = fc.record({
  ...Object.fromEntries(flagNames.map((name) => [name, fc.constantFrom(true, false, undefined)])),
  ...Object.fromEntries(dateNames.map((name) => [name, fc.oneof(day, fc.constantFrom(null, undefined))])),
  hosting: fc.constantFrom(...hostings, undefined),
  investmentFen: fc.constantFrom(fenOf(1), fenOf(60_000_000), undefined),
  exemption: fc.oneof(
    fc.constantFrom(null, undefined),
    day.map((until) => ({ documentNumber: '号', until })),
  ),
  evaluation: fc.oneof(
    fc.constantFrom(null, undefined),
    fc.record({ on: day, met: fc.constantFrom(true, false, undefined), rectifiedOn: fc.constant(null) }),
  ),
  orders: fc.constantFrom([], undefined),
})
const every: readonly FactName[] = [
  ...flagNames,
  ...dateNames,
  ...(['hosting', 'investmentFen', 'exemption', 'evaluation', 'orders'] as const),
]

describe.each(packs.map((pack) => [pack.id, pack] as const))('what %s asks for', (_, pack) => {
  const needed = new Set<string>(factsNeededBy(pack))

  it('names itself, is really unknown, and is read by some clause', () => {
    let asked = 0
    fc.assert(
      fc.property(facts, (given) => {
        for (const finding of evaluate(pack, given, today, publishedCalendar).findings) {
          if (finding.effect === 'undetermined') expect(finding.missing.length).toBeGreaterThan(0)
          for (const fact of finding.missing) {
            asked += 1
            expect(needed.has(fact)).toBe(true)
            // Of an evaluation, part can be unknown.
            if (fact !== 'evaluation') expect(given[fact]).toBeUndefined()
            if (finding.effect === 'undetermined')
              expect(finding.reason).toContain(`“${missingLabel(fact, given)}”`)
          }
        }
      }),
      { numRuns: 400, seed: 20240920 },
    )
    expect(asked).toBeGreaterThan(100)
  })

  it('is all that matters: a fact that no clause reads changes nothing', () => {
    expect(every.filter((fact) => !needed.has(fact)).length).toBeGreaterThan(0)
    fc.assert(
      fc.property(facts, (given) => {
        const less = Object.fromEntries(Object.entries(given).filter(([name]) => needed.has(name)))
        expect(evaluate(pack, less, today, publishedCalendar)).toEqual(
          evaluate(pack, given, today, publishedCalendar),
        )
      }),
      { numRuns: 200, seed: 20240920 },
    )
  })
})
