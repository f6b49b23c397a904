import { type SQL, sql } from 'drizzle-orm'
import { addDays, type CalendarDate, dateOf } from '../../platform/dates.ts'
import { type DateFact, type FactName, type FactPath, factOf } from '../facts.ts'
import type { Counting } from './evaluate.ts'
import { type EvaluationContext, isPlainAnniversary } from './evaluation-context.ts'
import { type Expression, type Leaf, type Period, pathsOf, type Span, type Unit } from './expressions.ts'

/**
 * Where facts stand in a row: a null column is unknown, a date of 'infinity' has not happened,
 * `orders` is a jsonb array of orders.
 */
export type Columns = Readonly<Record<FactPath, SQL>>

/**
 * In: a condition, the columns, the day. Out: SQL that is true, false or null just as `truthOf` is
 * true, false or undefined.
 */
export function sqlOf(
  expression: Expression,
  columns: Columns,
  evaluation: EvaluationContext,
  counting: Counting = 'settled',
): SQL {
  switch (expression.is) {
    case 'all':
    case 'any': {
      if (expression.of.length === 0) return expression.is === 'all' ? sql`true` : sql`false`
      const parts = expression.of.map((part) => sqlOf(part, columns, evaluation, counting))
      return sql`(${sql.join(parts, expression.is === 'all' ? sql` and ` : sql` or `)})`
    }
    case 'not':
      return sql`(not ${sqlOf(expression.of, columns, evaluation, counting)})`
    case 'known':
      return sql`(${sqlOf(expression.of, columns, evaluation, counting)} is true)`
    default:
      return leafSql(expression, columns, evaluation, counting)
  }
}

function leafSql(leaf: Leaf, columns: Columns, evaluation: EvaluationContext, counting: Counting): SQL {
  const asOf = sql`${evaluation.asOf}::date`
  switch (leaf.is) {
    case 'flag':
      return leaf.equals ? sql`(${columns[leaf.fact]})` : sql`(not ${columns[leaf.fact]})`
    case 'hosting':
      return sql`(${columns.hosting} in (${sql.join(
        leaf.among.map((hosting) => sql`${hosting}`),
        sql`, `,
      )}))`
    case 'amount':
      return sql`(${columns.investmentFen} >= ${leaf.atLeast}::bigint)`
    case 'happened':
      return sql`(${columns[leaf.fact]} <= ${asOf})`
    case 'happened-from':
      return sql`(${columns[leaf.fact]} between ${leaf.from}::date and ${asOf})`
    case 'happened-before':
      return happenedBeforeSql(leaf, columns, asOf)
    case 'no-later':
      return sql`(${columns[leaf.first]} <= ${columns[leaf.second]} and ${columns[leaf.first]} <> 'infinity')`
    case 'running':
      return sql`(${columns[leaf.fact]} >= ${asOf} and ${columns[leaf.fact]} <> 'infinity')`
    case 'set':
      return sql`(${columns[leaf.fact]} <> 'infinity')`
    case 'passed': {
      if ('day' in leaf.limit) return sql`(${columns[leaf.limit.day]} < ${asOf})`
      return passedSql(leaf.limit, columns, evaluation, counting)
    }
    case 'lasted':
      return lastedSql(leaf, columns, asOf)
    case 'order':
      return orderSql(leaf, columns.orders, evaluation.asOf)
    case 'order-overdue': {
      const { from, to } = startsOfPassed(leaf.within, evaluation, counting)
      return pendingOrderSql(
        leaf,
        columns.orders,
        evaluation.asOf,
        sql`${startOfReportSql} collate "C" between ${from} and ${to}`,
      )
    }
  }
}

/**
 * In: a condition. Out: for each fact, what in SQL makes it one that could still settle the condition when that is
 * unknown: just as `missingIn` names them.
 */
export function missingSql(
  expression: Expression,
  columns: Columns,
  evaluation: EvaluationContext,
): Map<FactName, SQL[]> {
  const missing = new Map<FactName, SQL[]>()
  const visit = (part: Expression, within: readonly SQL[], isRoot: boolean) => {
    if (part.is === 'not') return visit(part.of, within, isRoot)
    // Never unknown itself.
    if (part.is === 'known') return
    // What lies between the root and a leaf must be unknown, too.
    const unknown = isRoot ? within : [...within, sql`${sqlOf(part, columns, evaluation)} is null`]
    if (part.is === 'all' || part.is === 'any') for (const child of part.of) visit(child, unknown, false)
    else
      for (const path of pathsOf(part)) {
        const when = sql.join([...unknown, sql`${columns[path]} is null`], sql` and `)
        missing.set(factOf(path), [...(missing.get(factOf(path)) ?? []), sql`(${when})`])
      }
  }
  visit(expression, [], true)
  return missing
}

function happenedBeforeSql(
  { fact, before, provedBy }: Extract<Leaf, { is: 'happened-before' }>,
  columns: Columns,
  asOf: SQL,
): SQL {
  const wasBefore = (path: DateFact) =>
    sql`(${columns[path]} < ${before}::date and ${columns[path]} <= ${asOf})`
  const proved = provedBy.map((path) => sql`when ${wasBefore(path)} then true`)
  return sql`(case when ${columns[fact]} is not null then ${wasBefore(fact)} ${sql.join(proved, sql` `)} end)`
}

/** Where the time to report on an order (`o`) begins, as `startOfReport`. */
export const startOfReportSql = sql`coalesce(o ->> 'receivedOn', o ->> 'issuedOn')`

const intervals: Record<Unit, string> = {
  'working-days': 'days',
  days: 'days',
  months: 'months',
  years: 'years',
}

/** A period's end before any day off moves it, as `plainEnd`. */
function plainEndSql({ unit, count }: Span, start: SQL): SQL {
  return sql`(${start} + ${`${count} ${intervals[unit]}`}::interval)`
}

function passedSql(period: Period, columns: Columns, evaluation: EvaluationContext, counting: Counting): SQL {
  const start = columns[period.after]
  const within = (how: Counting) => {
    const { from, to } = startsOfPassed(period, evaluation, how)
    return sql`(${start} between ${from}::date and ${to}::date)`
  }
  if (period.extendedTo === undefined) return within(counting)
  const moved = columns[period.extendedTo]
  return sql`(case when ${start} is null then null when not ${within('provisional')} then false
    when ${moved} is null then null
    when ${moved} <> 'infinity' and ${moved} >= ${plainEndSql(period, start)} then ${moved} < ${evaluation.asOf}::date
    else ${within(counting)} end)`
}

function lastedSql({ period, by }: Extract<Leaf, { is: 'lasted' }>, columns: Columns, asOf: SQL): SQL {
  const start = columns[period.after]
  const end = plainEndSql(period, start)
  if (by === null) return sql`(${start} <> 'infinity' and ${end} <= ${asOf})`
  const on = columns[by]
  return sql`(case when ${start} = 'infinity' or ${on} = 'infinity' then false else ${end} <= ${on} end)`
}

const firstDay = dateOf('0001-01-01')

/**
 * A period's last day never comes earlier when the period starts later. So "its last day has passed" is a range of
 * starting days, which an index can answer, and the calendar stays out of SQL. Out: that range, empty when from > to.
 */
export function startsOfPassed(
  period: Span,
  evaluation: EvaluationContext,
  counting: Counting,
): { from: CalendarDate; to: CalendarDate } {
  const passed = (start: CalendarDate) => evaluation.due(period, start).on < evaluation.asOf
  const settled = (start: CalendarDate) => !evaluation.due(period, start).provisional
  const to = lastStart(evaluation.asOf, passed)
  if (counting === 'provisional' || isPlainAnniversary(period)) return { from: firstDay, to }
  // Settled counts lie within the covered years: find one below `to`, then the first.
  const lastSettled = settled(to) ? to : lastStart(to, (start) => settled(start) || isBefore(start))
  if (!settled(lastSettled)) return { from: addDays(lastSettled, 1), to: lastSettled }
  return {
    from: addDays(
      lastStart(lastSettled, (start) => !settled(start)),
      1,
    ),
    to: lastSettled,
  }

  /** Provisional for lying before the covered years, not after them: some later start is settled. */
  function isBefore(start: CalendarDate): boolean {
    return evaluation.covers === null || start < evaluation.covers.from
  }
}

/** In: a day and a question that is true up to some day and false after it. Out: the last day not after `latest` for which it is true. */
function lastStart(latest: CalendarDate, isTrue: (start: CalendarDate) => boolean): CalendarDate {
  if (isTrue(latest)) return latest
  let step = 1
  while (addDays(latest, -step) > firstDay && !isTrue(addDays(latest, -step))) step *= 2
  let low = step
  let high = Math.floor(step / 2)
  while (low - high > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isTrue(addDays(latest, -middle))) low = middle
    else high = middle
  }
  return addDays(latest, -low)
}

function orderSql(leaf: Extract<Leaf, { is: 'order' }>, orders: SQL, asOf: CalendarDate): SQL {
  // Days are ISO text in the JSON, and compare as such under the "C" collation.
  const failed = sql`(o ->> 'dueOn' collate "C" < ${asOf} or coalesce(o ->> 'refusedOn' collate "C" <= ${asOf}, false))`
  return pendingOrderSql(leaf, orders, asOf, leaf.state === 'failed' ? failed : sql`not ${failed}`)
}

/** Some order of the leaf's kinds and time is not resolved, and `besides` holds of it (`o`). */
function pendingOrderSql(
  leaf: Extract<Leaf, { is: 'order' } | { is: 'order-overdue' }>,
  orders: SQL,
  asOf: CalendarDate,
  besides: SQL,
): SQL {
  return sql`(case when ${orders} is null then null else exists (
    select from jsonb_array_elements(${orders}) o
    where o ->> 'kind' in (${sql.join(
      leaf.kinds.map((kind) => sql`${kind}`),
      sql`, `,
    )})
      and o ->> 'issuedOn' collate "C" between ${leaf.issuedFrom} and ${asOf}
      and not coalesce(o ->> 'resolvedOn' collate "C" <= ${asOf}, false)
      and ${besides}) end)`
}

/**
 * What each order is on the day judged, as one text: null when the orders are unknown. Which of several orders counts
 * decides since when, and each has its deadline; so it isn't enough to know that there is one.
 */
export function orderStatesSql(
  leaf: Extract<Leaf, { is: 'order' } | { is: 'order-overdue' }>,
  columns: Columns,
  evaluation: EvaluationContext,
): SQL {
  const by = (name: string) => sql`(coalesce(o ->> ${name} collate "C" <= ${evaluation.asOf}, false))::int`
  const states = [by('issuedOn'), by('resolvedOn')]
  if (leaf.is === 'order')
    states.push(by('refusedOn'), sql`(o ->> 'dueOn' collate "C" < ${evaluation.asOf})::int`)
  else
    for (const counting of ['settled', 'provisional'] as const) {
      const { from, to } = startsOfPassed(leaf.within, evaluation, counting)
      states.push(sql`(${startOfReportSql} collate "C" between ${from} and ${to})::int`)
    }
  return sql`(select string_agg(concat(${sql.join(states, sql`, `)}), ',' order by n)
    from jsonb_array_elements(${columns.orders}) with ordinality as list (o, n))`
}
