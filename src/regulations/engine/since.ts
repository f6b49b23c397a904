import type { CalendarDate } from '../../platform/dates.ts'
import { type DateName, type FactName, type Facts, factOf, readDate } from '../facts.ts'
import { type Counting, lastDay, startOfReport, truthOf } from './evaluate.ts'
import type { EvaluationContext } from './evaluation-context.ts'
import type { Expression, Leaf, Period } from './expressions.ts'

/** First days from which facts of state hold, where somebody recorded them. */
export type HoldsFrom = { readonly [Name in FactName]?: CalendarDate }

/** Before every day: ISO text compares in date order, and the empty text comes first. */
const always = ''
type Start = CalendarDate | typeof always

/** Steps by which a project or a system comes to be. */
export const existence = [
  'approvedOn',
  'constructionStartedOn',
  'builtOn',
  'liveOn',
] as const satisfies DateName[]

/**
 * In: a condition that is true, or (`wanted` false) one that is false.
 * Out: the first day from which it has been so without a break, as far as the facts tell; '' when they set no start.
 */
export function sinceWhen(
  expression: Expression,
  facts: Facts,
  evaluation: EvaluationContext,
  counting: Counting,
  holdsFrom: HoldsFrom = {},
  wanted = true,
): Start {
  switch (expression.is) {
    case 'all':
    case 'any': {
      const together = (expression.is === 'all') === wanted
      let start: Start | undefined
      for (const part of expression.of) {
        // Of alternatives, only the ones that hold give a start: the earliest. Of what must hold together, the latest.
        if (!together && truthOf(part, facts, evaluation, counting) !== wanted) continue
        const of = sinceWhen(part, facts, evaluation, counting, holdsFrom, wanted)
        if (start === undefined || (together ? of > start : of < start)) start = of
      }
      return start ?? always
    }
    case 'not':
      return sinceWhen(expression.of, facts, evaluation, counting, holdsFrom, !wanted)
    case 'known':
      return wanted ? sinceWhen(expression.of, facts, evaluation, counting, holdsFrom) : always
    default:
      return wanted
        ? startOf(expression, facts, evaluation, counting, holdsFrom)
        : startOfNot(expression, facts, evaluation, counting, holdsFrom)
  }
}

function startOf(
  leaf: Leaf,
  facts: Facts,
  evaluation: EvaluationContext,
  counting: Counting,
  holdsFrom: HoldsFrom,
): Start {
  switch (leaf.is) {
    case 'flag':
      return holdsFrom[factOf(leaf.fact)] ?? always
    case 'hosting':
      return holdsFrom.hosting ?? always
    case 'amount':
      return holdsFrom.investmentFen ?? always
    case 'happened':
    case 'happened-from':
      return readDate(facts, leaf.fact) ?? always
    case 'happened-before':
      return firstOf([leaf.fact, ...leaf.provedBy].map((fact) => readDate(facts, fact)))
    case 'no-later':
      return readDate(facts, leaf.first) ?? always
    case 'running':
    case 'set':
      return always
    case 'passed': {
      const last = lastDay(leaf.limit, facts, evaluation)
      return last ? evaluation.next(last.on) : always
    }
    case 'lasted':
      return (
        (leaf.by === null ? anniversary(leaf.period, facts, evaluation) : readDate(facts, leaf.by)) ?? always
      )
    case 'order':
      return startOfOrder(leaf, facts, evaluation)
    case 'order-overdue':
      return startOfOverdue(leaf, facts, evaluation, counting)
  }
}

function anniversary(
  period: Period,
  facts: Facts,
  evaluation: EvaluationContext,
): CalendarDate | null | undefined {
  const from = readDate(facts, period.after)
  return from && evaluation.due(period, from).on
}

/** In: facts and the day judged. Out: the first day on which the thing itself existed: approved, begun, completed or running; '' when none is known. */
export function existedFrom(facts: Facts, { asOf }: EvaluationContext): Start {
  const steps = existence.map((fact) => readDate(facts, fact))
  return firstOf(steps.filter((day) => day !== undefined && day !== null && day <= asOf))
}

function firstOf(days: readonly (CalendarDate | null | undefined)[]): Start {
  let first: Start | undefined
  for (const day of days) if (day && (first === undefined || day < first)) first = day
  return first ?? always
}

/** A thing that has not happened has not happened since ever; an exemption is over since the day after it. */
function startOfNot(
  leaf: Leaf,
  facts: Facts,
  evaluation: EvaluationContext,
  counting: Counting,
  holdsFrom: HoldsFrom,
): Start {
  if (leaf.is === 'running') {
    const until = readDate(facts, leaf.fact)
    return until ? evaluation.next(until) : always
  }
  return leaf.is === 'flag' || leaf.is === 'hosting' || leaf.is === 'amount'
    ? startOf(leaf, facts, evaluation, counting, holdsFrom)
    : always
}

function startOfOrder(
  leaf: Extract<Leaf, { is: 'order' }>,
  facts: Facts,
  evaluation: EvaluationContext,
): Start {
  let start: Start | undefined
  for (const order of facts.orders ?? []) {
    if (truthOf(leaf, { orders: [order] }, evaluation) !== true) continue
    const overdueFrom = evaluation.next(order.dueOn)
    const failedFrom =
      order.refusedOn !== null && order.refusedOn < overdueFrom ? order.refusedOn : overdueFrom
    const of = leaf.state === 'failed' ? failedFrom : order.issuedOn
    if (start === undefined || of < start) start = of
  }
  return start ?? always
}

function startOfOverdue(
  leaf: Extract<Leaf, { is: 'order-overdue' }>,
  facts: Facts,
  evaluation: EvaluationContext,
  counting: Counting,
): Start {
  let start: Start | undefined
  for (const order of facts.orders ?? []) {
    if (truthOf(leaf, { orders: [order] }, evaluation, counting) !== true) continue
    const of = evaluation.next(evaluation.due(leaf.within, startOfReport(order)).on)
    if (start === undefined || of < start) start = of
  }
  return start ?? always
}
