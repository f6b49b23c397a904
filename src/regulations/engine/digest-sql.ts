import { type SQL, sql } from 'drizzle-orm'
import type { WorkCalendar } from '../../calendar/index.ts'
import { type CalendarDate, dateOf } from '../../platform/dates.ts'
import type { FactName } from '../facts.ts'
import { factsNeeded } from './evaluate.ts'
import { type EvaluationContext, isPlainAnniversary } from './evaluation-context.ts'
import { type Expression, isTiedToEvent, type Leaf, leavesOf, type Span } from './expressions.ts'
import { dataOfRule } from './rule-data.ts'
import { type DeadlineRule, isInForce, type Pack, type Rule } from './rules.ts'
import { type Columns, orderStatesSql, sqlOf, startOfReportSql } from './sql.ts'
import type { StatesSql } from './states-sql.ts'

/** The columns in which a fact stands, all that its value in a finding shows. */
export type ColumnsOfFact = (fact: FactName) => readonly SQL[]

/**
 * Everything a verdict says, as one number in SQL (a bigint): of each clause that applies or can't be settled, the
 * rule's text, how it stands and the values it reads; of each deadline, its days. While the number stays, so do the
 * words; a change of the rules or of the calendar touches only the systems of which it makes a difference.
 */
export function digestSql(
  pack: Pack,
  calendar: WorkCalendar,
  { governs, existed, states }: StatesSql,
  columns: Columns,
  columnsOfFact: ColumnsOfFact,
  evaluation: EvaluationContext,
): SQL {
  const counted = calendarSql(calendar)
  const { id, title, documentNumber, force } = pack
  const terms = states.map(({ condition: { rule, ground, holds, needs }, ...state }) => {
    const index = rule.grounds.indexOf(ground)
    const read = [
      ...needs.flatMap(columnsOfFact),
      ...answersOf(holds, columns, evaluation),
      ...leavesOf(holds).flatMap((leaf) => countsOf(leaf, columns, counted, evaluation)),
      ...(isTiedToEvent(holds) ? [] : [existed]),
    ]
    const stands = sql`case when ${state.holds} then 1 when ${state.holds} is null then 2 else 3 end`
    const applies =
      state.provisional === undefined
        ? sql`${state.holds} is not false`
        : sql`(${state.holds} is not false or ${state.provisional})`
    return sql`(case when ${applies} then ${hashSql([sql`${hashOf([dataOfRule(rule), index])}::bigint`, stands, ...read])} else 0 end)`
  })
  const deadlines = pack.rules
    .filter((rule) => isInForce(rule.force ?? pack.force, evaluation.asOf))
    .flatMap((rule) =>
      (rule.deadlines ?? []).map((deadline, index) =>
        deadlineSql(rule, deadline, index, columns, counted, evaluation),
      ),
    )
  const scope = [
    sql`${hashOf([id, title, documentNumber, force, pack.scope])}::bigint`,
    governs,
    ...factsNeeded(pack.scope.governs).flatMap(columnsOfFact),
  ]
  // Exclusive or: a clause that says nothing of a system adds nothing, so that a new one leaves the others' systems alone.
  const said = sql.join([hashSql(scope), ...terms, ...deadlines], sql` # `)
  return sql`(case when not ${governs} then ${hashSql(scope)} else ${said} end)`
}

const hashSql = (terms: readonly SQL[]): SQL =>
  sql`hash_record_extended(row(${sql.join([...terms], sql`, `)}), 0)`

/** What of a condition that holds or is unknown can still change with the day, the condition staying as it is. */
function answersOf(holds: Expression, columns: Columns, evaluation: EvaluationContext): SQL[] {
  const alone = isConjunction(holds)
  return leavesOf(holds).flatMap((leaf) => {
    switch (leaf.is) {
      case 'flag':
      case 'hosting':
      case 'amount':
      case 'no-later':
      case 'set':
        return []
      case 'lasted':
        return leaf.by === null ? [sqlOf(leaf, columns, evaluation)] : []
      case 'order':
      case 'order-overdue':
        return [orderStatesSql(leaf, columns, evaluation)]
      case 'happened-before':
        return [sqlOf(leaf, columns, evaluation)]
      default:
        // Where all must hold together, each holds when the whole does, and none fails while it is unknown.
        return alone ? [] : [sqlOf(leaf, columns, evaluation)]
    }
  })
}

function isConjunction(expression: Expression): boolean {
  if (expression.is === 'any' || expression.is === 'known') return false
  if (expression.is === 'not') return expression.of.is !== 'all' && isConjunction(expression.of)
  return expression.is !== 'all' || expression.of.every(isConjunction)
}

/** In: a period and a day in SQL from which it runs. */
type Counted = (span: Span, start: SQL) => SQL

/** How the periods of a leaf are counted. */
function countsOf(leaf: Leaf, columns: Columns, counted: Counted, evaluation: EvaluationContext): SQL[] {
  if (leaf.is === 'order-overdue') return [ordersSql(leaf, columns, counted, evaluation)]
  if (leaf.is !== 'passed' || !('unit' in leaf.limit)) return []
  return [counted(leaf.limit, columns[leaf.limit.after])]
}

/** Of each order that a period of the law runs from: its days, and how the period is counted; null without any. */
function ordersSql(
  { kinds, within, issuedFrom }: Omit<Extract<Leaf, { is: 'order-overdue' }>, 'is'>,
  columns: Columns,
  counted: Counted,
  { asOf }: EvaluationContext,
): SQL {
  const resolved = sql`case when o ->> 'resolvedOn' collate "C" <= ${asOf} then o ->> 'resolvedOn' end`
  const kind = sql.join(
    kinds.map((name) => sql`${name}`),
    sql`, `,
  )
  return sql`(select string_agg(concat_ws(' ', o ->> 'issuedOn', ${startOfReportSql}, ${resolved}, ${counted(within, sql`${startOfReportSql}::date`)}), ',' order by n)
    from jsonb_array_elements(${columns.orders}) with ordinality as list (o, n)
    where o ->> 'kind' in (${kind}) and o ->> 'issuedOn' collate "C" between ${issuedFrom} and ${asOf})`
}

function deadlineSql(
  rule: Rule,
  deadline: DeadlineRule,
  index: number,
  columns: Columns,
  counted: Counted,
  evaluation: EvaluationContext,
): SQL {
  const known = sql`${hashOf([dataOfRule(rule), 'deadline', index])}::bigint`
  const applies = rule.appliesTo === undefined ? sql`true` : sqlOf(rule.appliesTo, columns, evaluation)
  if ('kinds' in deadline) {
    const orders = ordersSql(deadline, columns, counted, evaluation)
    return sql`(case when ${applies} and ${orders} is not null then ${hashSql([known, orders])} else 0 end)`
  }
  const { period, met, extendedTo, from } = deadline
  const start = columns[period.after]
  const begun = sql`${start} between ${from ?? '-infinity'}::date and ${evaluation.asOf}::date`
  const read = [
    start,
    sql`case when ${columns[met]} <= ${evaluation.asOf}::date then ${columns[met]} end`,
    ...(extendedTo === undefined ? [] : [columns[extendedTo]]),
    counted(period, start),
  ]
  return sql`(case when ${applies} and ${begun} then ${hashSql([known, ...read])} else 0 end)`
}

const firstYear = 1970
const yearCount = 150

/**
 * What the calendar says of a period: a number that changes when the days off of one of the years change in which a
 * period that begins in a year can lie. Out: that number for the year of a day.
 */
function calendarSql(calendar: WorkCalendar): Counted {
  const days = new Map<number, string[]>()
  for (const [day, kind] of [...calendar.exceptions].sort()) {
    const year = yearOf(day)
    days.set(year, [...(days.get(year) ?? []), `${day} ${kind}`])
  }
  const isCovered = (year: number) =>
    calendar.covers !== null &&
    calendar.covers.from <= dateOf(`${year}-01-01`) &&
    dateOf(`${year}-12-31`) <= calendar.covers.to
  const ofYear = (year: number) => [isCovered(year), days.get(year) ?? []]
  return (span, start) => {
    if (isPlainAnniversary(span)) return sql`0`
    // A count that ends on a day off runs on; no holiday lasts into a third year.
    const more = (span.unit === 'years' ? span.count : 0) + 1
    const signatures = Array.from({ length: yearCount }, (_, index) =>
      hashOf(Array.from({ length: more + 1 }, (__, next) => ofYear(firstYear + index + next))),
    )
    return sql`(${`{${signatures.join(',')}}`}::bigint[])[extract(year from nullif(${start}, 'infinity'))::int - ${firstYear - 1}::int]`
  }
}

function yearOf(day: CalendarDate): number {
  return Number(day.slice(0, 4))
}

/** 53 bits of JSON by two FNV-1a; not for security. */
function hashOf(value: unknown): number {
  const text = JSON.stringify(value)
  let low = 0x811c9dc5
  let high = 0x9747b28c
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b) ^ (high >>> 13)
  }
  return (high & 0x1fffff) * 0x100000000 + (low >>> 0)
}
