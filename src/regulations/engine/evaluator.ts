import type { WorkCalendar } from '../../calendar/index.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { type FactName, type Facts, readDate } from '../facts.ts'
import {
  type Deadline,
  type Effect,
  type Finding,
  type Fund,
  type FundVerdict,
  funds,
  type Verdict,
} from '../model.ts'
import {
  type Counting,
  factsNeeded,
  missingIn,
  type Predicate,
  predicateOf,
  startOfReport,
  truthOf,
} from './evaluate.ts'
import { type EvaluationContext, evaluationContextOf } from './evaluation-context.ts'
import { foundReason, readerOf, readingsOf, unknownReason, unknownRemedy } from './explain.ts'
import { isCounted, isTiedToEvent, leavesOf } from './expressions.ts'
import {
  byStrength,
  type Condition,
  conditionsOf,
  type EventDeadline,
  effectOf,
  isInForce,
  type OrderDeadline,
  type Pack,
  type Rule,
  readingsOfDeadline,
  strengthOf,
} from './rules.ts'
import { existedFrom, type HoldsFrom, sinceWhen } from './since.ts'

const allFunds = Object.keys(funds) as Fund[]

/** A ground made ready for the day judged. */
interface Asked extends Condition {
  settled: Predicate
  /** Absent when nothing is counted: then it says what `settled` says. */
  provisional?: Predicate
}

/** A ground that holds on this day, and how its deadlines had to be counted for that. */
export interface Held extends Condition {
  counting: Counting
  effect: Effect
}

/**
 * In: a pack, the day judged, the calendar. The day must be in the pack's time in force.
 * Out: what judges one system after another. Pure; what the systems share is computed once.
 */
export function evaluatorFor(pack: Pack, asOf: CalendarDate, calendar: WorkCalendar) {
  const evaluation = evaluationContextOf(asOf, calendar)
  const byRule = new Map<Rule, Asked[]>()
  for (const condition of conditionsOf(pack)) {
    if (!isInForce(condition.rule.force ?? pack.force, asOf)) continue
    const { rule, holds } = condition
    const asked: Asked = {
      ...condition,
      settled: predicateOf(holds, evaluation),
      ...(isCounted(holds) ? { provisional: predicateOf(holds, evaluation, 'provisional') } : {}),
    }
    byRule.set(rule, [...(byRule.get(rule) ?? []), asked])
  }
  const regulation = { id: pack.id, title: pack.title, documentNumber: pack.documentNumber }

  return (facts: Facts, holdsFrom?: HoldsFrom): Verdict => {
    const governed = truthOf(pack.scope.governs, facts, evaluation)
    if (governed === false)
      return {
        regulation,
        scope: 'out',
        findings: [scopeFinding(pack, facts, evaluation, false)],
        deadlines: [],
      }
    const findings = governed === undefined ? [scopeFinding(pack, facts, evaluation, undefined)] : []
    const deadlines: Deadline[] = []
    for (const [rule, conditions] of byRule) {
      findings.push(...findingsOf(pack, rule, conditions, facts, evaluation, holdsFrom))
      deadlines.push(...deadlinesOf(rule, facts, evaluation))
    }
    findings.sort((a, b) => strengthOf(a.effect) - strengthOf(b.effect))
    return {
      regulation,
      scope: governed === undefined ? 'undetermined' : 'in',
      funds: fundsOfFindings(findings),
      findings,
      deadlines,
    }
  }
}

function scopeFinding(
  pack: Pack,
  facts: Facts,
  evaluation: EvaluationContext,
  governed: false | undefined,
): Finding {
  const { clause, article, governs, outside, unknown } = pack.scope
  const read = readingsOf(facts, factsNeeded(governs))
  if (governed === false)
    return {
      clause,
      article,
      effect: 'noted',
      funds: [],
      since: pack.force.from,
      reason: outside.reason,
      remedy: '',
      missing: [],
      read,
    }
  const missing = missingIn(governs, facts, evaluation)
  return {
    clause,
    article,
    effect: 'undetermined',
    funds: [...allFunds],
    since: null,
    reason: unknownReason(article, missing, facts),
    remedy: unknown.remedy,
    missing,
    read,
  }
}

/** All findings of one clause: one for each situation that holds, of orders one for each, and one for what can't be settled. */
function findingsOf(
  pack: Pack,
  rule: Rule,
  conditions: readonly Asked[],
  facts: Facts,
  evaluation: EvaluationContext,
  holdsFrom: HoldsFrom | undefined,
): Finding[] {
  const held: Held[] = []
  const open: Condition[] = []
  for (const condition of conditions) {
    const truth = condition.settled(facts)
    if (truth === undefined) {
      if (isAsked(condition.ground, facts, evaluation)) open.push(condition)
    } else if (truth) held.push({ ...condition, counting: 'settled', effect: condition.ground.effect })
    else if (condition.provisional?.(facts) === true)
      held.push({ ...condition, counting: 'provisional', effect: effectOf(condition.ground, 'provisional') })
  }
  if (held.length === 0 && open.length === 0) return []

  const findings: Finding[] = []
  for (const effect of byStrength) {
    const same = held.filter((condition) => condition.effect === effect)
    for (const condition of same)
      for (const of of factsOfEach(condition, facts, evaluation))
        findings.push(heldFinding(pack, condition, of, evaluation, holdsFrom))
  }
  const unsettled: Condition[] = []
  for (const condition of open) {
    const settled = findings.find((finding) => covers(finding, condition))
    if (settled === undefined) unsettled.push(condition)
    else settled.missing = union(settled.missing, missingIn(condition.holds, facts, evaluation))
  }
  if (unsettled.length > 0) findings.push(unsettledFinding(rule, unsettled, facts, evaluation))
  return findings
}

/** Whether an unknown fact of the ground is worth asking for. */
function isAsked(
  { whenKnown, asksAfter }: Condition['ground'],
  facts: Facts,
  { asOf }: EvaluationContext,
): boolean {
  if (whenKnown === true) return false
  if (asksAfter === undefined) return true
  const day = readDate(facts, asksAfter)
  return day !== null && day !== undefined && day <= asOf
}

/** Whether a finding already does to the funds all that the open ground could do. */
function covers(finding: Finding, { ground }: Condition): boolean {
  return (
    strengthOf(finding.effect) <= strengthOf(ground.effect) &&
    ground.funds.every((fund) => finding.funds.includes(fund))
  )
}

/** Out: the facts of each finding of a ground that holds: where it is about orders, those with one order each. */
function factsOfEach({ holds, counting }: Held, facts: Facts, evaluation: EvaluationContext): Facts[] {
  const isOfOrders = leavesOf(holds).some((leaf) => leaf.is === 'order' || leaf.is === 'order-overdue')
  if (!isOfOrders) return [facts]
  const each = (facts.orders ?? []).map((order) => ({ ...facts, orders: [order] }))
  const holding = each.filter((of) => truthOf(holds, of, evaluation, counting) === true)
  return holding.length === 0 ? [facts] : holding
}

function heldFinding(
  pack: Pack,
  { rule, ground, holds, needs, counting, effect }: Held,
  facts: Facts,
  evaluation: EvaluationContext,
  holdsFrom: HoldsFrom | undefined,
): Finding {
  const { from } = rule.force ?? pack.force
  const starts = [
    (ground.since && readDate(facts, ground.since)) ??
      sinceWhen(holds, facts, evaluation, counting, holdsFrom),
    // An event has its day; a state can't have lasted longer than the thing that is in it.
    isTiedToEvent(holds) ? '' : existedFrom(facts, evaluation),
  ] as const
  const text = ground.reason(readerOf(facts, evaluation))
  return {
    clause: rule.clause,
    article: rule.article,
    effect,
    funds: [...ground.funds],
    since: starts.reduce<CalendarDate>((latest, day) => (day !== '' && day > latest ? day : latest), from),
    // A note stops nothing that could be provisional.
    reason: foundReason(text, effect === 'noted' ? 'settled' : counting),
    remedy: remedyText(ground.remedy),
    missing: [],
    read: readingsOf(facts, needs),
  }
}

function unsettledFinding(
  rule: Rule,
  open: readonly Condition[],
  facts: Facts,
  evaluation: EvaluationContext,
): Finding {
  const missing = union(...open.map(({ holds }) => missingIn(holds, facts, evaluation)))
  return {
    clause: rule.clause,
    article: rule.article,
    effect: 'undetermined',
    funds: union(...open.map(({ ground }) => ground.funds)),
    since: null,
    reason: unknownReason(rule.article ?? '系统状态', missing, facts),
    remedy: unknownRemedy(missing, facts),
    missing,
    read: readingsOf(facts, union(...open.map(({ needs }) => needs))),
  }
}

function remedyText({ what, by, evidence }: Condition['ground']['remedy']): string {
  return `${what}（由${by}办理，凭${evidence}）`
}

function deadlinesOf(rule: Rule, facts: Facts, evaluation: EvaluationContext): Deadline[] {
  const { clause } = rule
  if (rule.deadlines === undefined || clause === null) return []
  if (rule.appliesTo !== undefined && truthOf(rule.appliesTo, facts, evaluation) !== true) return []
  return rule.deadlines.flatMap((deadline) =>
    'kinds' in deadline
      ? deadlinesOfOrders(clause, deadline, facts, evaluation)
      : deadlineOfEvent(clause, deadline, facts, evaluation),
  )
}

function deadlineOfEvent(
  clause: string,
  { period, met, extendedTo, from: earliest }: EventDeadline,
  facts: Facts,
  evaluation: EvaluationContext,
): Deadline[] {
  const from = readDate(facts, period.after)
  if (!from || from > evaluation.asOf || (earliest !== undefined && from < earliest)) return []
  const due = evaluation.due(period, from)
  const moved = extendedTo === undefined ? null : readDate(facts, extendedTo)
  const extended = moved !== null && moved !== undefined && moved > due.on
  return [
    {
      clause,
      dueOn: extended ? moved : due.on,
      provisional: !extended && due.provisional,
      metOn: pastDay(readDate(facts, met), evaluation),
    },
  ]
}

function deadlinesOfOrders(
  clause: string,
  { kinds, within, issuedFrom }: OrderDeadline,
  facts: Facts,
  evaluation: EvaluationContext,
): Deadline[] {
  return (facts.orders ?? []).flatMap((order) => {
    const { kind, issuedOn, resolvedOn } = order
    if (!kinds.includes(kind) || issuedOn < issuedFrom || issuedOn > evaluation.asOf) return []
    const { on, provisional } = evaluation.due(within, startOfReport(order))
    return [{ clause, dueOn: on, provisional, metOn: pastDay(resolvedOn, evaluation) }]
  })
}

/** What is to come has not happened on the day judged. */
function pastDay(day: CalendarDate | null | undefined, { asOf }: EvaluationContext): CalendarDate | null {
  return day && day <= asOf ? day : null
}

/** In: findings. Out: what each fund takes from the strongest of its own. */
export function fundsOfFindings(findings: readonly Finding[]): Record<Fund, FundVerdict> {
  const verdict = (fund: Fund): FundVerdict => {
    for (const effect of byStrength)
      if (
        effect !== 'noted' &&
        findings.some((finding) => finding.effect === effect && finding.funds.includes(fund))
      )
        return effect
    return 'eligible'
  }
  return {
    construction: verdict('construction'),
    operations: verdict('operations'),
    purchase: verdict('purchase'),
    upgrade: verdict('upgrade'),
  }
}

function union<T>(...lists: readonly (readonly T[])[]): T[] {
  if (lists.length === 1) return [...(lists[0] ?? [])]
  return [...new Set(lists.flat())]
}

/** Out: the facts that some clause of the pack needs, in the order of the text: no other is ever asked for. */
export function factsNeededBy(pack: Pack): FactName[] {
  return union(
    factsNeeded(pack.scope.governs),
    ...conditionsOf(pack).map(({ needs }) => needs),
    ...pack.rules.flatMap(({ deadlines = [] }) => deadlines.flatMap(readingsOfDeadline).map(factsNeeded)),
  )
}
