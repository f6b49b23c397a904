import { type SQL, sql } from 'drizzle-orm'
import type { FactName } from '../facts.ts'
import type { Effect, Fund, Verdict } from '../model.ts'
import type { EvaluationContext } from './evaluation-context.ts'
import { type Expression, isCounted } from './expressions.ts'
import {
  byStrength,
  type Condition,
  conditionsOf,
  effectOf,
  isInForce,
  type LegalBasis,
  type Pack,
  type Rule,
  strengthOf,
} from './rules.ts'
import { existence } from './since.ts'
import { type Columns, missingSql, sqlOf } from './sql.ts'

/** A ground in SQL: names of the boolean columns that say how it stands. */
export interface State {
  condition: Condition
  /** true: it holds; null: unknown. */
  holds: SQL
  /** Whether unknown facts are asked for; undefined: never. */
  asked: SQL | undefined
  /** Not settled, but true by a provisional count; undefined: nothing is counted. */
  provisional: SQL | undefined
}

/**
 * A pack's verdict on many systems in SQL, in two steps: `answers` is a select list that asks every condition once;
 * the rest is built from its columns, in a query around it.
 */
export interface StatesSql {
  answers: SQL
  /** true, false or null, as the clause on the scope. */
  governs: SQL
  /** The first day of the thing's existence, as `existedFrom`; null when none is known. */
  existed: SQL
  states: readonly State[]
}

/** In: a pack in force on the day, the columns, the day. Out: its conditions as columns, in the order of the text. */
export function statesSql(pack: Pack, columns: Columns, evaluation: EvaluationContext): StatesSql {
  const steps = existence.map(
    (fact) => sql`case when ${columns[fact]} <= ${evaluation.asOf}::date then ${columns[fact]} end`,
  )
  const answers = [
    sql`${sqlOf(pack.scope.governs, columns, evaluation)} as governs`,
    sql`least(${sql.join(steps, sql`, `)}) as existed`,
  ]
  const states = conditionsOf(pack)
    .filter(({ rule }) => isInForce(rule.force ?? pack.force, evaluation.asOf))
    .map((condition, index): State => {
      const holds = sql.identifier(`holds_${index}`)
      answers.push(sql`${sqlOf(condition.holds, columns, evaluation)} as ${holds}`)
      const asked = askedSql(condition.ground, columns, evaluation)
      if (!isCounted(condition.holds))
        return { condition, holds: sql`${holds}`, asked, provisional: undefined }
      const provisional = sql.identifier(`provisional_${index}`)
      answers.push(sql`${sqlOf(condition.holds, columns, evaluation, 'provisional')} as ${provisional}`)
      // As in JavaScript, provisional counts are asked only where the settled ones say no.
      return { condition, holds: sql`${holds}`, asked, provisional: sql`(not ${holds} and ${provisional})` }
    })
  return { answers: sql.join(answers, sql`, `), governs: sql`governs`, existed: sql`existed`, states }
}

function askedSql(
  { whenKnown, asksAfter }: LegalBasis,
  columns: Columns,
  { asOf }: EvaluationContext,
): SQL | undefined {
  if (whenKnown === true) return undefined
  return asksAfter === undefined ? sql`true` : sql`${columns[asksAfter]} <= ${asOf}::date`
}

/** How a ground bears on money: where it may be open (null `holds`), and whether that is covered by one that holds. */
const isOpen = ({ holds, asked }: State): SQL | undefined =>
  asked === undefined ? undefined : sql`(${holds} is null and ${asked})`

/** Out: what makes a finding of that effect on that fund, besides want of facts; empty: nothing can. */
function heldBy(states: readonly State[], effect: Effect, fund: Fund | undefined): SQL[] {
  return states.flatMap(({ condition: { ground }, holds, provisional }) => {
    if (fund !== undefined && !ground.funds.includes(fund)) return []
    return [
      ...(ground.effect === effect ? [holds] : []),
      ...(provisional !== undefined && effectOf(ground, 'provisional') === effect ? [provisional] : []),
    ]
  })
}

const or = (parts: readonly SQL[]): SQL =>
  parts.length === 0 ? sql`false` : sql`(${sql.join([...parts], sql` or `)})`
const and = (parts: readonly SQL[]): SQL => sql`(${sql.join([...parts], sql` and `)})`

/** The ground is open, and no finding of its rule does already to its funds all that it could do. */
function unsettled(state: State, ofRule: readonly State[]): SQL | undefined {
  const open = isOpen(state)
  if (open === undefined) return undefined
  const { ground } = state.condition
  const covering = byStrength
    .filter((effect) => strengthOf(effect) <= strengthOf(ground.effect))
    .flatMap((effect) => {
      const wanted = ground.funds.length === 0 ? [undefined] : ground.funds
      const parts = wanted.map((fund) => heldBy(ofRule, effect, fund))
      return parts.some((part) => part.length === 0) ? [] : [and(parts.map(or))]
    })
  return covering.length === 0 ? open : sql`(${open} and ${or(covering)} is not true)`
}

function byRule(states: readonly State[]): State[][] {
  const rules = new Map<Rule, State[]>()
  for (const state of states)
    rules.set(state.condition.rule, [...(rules.get(state.condition.rule) ?? []), state])
  return [...rules.values()]
}

/** Out: `Verdict['scope']` in SQL. */
export function scopeSql({ governs }: StatesSql): SQL<Verdict['scope']> {
  return sql`case when ${governs} then 'in' when ${governs} is null then 'undetermined' else 'out' end`
}

/** Out: what the findings make of a fund, in SQL; null out of scope. */
export function fundSql({ governs, states }: StatesSql, fund: Fund): SQL {
  const open = byRule(states).flatMap((ofRule) =>
    ofRule.flatMap((state) =>
      state.condition.ground.funds.includes(fund) ? (unsettled(state, ofRule) ?? []) : [],
    ),
  )
  const when = byStrength.flatMap((effect) => {
    if (effect === 'noted') return []
    const parts =
      effect === 'undetermined' ? [sql`${governs} is null`, ...open] : heldBy(states, effect, fund)
    return parts.length === 0 ? [] : [sql`when ${or(parts)} then ${sql.raw(`'${effect}'`)}`]
  })
  return sql`case when not ${governs} then null ${sql.join(when, sql` `)} else 'eligible' end`
}

/** Out: the facts that findings of 待核实 on a fund want, in SQL (text[]). */
export function missingOnFundSql(
  pack: Pack,
  { governs, states }: StatesSql,
  fund: Fund,
  columns: Columns,
  evaluation: EvaluationContext,
): SQL {
  const wanted = new Map<FactName, SQL[]>()
  const want = (when: SQL, expression: Expression) => {
    for (const [fact, unknown] of missingSql(expression, columns, evaluation))
      wanted.set(fact, [...(wanted.get(fact) ?? []), sql`(${when} and ${or(unknown)})`])
  }
  want(sql`${governs} is null`, pack.scope.governs)
  for (const ofRule of byRule(states)) {
    const open = ofRule.flatMap((state) => {
      const is = unsettled(state, ofRule)
      return is === undefined ? [] : [{ ...state.condition, is }]
    })
    // One finding names what all open grounds of its rule want.
    const touching = open.filter(({ ground }) => ground.funds.includes(fund)).map(({ is }) => is)
    if (touching.length === 0) continue
    for (const { is, holds } of open) want(and([or(touching), is]), holds)
  }
  const names = [...wanted].map(([fact, when]) => sql`case when ${or(when)} then ${sql.raw(`'${fact}'`)} end`)
  return sql`array_remove(array[${sql.join(names, sql`, `)}]::text[], null)`
}
