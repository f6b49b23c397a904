import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedCalendar } from '../../../tests/support/published-calendar.ts'
import { dateOf } from '../../platform/dates.ts'
import { fenOf } from '../../platform/money.ts'
import { factsNeeded, truthOf } from '../../regulations/engine/evaluate.ts'
import { evaluationContextOf } from '../../regulations/engine/evaluation-context.ts'
import { evaluatorFor } from '../../regulations/engine/evaluator.ts'
import { dataOfRule, ruleOfData, ruleSchema } from '../../regulations/engine/rule-data.ts'
import { conditionsOf } from '../../regulations/engine/rules.ts'
import { wordsOf } from '../../regulations/engine/words.ts'
import type { Facts } from '../../regulations/facts.ts'
import { lingchuan2024 } from '../../regulations/packs/lingchuan-2024.ts'
import { definitionArbitrary } from './definition.arbitrary.ts'
import { type Block, type Definition, definitionSchema, factsOf } from './definition.ts'
import { ruleOf } from './rule-of.ts'

const day = dateOf('2026-11-21')
const sample: Definition = {
  version: 1,
  title: '陵川县政务信息系统运维经费管理补充规定',
  documentNumber: '陵数发〔2026〕12号',
  article: '第三条',
  demand: '运维合同签订后20个工作日内应当备案，未备案的暂停拨付运维经费。',
  from: dateOf('2026-10-01'),
  lastDay: null,
  event: 'contractSignedOn',
  when: {
    join: 'all',
    of: [
      { block: 'period-passed', after: 'contractSignedOn', count: 20, unit: 'working-days' },
      { block: 'happened', fact: 'contractFiledOn', is: false },
    ],
  },
  unless: { join: 'any', of: [{ block: 'flag', fact: 'emergency', is: true }] },
  effect: 'suspended',
  funds: ['operations'],
  reason: '{合同签订日期}签订运维合同，逾20个工作日没有备案。',
  remedy: { what: '补办合同备案', by: '系统所属单位', evidence: '备案回执' },
}
const judged = (definition: Definition, facts: Facts, on = day) =>
  evaluatorFor(
    { ...lingchuan2024, rules: [ruleOf(definition, 'SUP-2026-1')] },
    on,
    publishedCalendar,
  )({ classified: false, ...facts })
const issues = (change: object) =>
  definitionSchema.safeParse({ ...sample, ...change }).error?.issues.map(({ path }) => path.join('.'))

describe('a supplementary rule from building blocks', () => {
  const late: Facts = { contractSignedOn: dateOf('2026-10-09'), contractFiledOn: null, emergency: false }

  it('judges, cites its document and says what lifts it', () => {
    expect(judged(sample, late)).toMatchObject({
      funds: { operations: 'suspended', construction: 'eligible' },
      findings: [
        {
          clause: 'SUP-2026-1',
          article: '陵数发〔2026〕12号第三条',
          effect: 'suspended',
          funds: ['operations'],
          since: '2026-11-06',
          reason: '2026年10月9日签订运维合同，逾20个工作日没有备案。',
          remedy: '补办合同备案（由系统所属单位办理，凭备案回执）',
        },
      ],
    })
    // 10月10日 is worked: the twentieth working day is 11月5日, and still a day to act on.
    expect(judged(sample, late, dateOf('2026-11-05')).findings).toEqual([])
  })

  it('applies to events from its first day on, keeps its exception, and says what is unknown', () => {
    expect(judged(sample, { ...late, contractSignedOn: dateOf('2026-09-30') }).findings).toEqual([])
    expect(judged(sample, { ...late, contractSignedOn: dateOf('2026-10-01') }).findings).toHaveLength(1)
    expect(judged(sample, { ...late, emergency: true }).findings).toEqual([])
    expect(judged(sample, { ...late, contractFiledOn: undefined }).findings).toMatchObject([
      { effect: 'undetermined', missing: ['contractFiledOn'] },
    ])
  })

  it('holds from its first day to its last, and on no other', () => {
    const term = { ...sample, event: null, lastDay: dateOf('2026-12-31') }
    const facts: Facts = { ...late, contractSignedOn: dateOf('2025-01-06') }
    for (const [on, count] of [
      ['2026-09-30', 0],
      ['2026-10-01', 1],
      ['2026-12-31', 1],
      ['2027-01-01', 0],
    ] as const)
      expect(judged(term, facts, dateOf(on)).findings, on).toHaveLength(count)
    expect(judged(term, facts).findings[0]?.since).toBe('2026-10-01')
  })

  it('takes years as anniversaries, of whatever year', () => {
    const old = {
      ...sample,
      event: null,
      unless: null,
      reason: '到期',
      when: {
        join: 'all' as const,
        of: [
          { block: 'period-passed' as const, after: 'builtOn' as const, count: 1, unit: 'years' as const },
        ],
      },
    }
    const on = (builtOn: string) =>
      judged(old, { builtOn: dateOf(builtOn) }).findings.map(({ effect }) => effect)
    expect(on('2011-03-22')).toEqual(['suspended'])
    expect(on('2025-11-20')).toEqual(['suspended'])
    expect(on('2025-11-21')).toEqual([])
  })

  it.each([
    ['at-least', [false, true, true], '达到'],
    ['over', [false, false, true], '超过'],
    ['below', [true, false, false], '不满'],
    ['at-most', [true, true, false], '不超过'],
  ] as const)('counts %s as the law does, and says so', (comparison, expected, words) => {
    const rule = ruleOf(
      {
        ...sample,
        event: null,
        unless: null,
        when: { join: 'all', of: [{ block: 'investment', comparison, fen: fenOf(60_000_000) }] },
      },
      'SUP-2026-1',
    )
    const [condition] = conditionsOf({ rules: [rule] })
    if (condition === undefined) throw new Error('no condition')
    const truths = [59_999_999, 60_000_000, 60_000_001].map((fen) =>
      truthOf(condition.holds, { investmentFen: fenOf(fen) }, evaluationContextOf(day, publishedCalendar)),
    )
    expect(truths).toEqual(expected)
    expect(JSON.stringify(wordsOf(condition.ground.when))).toContain(`${words}60万元`)
  })

  it('is accepted as it was made, kept as data and read back, whatever blocks it has', () => {
    fc.assert(
      fc.property(definitionArbitrary, (definition) => {
        expect(definitionSchema.parse(JSON.parse(JSON.stringify(definition)))).toEqual(definition)
        const rule = dataOfRule(ruleOf(definition, 'SUP-2026-1'))
        expect(dataOfRule(ruleOfData(ruleSchema.parse(JSON.parse(JSON.stringify(rule)))))).toEqual(rule)
        const [condition] = conditionsOf({ rules: [ruleOf(definition, 'SUP-2026-1')] })
        // The form offers, and batches fetch, just the facts that the conditions read.
        expect(new Set(factsNeeded(condition?.holds ?? { is: 'all', of: [] }))).toEqual(
          new Set(factsOf(definition)),
        )
      }),
      { numRuns: 300, seed: 20260612 },
    )
  })

  it('is refused at the place of the fault', () => {
    const block = (of: unknown) => ({ when: { join: 'all', of: [of] } })
    expect(issues({})).toBeUndefined()
    expect(issues({ more: 1 })).toEqual([''])
    expect(issues({ version: 2 })).toEqual(['version'])
    expect(issues({ documentNumber: ' ' })).toEqual(['documentNumber'])
    expect(issues({ from: '2026-02-30' })).toEqual(['from'])
    expect(issues({ lastDay: '2026-09-30' })).toEqual(['lastDay'])
    expect(issues({ funds: [] })).toEqual(['funds'])
    expect(issues({ funds: [], effect: 'warned' })).toBeUndefined()
    expect(issues({ when: { join: 'all', of: [] } })).toEqual(['when.of'])
    expect(issues(block({ block: 'code', of: 'process.exit()' }))).toEqual(['when.of.0.block'])
    expect(
      issues(
        block({ block: 'flag', fact: 'nonsense', is: true } satisfies Record<
          keyof Extract<Block, { block: 'flag' }>,
          unknown
        >),
      ),
    ).toContain('when.of.0.fact')
    expect(issues({ reason: '{开工日期}开工' })).toEqual(['reason'])
  })
})
