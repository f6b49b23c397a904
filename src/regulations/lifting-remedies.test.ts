import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedCalendar } from '../../tests/support/published-calendar.ts'
import { addDays, dateOf } from '../platform/dates.ts'
import { fenOf } from '../platform/money.ts'
import { type Change, changed } from './changes.ts'
import { strengthOf } from './engine/rules.ts'
import { evaluate } from './evaluate.ts'
import { dateNames, type Facts, flagNames, hostings, orderKinds } from './facts.ts'
import { contradictionsIn } from './facts-input.ts'
import { type Liftable, liftingRemediesOf, liftingRemedyWords, restoringOf } from './lifting-remedies.ts'
import { inOrder } from './packs/case.ts'
import { packOf, packs } from './packs/index.ts'

const d = dateOf
const today = d('2026-11-21')
const wordsOf = (pack: string, facts: Facts, clause: string) => {
  const of = packOf(pack)
  if (of === undefined) throw new Error(pack)
  const liftable = liftingRemediesOf(of, { ...inOrder, ...facts }, today, publishedCalendar)
  return liftable.find((each) => each.clause === clause)?.liftingRemedies.map(liftingRemedyWords)
}

describe('liftingRemedies', () => {
  it('of a late migration are its confirmation, an exemption, a later day, or that it need not migrate', () => {
    expect(wordsOf('lingchuan-2024', { migratedOn: null, migrationDueOn: d('2025-06-30') }, 'LC-7b')).toEqual(
      [
        '取得迁移确认',
        '经批准延期，要求完成日期尚未届满',
        '经批准豁免迁移，载明文号，有效期尚未届满',
        '经主管部门认定不需迁移上云',
      ],
    )
  })

  it('of two things unmet are both together, and neither alone', () => {
    expect(wordsOf('lingchuan-2024', { dataSharing: false, businessCoordination: false }, 'LC-7b')).toEqual([
      '数据共享经确认达标，并且业务协同经确认达标',
    ])
  })

  it('of a filing that was not made are the filing alone: the day of acceptance is past', () => {
    expect(
      wordsOf('lingchuan-2024', { acceptedOn: d('2025-01-06'), acceptanceFiledOn: null }, 'LC-29'),
    ).toEqual(['完成验收备案'])
  })

  it('of what was begun before approval are the approval and the opinion of the authority together', () => {
    const begun = { constructionStartedOn: d('2025-01-06') }
    expect(wordsOf('lingchuan-2024', { ...begun, approvedOn: null }, 'LC-7c')).toEqual([
      '取得批准，并且由主管部门对未批先建作出处理意见',
    ])
    expect(wordsOf('yuncheng-2021', { ...begun, approvedOn: d('2025-01-07') }, 'YC-5b')).toEqual([
      '由主管部门对未批先建作出处理意见',
    ])
  })

  it('are none where all has happened: a system that is scrapped stays so', () => {
    const scrapped = { decommissionedOn: d('2026-11-02') }
    const pack = packOf('lingchuan-2024')
    if (pack === undefined) throw new Error('no pack')
    const liftable = liftingRemediesOf(pack, { ...inOrder, ...scrapped }, today, publishedCalendar)
    expect(liftable).toEqual([{ clause: null, effect: 'denied', liftingRemedies: [] }])
  })

  it('name what the clause still says afterwards', () => {
    expect(
      wordsOf(
        'lingchuan-2024',
        { hosting: 'public-cloud', migratedOn: null, publicCloudAssessedOn: null },
        'LC-26',
      ),
    ).toEqual([
      '迁入政务云部署',
      '取得迁移确认（本条转为“提示”）',
      '完成公有云安全风险评估（本条转为“提示”）',
    ])
  })

  it('bring a fund back, all together, and say what then becomes of it', () => {
    const pack = packs[0]
    if (pack === undefined) throw new Error('no pack')
    const facts: Facts = {
      ...inOrder,
      dataSharing: false,
      acceptedOn: d('2025-01-06'),
      acceptanceFiledOn: null,
    }
    const of = (given: Facts) =>
      restoringOf(
        pack,
        given,
        today,
        publishedCalendar,
        liftingRemediesOf(pack, given, today, publishedCalendar),
        'operations',
      )
    const restoring = of(facts)
    expect(restoring?.verdict).toBe('eligible')
    expect(restoring?.changes.map(({ words }) => words).sort()).toEqual(
      ['完成验收备案', '数据共享经确认达标'].sort(),
    )
    expect(of({ ...facts, businessCoordination: undefined })?.verdict).toBe('undetermined')
    expect(of({ ...facts, decommissionedOn: d('2026-01-05') })).toMatchObject({
      verdict: 'denied',
      beyond: ['系统状态'],
    })
    expect(of(inOrder)).toBeNull()
  })
})

/** Days around what decides. */
const day = fc
  .tuple(
    fc.constantFrom('2021-03-01', '2024-09-20', '2025-06-30', '2026-10-10', '2026-12-20'),
    fc.integer({ min: -40, max: 40 }),
  )
  .map(([from, days]) => addDays(d(from), days))
const dayOrNot = fc.constantFrom(null, undefined)
const facts: fc.Arbitrary<Facts> = fc.record({
  ...Object.fromEntries(flagNames.map((name) => [name, fc.constantFrom(true, false, false, undefined)])),
  ...Object.fromEntries(dateNames.map((name) => [name, fc.oneof(day, day, dayOrNot)])),
  classified: fc.constant(false),
  hosting: fc.constantFrom(...hostings),
  investmentFen: fc.constantFrom(fenOf(1), fenOf(60_000_000)),
  exemption: fc.oneof(
    fc.constant(null),
    day.map((until) => ({ documentNumber: '号', until })),
  ),
  evaluation: fc.oneof(
    fc.constant(null),
    fc.record({ on: day, met: fc.boolean(), rectifiedOn: fc.constant(null) }),
  ),
  orders: fc.array(
    fc.record({
      kind: fc.constantFrom(...orderKinds),
      issuedOn: day,
      dueOn: day,
      resolvedOn: fc.constant(null),
      refusedOn: fc.oneof(fc.constant(null), day),
    }),
    { maxLength: 3 },
  ),
})

describe.each(packs.map((pack) => [pack.id, pack] as const))('every liftingRemedy under %s', (_, pack) => {
  it('lifts its finding when applied, no part of it does, and it leaves the facts free of new contradictions', () => {
    let liftingRemedies = 0
    let findings = 0
    fc.assert(
      fc.property(facts, (given) => {
        const before = evaluate(pack, given, today, publishedCalendar).findings
        const stands = new Set(before.map(({ clause, effect }) => `${clause} ${effect}`))
        // Told apart from the code under test: judged whole, all clauses of the pack together.
        const lifts = (changes: readonly Change[], { clause, effect }: Liftable) => {
          const after = changed(given, changes)
          if (contradictionsIn(after).length > contradictionsIn(given).length) return false
          const findings = evaluate(pack, after, today, publishedCalendar).findings.filter(
            (finding) => finding.clause === clause,
          )
          return findings.every(
            (finding) =>
              finding.effect !== effect &&
              (strengthOf(finding.effect) > strengthOf(effect) ||
                finding.effect === 'undetermined' ||
                stands.has(`${clause} ${finding.effect}`)),
          )
        }
        for (const liftable of liftingRemediesOf(pack, given, today, publishedCalendar)) {
          findings += 1
          expect(stands.has(`${liftable.clause} ${liftable.effect}`)).toBe(true)
          for (const { changes } of liftable.liftingRemedies) {
            liftingRemedies += 1
            expect(lifts(changes, liftable)).toBe(true)
            for (const change of changes)
              expect(
                lifts(
                  changes.filter((each) => each !== change),
                  liftable,
                ),
              ).toBe(false)
          }
        }
      }),
      { numRuns: 400, seed: 20240920 },
    )
    expect(liftingRemedies).toBeGreaterThan(100)
    expect(findings).toBeGreaterThan(100)
  })

  it('names all of what is to be done for the findings of its clause, where each by itself can be lifted', () => {
    let several = 0
    fc.assert(
      fc.property(facts, (given) => {
        for (const { clause, effect, liftingRemedies } of liftingRemediesOf(
          pack,
          given,
          today,
          publishedCalendar,
        )) {
          if (liftingRemedies.length > 0) continue
          // Nothing lifts the clause: then there is a situation of it that nothing lifts.
          const alone = pack.rules
            .filter((rule) => rule.clause === clause)
            .flatMap((rule) =>
              rule.grounds.map((ground) => ({ ...pack, rules: [{ ...rule, grounds: [ground] }] })),
            )
            .flatMap((one) => liftingRemediesOf(one, given, today, publishedCalendar))
            .filter((each) => each.effect === effect)
          several += 1
          expect(alone.some((each) => each.liftingRemedies.length === 0)).toBe(true)
        }
      }),
      { numRuns: 300, seed: 20260930 },
    )
    expect(several).toBeGreaterThan(0)
  })
})
