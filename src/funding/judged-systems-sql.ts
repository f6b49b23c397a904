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

/**
 * In: a relation of rows of the register, the pack that governs them, the calendar, a day. Out: a select over those whose current verdict
 * is not what the pack says on that day, with what it says: columns of `verdicts`, and `verdict_id`, the current one.
 * `offset 0` keeps PostgreSQL from asking each question again wherever its answer is used.
 */
export function judgedSystemsSql(systems: SQL, pack: Pack, calendar: WorkCalendar, asOf: CalendarDate): SQL {
  const evaluation = evaluationContextOf(asOf, calendar)
  const columns = columnsOfSystem('s')
  const states = statesSql(pack, columns, evaluation)
  const digest = digestSql(pack, calendar, states, columns, columnsOfFactAt('s'), evaluation)
  const operations = fundSql(states, 'operations')
  const facts = sql.join(
    factColumnNames.map((name) => sql.identifier(name)),
    sql`, `,
  )
  return sql`
    select s.id as system_id, s.organisation_id, s.verdict_id, s.basis, ${scopeSql(states)} as scope,
      ${fundSql(states, 'construction')} as construction, ${operations} as operations,
      ${fundSql(states, 'purchase')} as purchase, ${fundSql(states, 'upgrade')} as upgrade,
      case when ${operations} = 'undetermined' then ${missingOnFundSql(pack, states, 'operations', columns, evaluation)} end
        as missing,
      ${facts}
    from (
      select s.*, v.id as verdict_id
      from (
        select s.*, hashint8extended(s.organisation_id, 0) # ${digest} as basis
        from (select s.*, ${states.answers} from ${systems} s offset 0) s
        offset 0) s
      left join verdicts v on v.system_id = s.id and v.superseded_at is null
      where v.basis is distinct from s.basis
    ) s`
}
