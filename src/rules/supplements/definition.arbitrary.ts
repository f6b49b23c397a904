import fc from 'fast-check'
import { addDays, type CalendarDate, dateOf } from '../../platform/dates.ts'
import { fenOf } from '../../platform/money.ts'
import { flagNames, hostings, orderKinds } from '../../regulations/facts.ts'
import { type Fund, funds } from '../../regulations/model.ts'
import { type Block, type Blocks, type Definition, eventNames, limitNames } from './definition.ts'

/** Days around everything that decides in the tests' facts. */
const day: fc.Arbitrary<CalendarDate> = fc
  .tuple(
    fc.constantFrom('2024-09-20', '2025-01-06', '2025-10-01', '2026-10-10'),
    fc.integer({ min: -30, max: 30 }),
  )
  .map(([from, days]) => addDays(dateOf(from), days))
const event = fc.constantFrom(...eventNames)
const is = fc.boolean()

export const blockArbitrary: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ block: fc.constant('flag' as const), fact: fc.constantFrom(...flagNames), is }),
  fc.record({ block: fc.constant('happened' as const), fact: event, is }),
  fc.record({
    block: fc.constant('period-passed' as const),
    after: event,
    count: fc.integer({ min: 1, max: 40 }),
    unit: fc.constantFrom('working-days' as const, 'days' as const, 'months' as const, 'years' as const),
  }),
  fc.record({
    block: fc.constant('limit-passed' as const),
    fact: fc.constantFrom(...limitNames, 'exemption.until' as const),
  }),
  fc.record({ block: fc.constant('before-day' as const), fact: event, day }),
  fc.record({ block: fc.constant('from-day' as const), fact: event, day }),
  fc.record({
    block: fc.constant('hosting' as const),
    among: fc.uniqueArray(fc.constantFrom(...hostings), { minLength: 1 }),
  }),
  fc.record({
    block: fc.constant('investment' as const),
    comparison: fc.constantFrom('at-least' as const, 'over' as const, 'below' as const, 'at-most' as const),
    fen: fc.integer({ min: 59_999_999, max: 60_000_001 }).map(fenOf),
  }),
  fc.record({
    block: fc.constant('order-overdue' as const),
    kinds: fc.uniqueArray(fc.constantFrom(...orderKinds), { minLength: 1 }),
  }),
  fc.constant<Block>({ block: 'evaluation-unmet' }),
  fc.constant<Block>({ block: 'exemption-running' }),
)
const blocks: fc.Arbitrary<Blocks> = fc.record({
  join: fc.constantFrom('all' as const, 'any' as const),
  of: fc.array(blockArbitrary, { minLength: 1, maxLength: 4 }),
})

/** Rules that a bureau could put together. */
export const definitionArbitrary: fc.Arbitrary<Definition> = fc.record({
  version: fc.constant(1 as const),
  title: fc.constant('陵川县政务信息系统运维经费管理补充规定'),
  documentNumber: fc.constant('陵数发〔2026〕12号'),
  article: fc.constant('第三条'),
  demand: fc.constant('要求'),
  from: day,
  lastDay: fc.constant(null),
  event: fc.option(event),
  when: blocks,
  unless: fc.option(blocks),
  effect: fc.constantFrom('denied' as const, 'suspended' as const, 'warned' as const, 'noted' as const),
  funds: fc.uniqueArray(fc.constantFrom(...(Object.keys(funds) as Fund[])), { minLength: 1 }),
  reason: fc.constant('不符合规定'),
  remedy: fc.constant({ what: '改正', by: '系统所属单位', evidence: '证明' }),
})
