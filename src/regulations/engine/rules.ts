import type { CalendarDate } from '../../platform/dates.ts'
import type { DateFact, FactName, OrderKind } from '../facts.ts'
import type { Effect, Fund } from '../model.ts'
import { type Counting, factsNeeded } from './evaluate.ts'
import {
  all,
  type Expression,
  happened,
  not,
  type Period,
  type Span,
  someOrderOverdue,
  type Unit,
} from './expressions.ts'

/** In force on days with from <= day < until; `until` null: no end is set. */
export interface Force {
  from: CalendarDate
  until: CalendarDate | null
}

/** What lifts an effect: what is to be done, by whom, with which evidence. */
export interface Remedy {
  what: string
  by: string
  evidence: string
}

/** The values a reason is built from, in Chinese. A reason never names the day judged, so that it stays as it is while the facts do. */
export interface Reader {
  day(fact: DateFact): string
  /** The last day of a period; 暂定 is added when holidays beyond the known ones took part. */
  due(period: Period): string
  value(fact: FactName): string
}

/** One situation in which a clause takes effect; a clause can name several, each enough by itself. */
export interface LegalBasis {
  /** Stable within the rule. */
  name: string
  effect: Exclude<Effect, 'undetermined'>
  funds: readonly Fund[]
  when: Expression
  /** The exception, kept apart as in the text. */
  unless?: Expression
  /** The text itself stops no money here, so that an unknown fact doesn't either: no 待核实 of this ground. */
  whenKnown?: true
  /** Unknown facts are asked for only once this is known to have happened: an event that most systems never see. */
  asksAfter?: DateFact
  /** The event it holds from, where other facts only tell which words fit. */
  since?: DateFact
  reason(read: Reader): string
  remedy: Remedy
}

/** A deadline shown to users once its event has happened, or one for each order of a kind. */
export type DeadlineRule = EventDeadline | OrderDeadline

export interface EventDeadline {
  period: Period
  /** What meets it. */
  met: DateFact
  /** Only events on or after this day, where the rule as a whole applies to others too. */
  from?: CalendarDate
  /** A recorded day to which it has been moved. */
  extendedTo?: DateFact
}

export interface OrderDeadline {
  kinds: readonly OrderKind[]
  /** Counted from the order. */
  within: Span
  issuedFrom: CalendarDate
}

/** Out: conditions that read what a deadline reads. */
export function readingsOfDeadline(deadline: DeadlineRule): Expression[] {
  return 'kinds' in deadline
    ? [someOrderOverdue(deadline.kinds, deadline.within, deadline.issuedFrom)]
    : [
        happened(deadline.period.after),
        happened(deadline.met),
        ...(deadline.extendedTo === undefined ? [] : [happened(deadline.extendedTo)]),
      ]
}

/** One clause that decides something; or, without one, a state of the system that speaks for itself. */
export interface Rule {
  clause: string | null
  article: string | null
  /** What the article demands, in our own words. */
  demand: string
  /** When narrower than the regulation's. */
  force?: Force
  appliesTo?: Expression
  grounds: readonly LegalBasis[]
  deadlines?: readonly DeadlineRule[]
}

/** The clause that says whom the regulation governs. */
export interface Scope {
  clause: string
  article: string
  demand: string
  governs: Expression
  outside: { reason: string }
  unknown: { remedy: string }
}

/** How a clause of the regulation is dealt with: by which part of the pack, by which other part of the product, or why not by a program that knows a system's facts. */
export type Coverage = Readonly<
  Record<string, { encoded: string } | { elsewhere: string } | { undecidable: string }>
>

/** A number that a clause prints: a length of time, an amount in fen, or a day. */
export type PrintedNumber =
  | { count: number; unit: Unit }
  | { fen: number }
  | { day: string; means: 'in-force-from' }

/** The numbers of the encoded clauses, by clause, as data of their own: a rule may use no other, and must use each. */
export type PrintedNumbers = Readonly<Record<string, readonly PrintedNumber[]>>

/** 规则包: one regulation as data. */
export interface Pack {
  id: string
  /** Changes whenever a verdict could. */
  version: string
  title: string
  documentNumber: string
  force: Force
  /** The article that sets the time in force. */
  forceArticle: string
  scope: Scope
  rules: readonly Rule[]
  numbers: PrintedNumbers
  coverage: Coverage
}

/** A ground with everything that must hold together in one condition. */
export interface Condition {
  rule: Rule
  ground: LegalBasis
  holds: Expression
  needs: readonly FactName[]
}

/** In: a pack. Out: its grounds, each with its whole condition, in the order of the text. */
export function conditionsOf(pack: Pick<Pack, 'rules'>): Condition[] {
  return pack.rules.flatMap((rule) =>
    rule.grounds.map((ground) => {
      const holds = all(
        ...(rule.appliesTo === undefined ? [] : [rule.appliesTo]),
        ground.when,
        ...(ground.unless === undefined ? [] : [not(ground.unless)]),
      )
      return { rule, ground, holds, needs: factsNeeded(holds) }
    }),
  )
}

export function isInForce(force: Force, on: CalendarDate): boolean {
  return force.from <= on && (force.until === null || on < force.until)
}

/** Strongest first: a fund takes the strongest effect of its findings. */
export const byStrength: readonly Effect[] = ['denied', 'suspended', 'undetermined', 'warned', 'noted']

export function strengthOf(effect: Effect): number {
  return byStrength.indexOf(effect)
}

/** What a ground does when its deadline is counted so: a provisional deadline (暂定) warns, and stops nothing. */
export function effectOf(ground: LegalBasis, counting: Counting): LegalBasis['effect'] {
  return counting === 'provisional' && (ground.effect === 'denied' || ground.effect === 'suspended')
    ? 'warned'
    : ground.effect
}
