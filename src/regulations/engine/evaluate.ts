import type { CalendarDate } from '../../platform/dates.ts'
import {
  type FactName,
  type Facts,
  factOf,
  type Order,
  type OrderKind,
  readDate,
  readFlag,
} from '../facts.ts'
import { type Expression, type Leaf, type Limit, leavesOf, pathsOf } from './expressions.ts'
import type { Moment } from './moment.ts'

/** undefined is unknown. */
export type Truth = boolean | undefined

/**
 * Whether a limit counted beyond the known holidays (暂定) may pass: `settled` says no, so that nothing is
 * denied by it; `provisional` says yes, for warnings.
 */
export type Counting = 'settled' | 'provisional'

/** In: a condition, facts, the day. Out: true, false or unknown, by Kleene's tables. */
export function truthOf(
  expression: Expression,
  facts: Facts,
  moment: Moment,
  counting: Counting = 'settled',
): Truth {
  switch (expression.is) {
    case 'all':
    case 'any': {
      const decisive = expression.is === 'any'
      let result: Truth = !decisive
      for (const part of expression.of) {
        const truth = truthOf(part, facts, moment, counting)
        if (truth === decisive) return decisive
        if (truth === undefined) result = undefined
      }
      return result
    }
    case 'not': {
      const truth = truthOf(expression.of, facts, moment, counting)
      return truth === undefined ? undefined : !truth
    }
    default:
      return truthOfLeaf(expression, facts, moment, counting)
  }
}

function truthOfLeaf(leaf: Leaf, facts: Facts, moment: Moment, counting: Counting): Truth {
  const { asOf } = moment
  switch (leaf.is) {
    case 'flag': {
      const value = readFlag(facts, leaf.fact)
      return value === undefined ? undefined : value === leaf.equals
    }
    case 'hosting':
      return facts.hosting === undefined ? undefined : leaf.among.includes(facts.hosting)
    case 'amount':
      return facts.investmentFen === undefined ? undefined : facts.investmentFen >= leaf.atLeast
    case 'happened': {
      const day = readDate(facts, leaf.fact)
      return day === undefined ? undefined : day !== null && day <= asOf
    }
    case 'happened-from': {
      const day = readDate(facts, leaf.fact)
      return day === undefined ? undefined : day !== null && day <= asOf && day >= leaf.from
    }
    case 'happened-before': {
      const wasBefore = (day: CalendarDate | null) => day !== null && day <= asOf && day < leaf.before
      const day = readDate(facts, leaf.fact)
      if (day !== undefined) return wasBefore(day)
      return leaf.provedBy.some((fact) => wasBefore(readDate(facts, fact) ?? null)) ? true : undefined
    }
    case 'no-later': {
      const first = readDate(facts, leaf.first)
      const second = readDate(facts, leaf.second)
      // What has not come can't have come first; what came before a thing yet to come did.
      if (first === null) return false
      if (first === undefined) return undefined
      return second === undefined ? undefined : second === null || first <= second
    }
    case 'running': {
      const day = readDate(facts, leaf.fact)
      return day === undefined ? undefined : day !== null && asOf <= day
    }
    case 'passed': {
      const last = lastDay(leaf.limit, facts, moment)
      if (last === undefined) return undefined
      return last !== null && last.on < asOf && (counting === 'provisional' || !last.provisional)
    }
    case 'order':
      return facts.orders?.some((order) => orderStands(leaf, order, asOf))
    case 'order-overdue':
      return facts.orders?.some((order) => {
        if (!isPending(leaf, order, asOf)) return false
        const last = moment.due(leaf.within, order.issuedOn)
        return last.on < asOf && (counting === 'provisional' || !last.provisional)
      })
  }
}

/** In: a limit. Out: its last day; null: no such limit is set; undefined: unknown. */
export function lastDay(
  limit: Limit,
  facts: Facts,
  moment: Moment,
): { on: CalendarDate; provisional: boolean } | null | undefined {
  if ('day' in limit) {
    const day = readDate(facts, limit.day)
    return day === undefined || day === null ? day : { on: day, provisional: false }
  }
  const from = readDate(facts, limit.after)
  return from === undefined || from === null ? from : moment.due(limit, from)
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
export function missingIn(expression: Expression, facts: Facts, moment: Moment): FactName[] {
  const missing = new Set<FactName>()
  const visit = (part: Expression) => {
    if (truthOf(part, facts, moment) !== undefined) return
    if (part.is === 'all' || part.is === 'any') for (const child of part.of) visit(child)
    else if (part.is === 'not') visit(part.of)
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
