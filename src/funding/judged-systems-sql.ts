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

/** What a verdict says of money: what judging compares besides the hash of everything it says. */
export const effectColumns = ['scope', 'construction', 'operations', 'purchase', 'upgrade'] as const

/**
 * In: a relation of rows of the register, the pack that governs them, the calendar, a day. Out: a select over those whose current verdict
 * is not what the pack says on that day, with what it says: columns of `verdicts`, `verdict_id`, the current one, and
 * whether that one was `altered`: it says something else of money than it did when it was written. Those in `anyway`
 * (a condition on `s`) come in any case.
 * `offset 0` keeps PostgreSQL from asking each question again wherever its answer is used.
 */
export function judgedSystemsSql(
  systems: SQL,
  pack: Pack,
  calendar: WorkCalendar,
  asOf: CalendarDate,
  anyway: SQL = sql`false`,
): SQL {
  const evaluation = evaluationContextOf(asOf, calendar)
  const columns = columnsOfSystem('s')
  const states = statesSql(pack, columns, evaluation)
  const digest = digestSql(pack, calendar, states, columns, columnsOfFactAt('s'), evaluation)
  const missing = missingOnFundSql(pack, states, 'operations', columns, evaluation)
  const facts = listOf(factColumnNames)
  const said = sql`case when s.operations = 'undetermined' then ${missing} end`
  const effects = listOf(effectColumns, 's')
  return sql`
    select s.id as system_id, s.organisation_id, s.verdict_id, s.basis, ${effects}, ${said} as missing,
      coalesce(s.basis = s.basis_written, false) as altered, ${facts}
    from (
      select s.*, v.id as verdict_id, v.basis as basis_written
      from (
        select s.*, hashint8extended(s.organisation_id, 0) # ${digest} as basis, ${scopeSql(states)} as scope,
          ${fundSql(states, 'construction')} as construction, ${fundSql(states, 'operations')} as operations,
          ${fundSql(states, 'purchase')} as purchase, ${fundSql(states, 'upgrade')} as upgrade
        from (select s.*, ${states.answers} from ${systems} s offset 0) s
        offset 0) s
      left join verdicts v on v.system_id = s.id and v.superseded_at is null
      where v.basis is distinct from s.basis or (${listOf(effectColumns, 'v')}) is distinct from (${effects})
        or v.organisation_id is distinct from s.organisation_id
        or (v.operations = 'undetermined' and v.missing is distinct from ${missing})
        or ${anyway}
    ) s`
}

const listOf = (names: readonly string[], alias?: string): SQL =>
  sql.join(
    names.map((name) =>
      alias === undefined ? sql.identifier(name) : sql`${sql.identifier(alias)}.${sql.identifier(name)}`,
    ),
    sql`, `,
  )
