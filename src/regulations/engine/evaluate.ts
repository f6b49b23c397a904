import type { CountedDay } from '../../calendar/index.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { getOrInsert } from '../../platform/get-or-insert.ts'
import {
  type DateFact,
  type FactName,
  type Facts,
  factOf,
  type Order,
  type OrderKind,
  readDate,
  readFlag,
} from '../facts.ts'
import { type EvaluationContext, plainEnd } from './evaluation-context.ts'
import { type Expression, type Leaf, type Limit, leavesOf, type Period, pathsOf } from './expressions.ts'

/** undefined is unknown. */
export type Truth = boolean | undefined

/**
 * Whether a limit counted beyond the known holidays (暂定) may pass: `settled` says no, so that nothing is
 * denied by it; `provisional` says yes, for warnings.
 */
export type Counting = 'settled' | 'provisional'

/** A condition made ready for one day, to be asked of one system after another. */
export type Predicate = (facts: Facts) => Truth

const tests = new WeakMap<EvaluationContext, Record<Counting, WeakMap<Expression, Predicate>>>()

/** In: a condition and the day. Out: true, false or unknown of any facts, by Kleene's tables; made once a condition. */
export function predicateOf(
  expression: Expression,
  evaluation: EvaluationContext,
  counting: Counting = 'settled',
): Predicate {
  const known = getOrInsert(tests, evaluation, () => ({ settled: new WeakMap(), provisional: new WeakMap() }))
  return getOrInsert(known[counting], expression, () => makeTest(expression, evaluation, counting))
}

/** In: a condition, facts, the day. Out: true, false or unknown. */
export function truthOf(
  expression: Expression,
  facts: Facts,
  evaluation: EvaluationContext,
  counting: Counting = 'settled',
): Truth {
  return predicateOf(expression, evaluation, counting)(facts)
}

/** Closures, no code generation: Workers forbid that, and this is fast enough. */
function makeTest(expression: Expression, evaluation: EvaluationContext, counting: Counting): Predicate {
  switch (expression.is) {
    case 'all':
      return testOfAll(partsOf(expression.of, 'all').map((part) => predicateOf(part, evaluation, counting)))
    case 'any':
      return testOfAny(partsOf(expression.of, 'any').map((part) => predicateOf(part, evaluation, counting)))
    case 'not': {
      const test = predicateOf(expression.of, evaluation, counting)
      return (facts) => {
        const truth = test(facts)
        return truth === undefined ? undefined : !truth
      }
    }
    case 'known': {
      const test = predicateOf(expression.of, evaluation, counting)
      return (facts) => test(facts) === true
    }
    default:
      return testOfLeaf(expression, evaluation, counting)
  }
}

/** "All of a, and all of b and c" is all of a, b and c. */
function partsOf(parts: readonly Expression[], is: 'all' | 'any'): readonly Expression[] {
  return parts.flatMap((part) => (part.is === is ? partsOf(part.of, is) : [part]))
}

function testOfAll(parts: readonly Predicate[]): Predicate {
  const [only, ...others] = parts
  if (only !== undefined && others.length === 0) return only
  return (facts) => {
    let result: Truth = true
    for (let index = 0; index < parts.length; index += 1) {
      const truth = parts[index]?.(facts)
      if (truth === false) return false
      if (truth === undefined) result = undefined
    }
    return result
  }
}

function testOfAny(parts: readonly Predicate[]): Predicate {
  const [only, ...others] = parts
  if (only !== undefined && others.length === 0) return only
  return (facts) => {
    let result: Truth = false
    for (let index = 0; index < parts.length; index += 1) {
      const truth = parts[index]?.(facts)
      if (truth === true) return true
      if (truth === undefined) result = undefined
    }
    return result
  }
}

function testOfLeaf(leaf: Leaf, evaluation: EvaluationContext, counting: Counting): Predicate {
  const { asOf } = evaluation
  switch (leaf.is) {
    case 'flag': {
      const { fact, equals } = leaf
      return (facts) => {
        const value = readFlag(facts, fact)
        return value === undefined ? undefined : value === equals
      }
    }
    case 'hosting': {
      const among = new Set(leaf.among)
      return ({ hosting }) => (hosting === undefined ? undefined : among.has(hosting))
    }
    case 'amount':
      return ({ investmentFen }) => (investmentFen === undefined ? undefined : investmentFen >= leaf.atLeast)
    case 'happened':
      return testOfDay(leaf.fact, (day) => day <= asOf)
    case 'happened-from': {
      const { from } = leaf
      return testOfDay(leaf.fact, (day) => day <= asOf && day >= from)
    }
    case 'happened-before':
      return testOfBefore(leaf, asOf)
    case 'no-later':
      return testOfOrder(leaf)
    case 'running':
      return testOfDay(leaf.fact, (day) => asOf <= day)
    case 'set':
      return testOfDay(leaf.fact, () => true)
    case 'passed': {
      const { limit } = leaf
      if ('day' in limit) return testOfDay(limit.day, (day) => day < asOf)
      if (limit.extendedTo !== undefined) return testOfExtended(limit, limit.extendedTo, evaluation, counting)
      return testOfDay(limit.after, (day) => isPast(evaluation.due(limit, day), asOf, counting))
    }
    case 'lasted':
      return testOfLasted(leaf, evaluation)
    case 'order':
      return ({ orders }) => orders?.some((order) => orderStands(leaf, order, asOf))
    case 'order-overdue':
      return ({ orders }) =>
        orders?.some((order) => {
          if (!isPending(leaf, order, asOf)) return false
          return isPast(evaluation.due(leaf.within, startOfReport(order)), asOf, counting)
        })
  }
}

function isPast(last: CountedDay, asOf: CalendarDate, counting: Counting): boolean {
  return last.on < asOf && (counting === 'provisional' || !last.provisional)
}

/** Where the time to report on an order begins: its receipt, where that is recorded. */
export function startOfReport({ issuedOn, receivedOn }: Order): CalendarDate {
  return receivedOn ?? issuedOn
}

function testOfExtended(
  period: Period,
  extendedTo: DateFact,
  evaluation: EvaluationContext,
  counting: Counting,
): Predicate {
  const { asOf } = evaluation
  return (facts) => {
    const from = readDate(facts, period.after)
    if (from === undefined) return undefined
    if (from === null || !isPast(evaluation.due(period, from), asOf, 'provisional')) return false
    const moved = readDate(facts, extendedTo)
    if (moved === undefined) return undefined
    const last = lastDay(period, facts, evaluation)
    return last !== undefined && last !== null && isPast(last, asOf, counting)
  }
}

function testOfLasted(
  { period, by }: Extract<Leaf, { is: 'lasted' }>,
  evaluation: EvaluationContext,
): Predicate {
  const reached = (from: CalendarDate, on: CalendarDate) => evaluation.due(period, from).on <= on
  if (by === null) return testOfDay(period.after, (from) => reached(from, evaluation.asOf))
  return (facts) => {
    const from = readDate(facts, period.after)
    const on = readDate(facts, by)
    if (from === null || on === null) return false
    return from === undefined || on === undefined ? undefined : reached(from, on)
  }
}

/** Of a day that is on record; what has not happened is false. */
function testOfDay(fact: DateFact, holds: (day: CalendarDate) => boolean): Predicate {
  return (facts) => {
    const day = readDate(facts, fact)
    return day === undefined ? undefined : day !== null && holds(day)
  }
}

function testOfBefore(
  { fact, before, provedBy }: Extract<Leaf, { is: 'happened-before' }>,
  asOf: CalendarDate,
): Predicate {
  const wasBefore = (day: CalendarDate | null | undefined) =>
    day !== null && day !== undefined && day <= asOf && day < before
  return (facts) => {
    const day = readDate(facts, fact)
    if (day !== undefined) return wasBefore(day)
    return provedBy.some((later) => wasBefore(readDate(facts, later))) ? true : undefined
  }
}

function testOfOrder({ first, second }: Extract<Leaf, { is: 'no-later' }>): Predicate {
  return (facts) => {
    const earlier = readDate(facts, first)
    // What has not come can't have come first; what came before a thing yet to come did.
    if (earlier === null) return false
    if (earlier === undefined) return undefined
    const later = readDate(facts, second)
    return later === undefined ? undefined : later === null || earlier <= later
  }
}

/** In: a limit. Out: its last day; null: no such limit is set; undefined: unknown. */
export function lastDay(
  limit: Limit,
  facts: Facts,
  evaluation: EvaluationContext,
): CountedDay | null | undefined {
  if ('day' in limit) {
    const day = readDate(facts, limit.day)
    return day === undefined || day === null ? day : { on: day, provisional: false }
  }
  const from = readDate(facts, limit.after)
  if (from === undefined || from === null) return from
  const due = evaluation.due(limit, from)
  const moved = limit.extendedTo === undefined ? null : readDate(facts, limit.extendedTo)
  if (moved === undefined) return undefined
  if (moved === null || moved < plainEnd(limit, from)) return due
  return moved < due.on ? { ...due, provisional: false } : { on: moved, provisional: false }
}

/** Issued, of a kind and time that the leaf asks for, and not resolved. */
function isPending(
  leaf: { kinds: readonly OrderKind[]; issuedFrom: CalendarDate },
  order: Order,
  asOf: CalendarDate,
): boolean {
  return (
    leaf.kinds.includes(order.kind) &&
    order.issuedOn <= asOf &&
    order.issuedOn >= leaf.issuedFrom &&
    (order.resolvedOn === null || order.resolvedOn > asOf)
  )
}

function orderStands(leaf: Extract<Leaf, { is: 'order' }>, order: Order, asOf: CalendarDate): boolean {
  if (!isPending(leaf, order, asOf)) return false
  const failed = order.dueOn < asOf || (order.refusedOn !== null && order.refusedOn <= asOf)
  return failed === (leaf.state === 'failed')
}

/** In: a condition that is unknown. Out: the unknown facts that could still settle it, in the order it reads them. */
export function missingIn(expression: Expression, facts: Facts, evaluation: EvaluationContext): FactName[] {
  const missing = new Set<FactName>()
  const visit = (part: Expression) => {
    if (truthOf(part, facts, evaluation) !== undefined) return
    if (part.is === 'all' || part.is === 'any') for (const child of part.of) visit(child)
    else if (part.is === 'not' || part.is === 'known') visit(part.of)
    else for (const path of pathsOf(part)) if (isUnknown(facts, path)) missing.add(factOf(path))
  }
  visit(expression)
  return [...missing]
}

function isUnknown(facts: Facts, path: ReturnType<typeof pathsOf>[number]): boolean {
  switch (path) {
    case 'hosting':
    case 'investmentFen':
    case 'orders':
      return facts[path] === undefined
    case 'evaluation.met':
      return readFlag(facts, path) === undefined
    case 'exemption.until':
    case 'evaluation.on':
    case 'evaluation.rectifiedOn':
      return readDate(facts, path) === undefined
    default:
      return facts[path] === undefined
  }
}

/** Out: the facts a condition needs, in the order it reads them. */
export function factsNeeded(expression: Expression): FactName[] {
  return [...new Set(leavesOf(expression).flatMap(pathsOf).map(factOf))]
}
