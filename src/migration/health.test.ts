import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, dateOf } from '../platform/dates.ts'
import { migrationFacts, near } from './facts.arbitrary.ts'
import { countingOf, effectiveDueOn, healthOf, isConfirmed, type MigrationFacts } from './health.ts'
import { healthOrder } from './model.ts'

const asOf = dateOf('2026-11-21')
const plain: MigrationFacts = {
  classified: false,
  migrationRequired: true,
  migrationDueOn: dateOf('2027-12-31'),
  exemptionUntil: 'infinity',
  disposition: 'migrate',
  hosting: 'own-room',
  stage: 'designed',
  stageSince: asOf,
}
const health = (facts: Partial<MigrationFacts>) => healthOf({ ...plain, ...facts }, asOf)
const day = (offset: number) => addDays(asOf, offset)

describe('health of a migration', () => {
  it.each([
    ['far from its due day', {}, ['on-time']],
    ['due 31 days from now', { migrationDueOn: day(31) }, ['on-time']],
    ['due on the 30th day', { migrationDueOn: day(30) }, ['due-soon']],
    ['due today: it may still be done today', { migrationDueOn: day(0) }, ['due-soon']],
    ['due yesterday', { migrationDueOn: day(-1) }, ['overdue']],
    ['due yesterday, not required', { migrationDueOn: day(-1), migrationRequired: false }, ['on-time']],
    [
      'due yesterday, nobody said whether required',
      { migrationDueOn: day(-1), migrationRequired: null },
      ['no-due-date'],
    ],
    ['required, due day unknown', { migrationDueOn: null }, ['no-due-date']],
    ['required, known to have no due day', { migrationDueOn: 'infinity' }, ['no-due-date']],
    ['due yesterday, confirmed', { migrationDueOn: day(-1), stage: 'confirmed' }, ['running-twice']],
    ['due yesterday, all done', { migrationDueOn: day(-1), stage: 'decommissioned' }, ['on-time']],
    ['59 days in one stage', { stageSince: day(-59) }, ['on-time']],
    ['60 days in one stage', { stageSince: day(-60) }, ['stalled']],
    ['60 days in one stage, but exempt', { stageSince: day(-60), exemptionUntil: day(90) }, ['exempt']],
    ['60 days confirmed', { stageSince: day(-60), stage: 'confirmed' }, ['running-twice']],
    ['60 days, nothing to migrate', { stageSince: day(-60), migrationRequired: false }, ['on-time']],
    ['exempt through today', { migrationDueOn: day(-9), exemptionUntil: day(0) }, ['due-soon', 'exempt']],
    [
      'exemption ended yesterday',
      { migrationDueOn: day(-9), exemptionUntil: day(-1) },
      ['exemption-expired', 'overdue'],
    ],
    [
      'exemption ended, due day still ahead',
      { migrationDueOn: day(9), exemptionUntil: day(-1) },
      ['exemption-expired', 'due-soon'],
    ],
    ['exemption ended, migrated', { exemptionUntil: day(-1), stage: 'decommissioned' }, ['on-time']],
    ['exemption running, migrated', { exemptionUntil: day(9), stage: 'confirmed' }, ['running-twice']],
    [
      'on public cloud and late',
      { hosting: 'public-cloud', migrationDueOn: day(-1) },
      ['overdue', 'public-cloud'],
    ],
  ] as const)('%s', (_what, facts, expected) => {
    expect(health(facts)).toEqual(expected)
  })

  it('has at least one state, on-time only alone, in order of gravity', () => {
    fc.assert(
      fc.property(migrationFacts, near, (facts, on) => {
        const states = healthOf(facts, on)
        expect(states.length).toBeGreaterThan(0)
        if (states.includes('on-time')) expect(states).toEqual(['on-time'])
        const order = states.map((state) => healthOrder.indexOf(state))
        expect(order).toEqual([...order].sort((a, b) => a - b))
        expect(states.includes('overdue') && states.includes('due-soon')).toBe(false)
        expect(states.includes('exempt') && states.includes('overdue')).toBe(false)
        expect(states.includes('exempt') && states.includes('exemption-expired')).toBe(false)
      }),
    )
  })

  it('is never relieved of being overdue by mere time', () => {
    fc.assert(
      fc.property(migrationFacts, near, fc.nat(400), (facts, on, later) => {
        fc.pre(healthOf(facts, on).includes('overdue'))
        expect(healthOf(facts, addDays(on, later))).toContain('overdue')
      }),
    )
  })

  it('never has an exemption bring the due day forward', () => {
    fc.assert(
      fc.property(migrationFacts, (facts) => {
        const without = effectiveDueOn({ ...facts, exemptionUntil: null })
        const due = effectiveDueOn(facts)
        if (without === null || due === null) expect(due).toBe(without)
        else expect(due >= without).toBe(true)
      }),
    )
  })
})

describe('the place in the rate', () => {
  it('leaves a system out once, by its disposition before its exemption', () => {
    expect(countingOf({ ...plain, disposition: 'shut-down', exemptionUntil: day(9) }, asOf)).toBe('shut-down')
    expect(countingOf({ ...plain, disposition: 'integrate', stage: 'confirmed' }, asOf)).toBe('integrated')
    expect(countingOf({ ...plain, exemptionUntil: day(0) }, asOf)).toBe('exempt')
    expect(countingOf({ ...plain, exemptionUntil: day(-1) }, asOf)).toBe('required')
    expect(countingOf({ ...plain, disposition: 'keep' }, asOf)).toBe('required')
  })

  it('counts a migrated system although its exemption still runs', () => {
    expect(countingOf({ ...plain, exemptionUntil: day(9), stage: 'confirmed' }, asOf)).toBe('required')
    expect(isConfirmed({ ...plain, stage: 'trial-run' })).toBe(false)
    expect(isConfirmed({ ...plain, stage: null })).toBe(false)
  })
})
