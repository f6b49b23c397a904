import { type SQL, sql } from 'drizzle-orm'
import type { WorkCalendar } from '../calendar/index.ts'
import type { CalendarDate } from '../platform/dates.ts'
import {
  digestSql,
  evaluationContextOf,
  fundSql,
  missingOnFundSql,
  type Pack,
  scopeSql,
  statesSql,
} from '../regulations/index.ts'
import { columnsOfFactAt, columnsOfSystem, factColumnNames } from '../rules/index.ts'
import { type JudgedSql, strongestUnderProjectsSql } from './under-projects-sql.ts'

/** What a verdict says of money: what judging compares besides the hash of everything it says. */
export const effectColumns = ['scope', 'construction', 'operations', 'purchase', 'upgrade'] as const

/**
 * In: a relation of rows of the register, the pack that governs them, the calendar, a day. Out: a select over those whose current verdict
 * is not what the pack says on that day, with what it says: columns of `verdicts`, `verdict_id`, the current one, and
 * whether that one was `altered`: it says something else of money than it did when it was written. Those in `anyway`
 * (a condition on `s`) come in any case. Where several projects build a system, it is judged under each, and the strongest
 * counts.
 * `offset 0` keeps PostgreSQL from asking each question again wherever its answer is used.
 */
export function judgedSystemsSql(
  systems: SQL,
  pack: Pack,
  calendar: WorkCalendar,
  asOf: CalendarDate,
  anyway: SQL = sql`false`,
): SQL {
  const facts = listOf(factColumnNames)
  const effects = listOf(effectColumns, 's')
  const judged = judgedBy(pack, calendar, asOf)
  const own = sql`(${judged(systems, sql`s.id, s.organisation_id, ${listOf(factColumnNames, 's')}`)} offset 0)`
  return sql`
    select s.id as system_id, s.organisation_id, s.verdict_id, s.basis, ${effects}, s.missing,
      coalesce(s.basis = s.basis_written, false) as altered, ${facts}
    from (
      select s.*, v.id as verdict_id, v.basis as basis_written
      from (
        select s.*, case when s.operations = 'undetermined' then s.wanted end as missing
        from (${strongestUnderProjectsSql(own, judged)} offset 0) s) s
      left join verdicts v on v.system_id = s.id and v.superseded_at is null
      where v.basis is distinct from s.basis or (${listOf(effectColumns, 'v')}) is distinct from (${effects})
        or v.organisation_id is distinct from s.organisation_id
        or (v.operations = 'undetermined' and v.missing is distinct from s.missing)
        or ${anyway}
    ) s`
}

/** In: what judges. Out: what makes of rows `s` with the register's columns a select of what is said of each, with more of `s`. */
function judgedBy(pack: Pack, calendar: WorkCalendar, asOf: CalendarDate): JudgedSql {
  const evaluation = evaluationContextOf(asOf, calendar)
  const columns = columnsOfSystem('s')
  const states = statesSql(pack, columns, evaluation)
  const digest = digestSql(pack, calendar, states, columns, columnsOfFactAt('s'), evaluation)
  const missing = missingOnFundSql(pack, states, 'operations', columns, evaluation)
  return (rows, more) => sql`
    select ${more}, s.digest, s.scope, s.construction, s.operations, s.purchase, s.upgrade,
      case when s.operations = 'undetermined' then ${missing} end as missing
    from (
      select s.*, ${digest} as digest, ${scopeSql(states)} as scope,
        ${fundSql(states, 'construction')} as construction, ${fundSql(states, 'operations')} as operations,
        ${fundSql(states, 'purchase')} as purchase, ${fundSql(states, 'upgrade')} as upgrade
      from (select s.*, ${states.answers} from ${rows} s offset 0) s
      offset 0) s`
}

const listOf = (names: readonly string[], alias?: string): SQL =>
  sql.join(
    names.map((name) =>
      alias === undefined ? sql.identifier(name) : sql`${sql.identifier(alias)}.${sql.identifier(name)}`,
    ),
    sql`, `,
  )
