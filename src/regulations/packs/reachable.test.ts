import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedCalendar } from '../../../tests/support/published-calendar.ts'
import { dateOf } from '../../platform/dates.ts'
import { evaluatorFor } from '../engine/evaluator.ts'
import { type Fund, funds } from '../model.ts'
import { packs } from './index.ts'
import { change, kept } from './records.arbitrary.ts'

const asOf = dateOf('2026-11-30')
const fundNames = Object.keys(funds).filter((name): name is Fund => Object.hasOwn(funds, name))

describe.each(packs.map((pack) => [pack.id, pack] as const))('%s', (_, pack) => {
  const verdictOf = evaluatorFor(pack, asOf, publishedCalendar)

  it('lets money be paid for a system of which everything is recorded and in order', () => {
    const verdict = verdictOf(kept)
    expect(verdict.findings.filter(({ effect }) => effect !== 'noted')).toEqual([])
    for (const fund of fundNames) expect([fund, verdict.funds?.[fund]]).toEqual([fund, 'eligible'])
  })

  it('comes to every effect that a clause has on a fund, and to what is unknown, by what can be recorded', () => {
    const wanted = new Set<string>(fundNames.map((fund) => `${fund} undetermined`))
    for (const { clause, grounds } of pack.rules)
      for (const { effect, funds: touched } of grounds)
        for (const fund of touched) wanted.add(`${clause} ${fund} ${effect}`)
    const left = new Set(wanted)
    for (const facts of fc.sample(change, { numRuns: 30_000, seed: 20_261_130 })) {
      const { findings, funds: stands } = verdictOf({ ...kept, ...facts })
      for (const fund of fundNames) left.delete(`${fund} ${stands?.[fund]}`)
      for (const { clause, effect, funds: touched } of findings)
        for (const fund of touched) left.delete(`${clause} ${fund} ${effect}`)
      if (left.size === 0) break
    }
    expect([...left]).toEqual([])
  })
})
