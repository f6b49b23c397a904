import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, type CalendarDate, dateOf } from '../platform/dates.ts'
import { columnsOfRunning, factsOfMilestones, ownedColumns } from './facts-of-milestones.ts'
import { type KeptMilestone, type Milestone, milestoneStepNames, standingOf } from './model.ts'
import { disorderOf, faultOfMilestone } from './order-of-milestones.ts'
import {
  isKnownOtherwise,
  type KnownOtherwise,
  missingAndVoid,
  recordingsWanted,
  type Said,
  type Wanted,
} from './recordings-wanted.ts'

let next = 0
const at = (step: Milestone['step'], day: string, more: Partial<Milestone> = {}): Milestone => ({
  id: ++next,
  step,
  day: dateOf(day),
  outcome: step === 'accepted' ? 'passed' : null,
  until: null,
  fen: null,
  fromLedger: false,
  ...more,
})
const values = (...milestones: Milestone[]) =>
  Object.fromEntries(Object.entries(factsOfMilestones(milestones)).map(([name, { value }]) => [name, value]))

describe('the facts of milestones', () => {
  it('takes the earliest beginning, and of everything else the last', () => {
    expect(
      values(
        at('construction-started', '2026-05-02'),
        at('construction-started', '2026-04-01'),
        at('built', '2026-06-01'),
        at('built', '2026-07-01'),
        at('approval', '2026-03-01', { fen: 59_999_999 }),
        at('acceptance-extended', '2026-08-01', { until: dateOf('2027-03-31') }),
        at('acceptance-extended', '2026-09-01', { until: dateOf('2026-12-31') }),
        at('emergency', '2026-02-01'),
      ),
    ).toEqual({
      approvedOn: '2026-03-01',
      investmentFen: 59_999_999,
      constructionStartedOn: '2026-04-01',
      builtOn: '2026-07-01',
      acceptedOn: 'infinity',
      acceptanceExtendedTo: '2027-03-31',
      emergency: true,
    })
  })

  it('knows an acceptance that only failed not to have happened, and one that passed later to have', () => {
    const failed = at('accepted', '2026-08-01', { outcome: 'failed' })
    expect(values(failed)).toEqual({ acceptedOn: 'infinity' })
    expect(values(failed, at('accepted', '2026-09-01'))).toEqual({
      acceptedOn: '2026-09-01',
      acceptanceFiledOn: 'infinity',
    })
  })

  it('takes a filing for the last thing of its kind only', () => {
    const [accepted, filed] = [at('accepted', '2026-08-01'), at('acceptance-filed', '2026-08-20')]
    expect(values(accepted, filed)).toMatchObject({ acceptanceFiledOn: '2026-08-20' })
    expect(values(accepted, filed, at('accepted', '2026-09-01'))).toMatchObject({
      acceptedOn: '2026-09-01',
      acceptanceFiledOn: 'infinity',
    })
  })

  it('leaves unknown what a ledger that it was taken over from did not say', () => {
    expect(
      values(
        at('built', '2026-07-01', { fromLedger: true }),
        at('accepted', '2026-08-01', { fromLedger: true }),
      ),
    ).toEqual({ builtOn: '2026-07-01', acceptedOn: '2026-08-01' })
  })

  it('binds by the earliest contract that is not filed, else by the last', () => {
    const [first, second] = [at('contract-signed', '2026-03-01'), at('contract-signed', '2026-05-01')]
    const filing = at('contract-filed', '2026-05-06')
    expect(values(second, first)).toEqual({ contractSignedOn: '2026-03-01', contractFiledOn: 'infinity' })
    expect(values(first, second, filing)).toEqual({
      contractSignedOn: '2026-05-01',
      contractFiledOn: 'infinity',
    })
    expect(values(first, second, filing, at('contract-filed', '2026-05-09'))).toEqual({
      contractSignedOn: '2026-05-01',
      contractFiledOn: '2026-05-09',
    })
  })
})

const day: fc.Arbitrary<CalendarDate> = fc
  .integer({ min: 0, max: 40 })
  .map((n) => addDays(dateOf('2026-10-01'), n))
const kept: fc.Arbitrary<KeptMilestone[]> = fc
  .array(
    fc.record({
      step: fc.constantFrom(...milestoneStepNames),
      day,
      until: day,
      fen: fc.option(fc.integer({ min: 1, max: 9 })),
      failed: fc.boolean(),
      fromLedger: fc.boolean(),
      status: fc.constantFrom(
        'confirmed' as const,
        'confirmed' as const,
        'recorded' as const,
        'refused' as const,
      ),
      revokes: fc.integer({ min: -12, max: 8 }),
    }),
    { maxLength: 9 },
  )
  .map((list) =>
    list.map(
      ({ failed, revokes, until, ...one }, index): KeptMilestone => ({
        ...one,
        id: index + 1,
        outcome: one.step === 'accepted' ? (failed ? 'failed' : 'passed') : null,
        until: one.step === 'acceptance-extended' ? until : null,
        revokes:
          revokes > 0 && revokes < index + 1 && (list[revokes - 1]?.revokes ?? 1) <= 0 ? revokes : null,
      }),
    ),
  )
/** What a ledger says of the same. */
const ledger = fc
  .dictionary(fc.constantFrom(...ownedColumns), fc.option(day))
  .map((said) =>
    Object.fromEntries(Object.entries(said).map(([column, value]) => [column, value ?? 'infinity'])),
  )
const builds = (said: Said): KnownOtherwise => ({
  columns: ownedColumns,
  since: dateOf('2026-10-05'),
  said,
  declared: [],
})

describe('any milestones, recorded in any order', () => {
  it('come to the same facts', () => {
    fc.assert(
      fc.property(kept, fc.infiniteStream(fc.nat()), (milestones, random) => {
        const shuffled = milestones
          .map((one) => ({ one, by: random.next().value }))
          .toSorted((a, b) => a.by - b.by)
          .map(({ one }) => one)
        expect(factsOfMilestones(standingOf(shuffled))).toEqual(factsOfMilestones(standingOf(milestones)))
      }),
    )
  })

  it('stand in the register whatever a ledger says, but for what it knows besides', () => {
    fc.assert(
      fc.property(kept, ledger, (milestones, said) => {
        const standing = standingOf(milestones)
        const recorded: Said = Object.assign(
          {},
          ...recordingsWanted(standing, builds(said)).map((one) => one.values),
        )
        const facts = factsOfMilestones(standing)
        for (const column of ownedColumns) {
          const fact = facts[column]
          const stands = fact === undefined || isKnownOtherwise(fact, said[column])
          expect(recorded[column] ?? null, column).toEqual(stands ? null : fact.value)
        }
      }),
    )
  })

  it('are recorded step by step as they are all at once, and nothing twice', () => {
    fc.assert(
      fc.property(kept, ledger, (milestones, said) => {
        let own: Wanted[] = []
        for (let count = 1; count <= milestones.length; count++) {
          const wanted = recordingsWanted(standingOf(milestones.slice(0, count)), builds(said))
          const { missing, voided } = missingAndVoid(wanted, own)
          own = [...own.filter((one) => !voided.includes(one)), ...missing]
          expect(missingAndVoid(wanted, own)).toEqual({ missing: [], voided: [] })
        }
        const asText = (list: readonly Wanted[]) => list.map((one) => JSON.stringify(one)).toSorted()
        expect(asText(own)).toEqual(asText(recordingsWanted(standingOf(milestones), builds(said))))
      }),
    )
  })

  it('say of a system that is only run when it was given up, and nothing else', () => {
    const all = [at('built', '2026-10-06'), at('decommissioned', '2026-10-20')]
    const wanted = recordingsWanted(all, { columns: columnsOfRunning, since: null, said: {}, declared: [] })
    expect(wanted.map((one) => one.values)).toEqual([
      { decommissionedOn: '2026-10-20', disposalReportedOn: 'infinity' },
    ])
  })
})

it('begins no earlier than the register has the system', () => {
  const known: KnownOtherwise = {
    columns: ownedColumns,
    since: dateOf('2026-11-20'),
    said: { acceptedOn: '2023-06-01' },
    declared: [],
  }
  expect(recordingsWanted([at('built', '2023-05-01')], known)).toEqual([
    {
      milestoneId: next,
      holdsFrom: '2026-11-20',
      values: { builtOn: '2023-05-01', acceptanceExtendedTo: 'infinity' },
    },
  ])
})

describe('what can be recorded', () => {
  const today = dateOf('2026-11-21')
  const fault = (step: Milestone['step'], on: string, others: Milestone[], asHappened = false) =>
    faultOfMilestone({ step, day: dateOf(on), outcome: null, asHappened }, others, today)?.path ?? null
  it.each([
    ['a day to come', 'built', '2026-11-22', [at('construction-started', '2026-01-01')], 'day'],
    ['today', 'built', '2026-11-21', [at('construction-started', '2026-01-01')], null],
    ['a filing of nothing', 'acceptance-filed', '2026-11-20', [], 'step'],
    [
      'a filing of a failed acceptance',
      'acceptance-filed',
      '2026-11-20',
      [at('accepted', '2026-11-01', { outcome: 'failed' })],
      'step',
    ],
    ['a filing before', 'acceptance-filed', '2026-10-31', [at('accepted', '2026-11-01')], 'day'],
    ['a filing on the day', 'acceptance-filed', '2026-11-01', [at('accepted', '2026-11-01')], null],
    ['a contract filed that was not signed', 'contract-filed', '2026-11-01', [], 'step'],
    ['live before built', 'live', '2026-11-01', [], 'asHappened'],
    [
      'begun before approved',
      'construction-started',
      '2026-11-01',
      [at('approval', '2026-11-02')],
      'asHappened',
    ],
    [
      'begun on the day of approval',
      'construction-started',
      '2026-11-02',
      [at('approval', '2026-11-02')],
      null,
    ],
  ] as const)('%s', (_what, step, on, others, path) => {
    expect(fault(step, on, [...others])).toBe(path)
  })

  it('takes what is out of order as it happened, and never a day to come', () => {
    expect(fault('live', '2026-11-01', [], true)).toBe(null)
    expect(fault('live', '2026-11-22', [], true)).toBe('day')
    expect(
      disorderOf({ step: 'built', day: dateOf('2026-11-05'), outcome: null }, [at('live', '2026-11-01')]),
    ).toBe('还没有登记开工')
  })
})
