import { addDays } from '../../src/platform/dates.ts'
import { fenOf } from '../../src/platform/money.ts'
import {
  all,
  type Expression,
  happened,
  type Leaf,
  noLater,
  not,
  passed,
  type Span,
  type Unit,
} from '../../src/regulations/engine/expressions.ts'
import type { DeadlineRule, LegalBasis, Pack, Rule } from '../../src/regulations/engine/rules.ts'
import { hostings, type OrderKind, orderKinds } from '../../src/regulations/facts.ts'
import { type Fund, funds } from '../../src/regulations/model.ts'

/** A pack with one thing wrong. */
export interface Mutant {
  /** The clause that is wrong. */
  clause: string | null
  what: string
  pack: Pack
}

const allFunds = Object.keys(funds) as Fund[]
const effects = ['denied', 'suspended', 'warned', 'noted'] as const
/** Another way to count the same number. */
const otherUnit: Record<Unit, Unit> = {
  'working-days': 'days',
  days: 'working-days',
  months: 'days',
  years: 'months',
}

/** In: a list. Out: the list without each of its parts in turn. */
function withoutEach<T>(of: readonly T[]): T[][] {
  return of.map((_, index) => of.filter((__, at) => at !== index))
}

function replaced<T>(of: readonly T[], index: number, by: T): T[] {
  return of.map((kept, at) => (at === index ? by : kept))
}

function spanMutants<T extends Span>(span: T): T[] {
  return [
    { ...span, count: span.count - 1 },
    { ...span, count: span.count + 1 },
    { ...span, unit: otherUnit[span.unit] },
  ]
}

function kindMutants(kinds: readonly OrderKind[]): OrderKind[][] {
  const more = orderKinds.filter((kind) => !kinds.includes(kind)).map((kind) => [...kinds, kind])
  return [...withoutEach(kinds), ...more]
}

/** Ways to get a condition wrong: bounds moved by one, answers turned round, parts left out, kinds mixed up. */
export function mutantsOf(expression: Expression): Expression[] {
  switch (expression.is) {
    case 'all':
    case 'any': {
      const { is, of } = expression
      const swapped: Expression = { is: is === 'all' ? 'any' : 'all', of }
      const inside = of.flatMap((part, index) =>
        mutantsOf(part).map((mutant): Expression => ({ is, of: replaced(of, index, mutant) })),
      )
      return of.length > 1
        ? [swapped, ...withoutEach(of).map((fewer): Expression => ({ is, of: fewer })), ...inside]
        : inside
    }
    case 'not':
    case 'known': {
      const { is } = expression
      return [expression.of, ...mutantsOf(expression.of).map((of): Expression => ({ is, of }))]
    }
    default:
      return [{ is: 'not', of: expression }, ...leafMutants(expression)]
  }
}

function leafMutants(leaf: Leaf): Expression[] {
  const moved = [-1, 1]
  switch (leaf.is) {
    case 'hosting': {
      const more = hostings.filter((hosting) => !leaf.among.includes(hosting))
      return [
        ...withoutEach(leaf.among).map((among): Expression => ({ ...leaf, among })),
        ...more.map((hosting): Expression => ({ ...leaf, among: [...leaf.among, hosting] })),
      ]
    }
    case 'amount':
      return moved.map((fen) => ({ ...leaf, atLeast: fenOf(leaf.atLeast + fen) }))
    case 'happened':
      // On that day no longer.
      return [{ is: 'passed', limit: { day: leaf.fact } }]
    case 'running':
      return [all(leaf, not(happened(leaf.fact)))]
    case 'happened-from':
      return [
        all(leaf, passed(leaf.fact)),
        ...moved.map((days): Expression => ({ ...leaf, from: addDays(leaf.from, days) })),
        { is: 'happened', fact: leaf.fact },
      ]
    case 'happened-before':
      return [
        ...moved.map((days): Expression => ({ ...leaf, before: addDays(leaf.before, days) })),
        ...withoutEach(leaf.provedBy).map((provedBy): Expression => ({ ...leaf, provedBy })),
      ]
    case 'no-later':
      return [
        { ...leaf, first: leaf.second, second: leaf.first },
        // Earlier, on the same day no longer.
        all(leaf, not(noLater(leaf.second, leaf.first))),
      ]
    case 'passed': {
      const { limit } = leaf
      if ('day' in limit) return [happened(limit.day)]
      const { extendedTo, ...plain } = limit
      return [
        ...spanMutants(limit).map((other): Expression => ({ ...leaf, limit: other })),
        ...(extendedTo === undefined ? [] : [passed(plain)]),
      ]
    }
    case 'lasted':
      return [
        ...spanMutants(leaf.period).map((period): Expression => ({ ...leaf, period })),
        // On the anniversary not yet.
        ...(leaf.by === null ? [passed(leaf.period)] : [{ ...leaf, by: null } as const]),
      ]
    case 'order':
      return [
        { ...leaf, state: leaf.state === 'open' ? 'failed' : 'open' },
        ...kindMutants(leaf.kinds).map((kinds): Expression => ({ ...leaf, kinds })),
        ...moved.map((days): Expression => ({ ...leaf, issuedFrom: addDays(leaf.issuedFrom, days) })),
      ]
    case 'order-overdue':
      return [
        ...kindMutants(leaf.kinds).map((kinds): Expression => ({ ...leaf, kinds })),
        ...moved.map((days): Expression => ({ ...leaf, issuedFrom: addDays(leaf.issuedFrom, days) })),
        ...spanMutants(leaf.within).map((within): Expression => ({ ...leaf, within })),
      ]
    default:
      return []
  }
}

type Wrong<T> = readonly (readonly [what: string, T])[]

function groundMutants(ground: LegalBasis): Wrong<LegalBasis> {
  const { unless, whenKnown, asksAfter, ...strict } = ground
  const kept = {
    ...strict,
    ...(whenKnown === undefined ? {} : { whenKnown }),
    ...(asksAfter === undefined ? {} : { asksAfter }),
  }
  const fewer = withoutEach(ground.funds)
  const more = allFunds.filter((fund) => !ground.funds.includes(fund)).map((fund) => [...ground.funds, fund])
  return [
    ...mutantsOf(ground.when).map((when) => ['when', { ...ground, when }] as const),
    ...(unless === undefined
      ? []
      : [
          ['without exception', kept] as const,
          ...mutantsOf(unless).map((other) => ['unless', { ...ground, unless: other }] as const),
        ]),
    ...effects
      .filter((effect) => effect !== ground.effect)
      .map((effect) => [effect, { ...ground, effect }] as const),
    ...[...fewer, ...more].map((touched) => [`funds ${touched}`, { ...ground, funds: touched }] as const),
    ...(whenKnown === undefined && asksAfter === undefined
      ? []
      : [['asks', unless === undefined ? strict : { ...strict, unless }] as const]),
  ]
}

function deadlineMutants(deadline: DeadlineRule): Wrong<DeadlineRule> {
  if ('kinds' in deadline)
    return [
      ...spanMutants(deadline.within).map((within) => ['within', { ...deadline, within }] as const),
      ...kindMutants(deadline.kinds).map((kinds) => ['kinds', { ...deadline, kinds }] as const),
      ...[-1, 1].map(
        (days) => ['from', { ...deadline, issuedFrom: addDays(deadline.issuedFrom, days) }] as const,
      ),
    ]
  const { extendedTo, from, ...plain } = deadline
  return [
    ...spanMutants(deadline.period).map((period) => ['period', { ...deadline, period }] as const),
    ['met by its own event', { ...deadline, met: deadline.period.after }] as const,
    ...(extendedTo === undefined
      ? []
      : [['not extended', { ...plain, ...(from === undefined ? {} : { from }) }] as const]),
    ...(from === undefined
      ? []
      : [
          ['of every event', { ...plain, ...(extendedTo === undefined ? {} : { extendedTo }) }] as const,
          ...[-1, 1].map((days) => ['from', { ...deadline, from: addDays(from, days) }] as const),
        ]),
  ]
}

/** Unknown facts are no longer asked for; nothing is wrong with that where none are. */
function asksNothing(rule: Rule): Wrong<Rule> {
  if (rule.grounds.every(({ whenKnown }) => whenKnown === true)) return []
  return [
    ['asks nothing', { ...rule, grounds: rule.grounds.map((ground) => ({ ...ground, whenKnown: true })) }],
  ]
}

/** In: a rule. Out: the rule with one thing wrong, in every way. */
function ruleMutants(rule: Rule): Wrong<Rule> {
  const { appliesTo, ...everywhere } = rule
  const deadlines = rule.deadlines ?? []
  return [
    ...(appliesTo === undefined
      ? []
      : [
          ['applies to everything', everywhere] as const,
          ...mutantsOf(appliesTo).map((other) => ['applies to', { ...rule, appliesTo: other }] as const),
        ]),
    ...asksNothing(rule),
    ...rule.grounds.flatMap((ground, index) => [
      [
        `${ground.name} dropped`,
        { ...rule, grounds: rule.grounds.filter((__, at) => at !== index) },
      ] as const,
      ...groundMutants(ground).map(
        ([what, mutant]) =>
          [`${ground.name}: ${what}`, { ...rule, grounds: replaced(rule.grounds, index, mutant) }] as const,
      ),
    ]),
    ...deadlines.flatMap((deadline, index) => [
      ['deadline dropped', { ...rule, deadlines: deadlines.filter((__, at) => at !== index) }] as const,
      ...deadlineMutants(deadline).map(
        ([what, mutant]) =>
          [`deadline: ${what}`, { ...rule, deadlines: replaced(deadlines, index, mutant) }] as const,
      ),
    ]),
  ]
}

/** In: a pack. Out: every pack that differs from it by one mistake; only the clause at fault is kept as a rule. */
export function mutantsOfPack(pack: Pack): Mutant[] {
  const { scope, force } = pack
  const alone = { ...pack, rules: [] }
  const forceClauses = Object.entries(pack.numbers).flatMap(([clause, numbers]) =>
    numbers.some((number) => 'day' in number) ? [clause] : [],
  )
  const forces = [-1, 1].flatMap((days) => [
    { ...force, from: addDays(force.from, days) },
    ...(force.until === null ? [] : [{ ...force, until: addDays(force.until, days) }]),
  ])
  return [
    ...pack.rules.flatMap((rule) =>
      ruleMutants(rule).map(([what, mutant]) => ({
        clause: rule.clause,
        what,
        pack: { ...pack, rules: [mutant] },
      })),
    ),
    ...mutantsOf(scope.governs).map((governs) => ({
      clause: scope.clause,
      what: 'scope',
      pack: { ...alone, scope: { ...scope, governs } },
    })),
    ...forceClauses.flatMap((clause) =>
      forces.map((wrong) => ({ clause, what: 'force', pack: { ...alone, force: wrong } })),
    ),
  ]
}
