import type { CalendarDate } from '../../platform/dates.ts'
import { type FactName, type Facts, factOf, readDate } from '../facts.ts'
import { type Counting, lastDay, truthOf } from './evaluate.ts'
import type { Expression, Leaf } from './expressions.ts'
import type { Moment } from './moment.ts'

/** First days from which facts of state hold, where somebody recorded them. */
export type HoldsFrom = { readonly [Name in FactName]?: CalendarDate }

/** Before every day: ISO text compares in date order, and the empty text comes first. */
const always = ''
type Start = CalendarDate | typeof always

/**
 * In: a condition that is true, or (`wanted` false) one that is false.
 * Out: the first day from which it has been so without a break, as far as the facts tell; '' when they set no start.
 */
export function sinceWhen(
  expression: Expression,
  facts: Facts,
  moment: Moment,
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
        if (!together && truthOf(part, facts, moment, counting) !== wanted) continue
        const of = sinceWhen(part, facts, moment, counting, holdsFrom, wanted)
        if (start === undefined || (together ? of > start : of < start)) start = of
      }
      return start ?? always
    }
    case 'not':
      return sinceWhen(expression.of, facts, moment, counting, holdsFrom, !wanted)
    default:
      return wanted
        ? startOf(expression, facts, moment, counting, holdsFrom)
        : startOfNot(expression, facts, moment, counting, holdsFrom)
  }
}

function startOf(leaf: Leaf, facts: Facts, moment: Moment, counting: Counting, holdsFrom: HoldsFrom): Start {
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
      return always
    case 'passed': {
      const last = lastDay(leaf.limit, facts, moment)
      return last ? moment.next(last.on) : always
    }
    case 'order':
      return startOfOrder(leaf, facts, moment)
    case 'order-overdue':
      return startOfOverdue(leaf, facts, moment, counting)
  }
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
  moment: Moment,
  counting: Counting,
  holdsFrom: HoldsFrom,
): Start {
  if (leaf.is === 'running') {
    const until = readDate(facts, leaf.fact)
    return until ? moment.next(until) : always
  }
  return leaf.is === 'flag' || leaf.is === 'hosting' || leaf.is === 'amount'
    ? startOf(leaf, facts, moment, counting, holdsFrom)
    : always
}

function startOfOrder(leaf: Extract<Leaf, { is: 'order' }>, facts: Facts, moment: Moment): Start {
  let start: Start | undefined
  for (const order of facts.orders ?? []) {
    if (truthOf(leaf, { orders: [order] }, moment) !== true) continue
    const overdueFrom = moment.next(order.dueOn)
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
  moment: Moment,
  counting: Counting,
): Start {
  let start: Start | undefined
  for (const order of facts.orders ?? []) {
    if (truthOf(leaf, { orders: [order] }, moment, counting) !== true) continue
    const of = moment.next(moment.due(leaf.within, order.issuedOn).on)
    if (start === undefined || of < start) start = of
  }
  return start ?? always
}
