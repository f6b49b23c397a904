import type { CalendarDate } from '../../platform/dates.ts'
import type { Fen } from '../../platform/money.ts'
import type { DateFact, FactPath, FlagFact, Hosting, OrderKind } from '../facts.ts'

export type Unit = 'working-days' | 'days' | 'months' | 'years'

/** A length of time as an article prints it. */
export interface Span {
  count: number
  unit: Unit
  article: string
  /** How long something has gone on, not a time to act in: its end is no last day that a day off could move. */
  lasting?: boolean
}

/** A period that begins with an event: "30 working days after acceptance", with the article that prints the number. */
export interface Period extends Span {
  after: DateFact
  /** A recorded day to which its end has been moved: a day fixed by name, which no calendar can shift. */
  extendedTo?: DateFact
}

/** The last day on which something can be done: a day on record, or the end of a period. */
export type Limit = { day: DateFact } | Period

/** open: issued, neither resolved nor refused, still in time; failed: refused, or its day passed unresolved. */
export type OrderState = 'open' | 'failed'

/**
 * A condition as data. It is true, false or unknown; `happened` and its like ask about the day judged.
 * One tree is evaluated, explained, compiled to SQL, rendered in Chinese and asked what it needs.
 */
export type Expression =
  | { is: 'all'; of: readonly Expression[] }
  | { is: 'any'; of: readonly Expression[] }
  | { is: 'not'; of: Expression }
  | { is: 'known'; of: Expression }
  | { is: 'flag'; fact: FlagFact; equals: boolean }
  | { is: 'hosting'; among: readonly Hosting[] }
  | { is: 'amount'; atLeast: Fen; article: string }
  | { is: 'happened'; fact: DateFact }
  | { is: 'happened-from'; fact: DateFact; from: CalendarDate }
  | { is: 'happened-before'; fact: DateFact; before: CalendarDate; provedBy: readonly DateFact[] }
  | { is: 'no-later'; first: DateFact; second: DateFact }
  | { is: 'running'; fact: DateFact }
  | { is: 'set'; fact: DateFact }
  | { is: 'passed'; limit: Limit }
  | { is: 'lasted'; period: Period; by: DateFact | null }
  | { is: 'order'; kinds: readonly OrderKind[]; state: OrderState; issuedFrom: CalendarDate }
  | { is: 'order-overdue'; kinds: readonly OrderKind[]; within: Span; issuedFrom: CalendarDate }
export type Leaf = Exclude<Expression, { is: 'all' } | { is: 'any' } | { is: 'not' } | { is: 'known' }>

export const all = (...of: Expression[]): Expression => ({ is: 'all', of })
export const any = (...of: Expression[]): Expression => ({ is: 'any', of })
export const not = (of: Expression): Expression => ({ is: 'not', of })
/** Known to be so: what nobody has recorded counts as not so, and isn't asked for. */
export const known = (of: Expression): Expression => ({ is: 'known', of })
export const yes = (fact: FlagFact): Expression => ({ is: 'flag', fact, equals: true })
export const no = (fact: FlagFact): Expression => ({ is: 'flag', fact, equals: false })
export const hostedIn = (...among: Hosting[]): Expression => ({ is: 'hosting', among })
/** Investment of at least so much (以上 includes the number, Civil Code art. 1259). */
export const investmentFrom = (atLeast: Fen, article: string): Expression => ({
  is: 'amount',
  atLeast,
  article,
})
/** On or before the day judged. */
export const happened = (fact: DateFact): Expression => ({ is: 'happened', fact })
/** On or before the day judged, and not before `from`: what a duty tied to an event applies to. */
export const happenedFrom = (fact: DateFact, from: CalendarDate): Expression => ({
  is: 'happened-from',
  fact,
  from,
})
/**
 * Before a day: a thing that was done when the law was not yet in force. When its own day is unknown, a later step that
 * was done before proves it: what was running in 2015 was begun before 2021.
 */
export const happenedBefore = (
  fact: DateFact,
  before: CalendarDate,
  ...provedBy: DateFact[]
): Expression => ({ is: 'happened-before', fact, before, provedBy })
/** `first` came, and came no later than `second`. */
export const noLater = (first: DateFact, second: DateFact): Expression => ({ is: 'no-later', first, second })
/** A day is set and the day judged is not after it: an exemption, an extension that still runs. */
export const running = (fact: DateFact): Expression => ({ is: 'running', fact })
/** A day is set, past or to come: there is an exemption, an extension. */
export const isSet = (fact: DateFact): Expression => ({ is: 'set', fact })
/** The day judged is after the limit. What is due on day D may still be done on D. */
export const passed = (limit: Limit | DateFact): Expression => ({
  is: 'passed',
  limit: typeof limit === 'string' ? { day: limit } : limit,
})
/** A time in full years since an event was complete on the day of another event, or (`by` null) on the day judged; the anniversary counts. */
export const lasted = (period: Period, by: DateFact | null): Expression => ({ is: 'lasted', period, by })
/** There is an order of such a kind in such a state, issued on `issuedFrom` or later. */
export const someOrder = (
  kinds: readonly OrderKind[],
  state: OrderState,
  issuedFrom: CalendarDate,
): Expression => ({ is: 'order', kinds, state, issuedFrom })

/** There is an order of such a kind, issued on `issuedFrom` or later, whose result is not reported within so long of its receipt, or of the order where its receipt isn't recorded. */
export const someOrderOverdue = (
  kinds: readonly OrderKind[],
  within: Span,
  issuedFrom: CalendarDate,
): Expression => ({ is: 'order-overdue', kinds, within, issuedFrom })

export const workingDays = (count: number, article: string): Span => ({
  count,
  unit: 'working-days',
  article,
})
const period =
  (unit: Unit) =>
  (count: number, after: DateFact, article: string): Period => ({ after, count, unit, article })
export const workingDaysAfter = period('working-days')
export const daysAfter = period('days')
/** "满一年": a time that something has lasted, see `Span.lasting`. */
export const fullYearsOf = (count: number, after: DateFact, article: string): Period => ({
  after,
  count,
  unit: 'years',
  article,
  lasting: true,
})
export const monthsAfter = period('months')

/** Out: the leaves of a tree, left to right. */
export function leavesOf(expression: Expression): Leaf[] {
  switch (expression.is) {
    case 'all':
    case 'any':
      return expression.of.flatMap(leavesOf)
    case 'not':
    case 'known':
      return leavesOf(expression.of)
    default:
      return [expression]
  }
}

/** Whether days are counted in it, so that it can be provisional. */
export function isCounted(expression: Expression): boolean {
  return leavesOf(expression).some(
    (leaf) => leaf.is === 'order-overdue' || (leaf.is === 'passed' && 'unit' in leaf.limit),
  )
}

/** Whether it is about an event with a day of its own (a duty tied to an event), and not about a state that lasts. */
export function isTiedToEvent(expression: Expression): boolean {
  return leavesOf(expression).some(
    (leaf) =>
      leaf.is === 'happened-from' ||
      leaf.is === 'order' ||
      leaf.is === 'order-overdue' ||
      (leaf.is === 'passed' && 'unit' in leaf.limit),
  )
}

/** Out: what a leaf reads. */
export function pathsOf(leaf: Leaf): FactPath[] {
  switch (leaf.is) {
    case 'hosting':
      return ['hosting']
    case 'amount':
      return ['investmentFen']
    case 'no-later':
      return [leaf.first, leaf.second]
    case 'happened-before':
      return [leaf.fact, ...leaf.provedBy]
    case 'passed':
      if ('day' in leaf.limit) return [leaf.limit.day]
      return leaf.limit.extendedTo === undefined
        ? [leaf.limit.after]
        : [leaf.limit.after, leaf.limit.extendedTo]
    case 'lasted':
      return leaf.by === null ? [leaf.period.after] : [leaf.period.after, leaf.by]
    case 'order':
    case 'order-overdue':
      return ['orders']
    default:
      return [leaf.fact]
  }
}
