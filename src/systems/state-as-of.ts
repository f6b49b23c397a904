import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { CalendarDate } from '../platform/dates.ts'
import { registerColumnNames } from './register-columns.ts'
import { factColumns, systems } from './schema.ts'

const columns = getTableColumns(systems)
type Column = keyof typeof columns
const isColumn = (name: string): name is Column => Object.hasOwn(columns, name)

/** What a recording can say of a system: its code, its unit, and every column of the register that is recorded. */
export const recordedColumns: readonly Column[] = [
  ...new Set(['code', 'organisationId', ...registerColumnNames, ...Object.keys(factColumns())]),
].filter(isColumn)

const list = (make: (name: Column) => string): SQL => sql.raw(recordedColumns.map(make).join(', '))
/** Code and unit stay what they are until a recording says something else. */
const said = (name: Column) =>
  name === 'code' || name === 'organisationId'
    ? `coalesce(r."${name}", s.${columns[name].name})`
    : `r."${name}"`
/** What a fold says by the register's names, what the register does, and the types. */
const named = list((name) => `${said(name)} as ${columns[name].name}`)
const assigned = list((name) => `${columns[name].name} = ${said(name)}`)
const present = list((name) => `s.${columns[name].name}`)
const typed = list((name) => `"${name}" ${columns[name].getSQLType()}`)

/** In SQL, of a row `s` of the register: all that recordings can say of it, as they say it; what is unknown is null. */
export const registerJsonSql: SQL = sql`(select to_jsonb(r) from (select ${sql.join(
  recordedColumns.map((name) => sql`s.${sql.identifier(columns[name].name)} as ${sql.identifier(name)}`),
  sql`, `,
)}) r)`

/** What counts: what holds by a day, was recorded by an instant (null: whenever), and was not declared void by then. */
export interface AsOf {
  day: CalendarDate
  knownAt: Date | null
}

/** In: the alias of `fact_entries`. Out: the condition that a recording counts. */
export function countsSql(alias: string, { day, knownAt }: AsOf): SQL {
  const e = sql.raw(alias)
  const known = (recorded: SQL) =>
    knownAt === null ? sql`true` : sql`${recorded} <= ${knownAt.toISOString()}::timestamptz`
  return sql`(${e}.holds_from <= ${day}::date and ${known(sql`${e}.recorded_at`)} and ${e}.voids is null and not exists (
    select from fact_entries void where void.voids = ${e}.id and ${known(sql`void.recorded_at`)}))`
}

/** In SQL, of the recordings `e` of a group: those of one kind put on each other, by the day they hold from, then as recorded. */
const foldOf = (which: SQL) =>
  sql`dengyun_fold(e.changed_values order by e.holds_from, e.id) filter (where ${which})`

/**
 * In SQL, of the recordings `e` of a group that count (a condition): all that they come to, as JSON by the names of columns.
 * A single fact wins over the ledger, any other record over both; what the newest record declares unknown is again what
 * they say. Of a classified system (LC-2), which the ledger alone tells, nothing but the ledger counts. `foldRecordings` does the same.
 */
export const foldedSql = (
  counts: SQL = sql`true`,
): SQL => sql`dengyun_said(${foldOf(sql`${counts} and e.source_kind = 'ledger'`)},
  ${foldOf(sql`${counts} and e.source_kind = 'edit'`)},
  ${foldOf(sql`${counts} and e.source_kind not in ('ledger', 'edit')`)})`

/** In: which recordings (a condition on `e`). Out: a select of `system_id` and `said`, what they come to. */
export function foldSql(which: SQL): SQL {
  return sql`(select e.system_id, ${foldedSql()} as said from fact_entries e where ${which} group by e.system_id)`
}

/**
 * The register as it was on a day, as far as was known at an instant: a relation with the columns of `systems` that
 * recordings tell, and `id`, `jurisdiction_id`. A system of which nothing counted is not in it. What nothing was recorded
 * of that came later, or for a later day, is as the table has it; the others are folded.
 */
export function systemsAsOf(jurisdictionId: string, asOf: AsOf): SQL {
  const { day, knownAt } = asOf
  const later = knownAt === null ? sql`false` : sql`e.recorded_at > ${knownAt.toISOString()}::timestamptz`
  return sql`(
    with otherwise as materialized (
      select distinct e.system_id as id from fact_entries e
      where e.jurisdiction_id = ${jurisdictionId} and (e.holds_from > ${day}::date or ${later}
        or e.holds_from > (e.recorded_at at time zone 'Asia/Shanghai')::date))
    select s.id, s.jurisdiction_id, ${present} from systems s
    where s.jurisdiction_id = ${jurisdictionId} and s.id not in (select id from otherwise)
    union all
    select s.id, s.jurisdiction_id, ${named}
    from ${foldSql(sql`e.system_id in (select id from otherwise) and ${countsSql('e', asOf)}`)} f
    join systems s on s.id = f.system_id
    cross join lateral jsonb_to_record(f.said) as r(${typed}))`
}

/** Writes systems anew as what counts of them today says. In: a select of their ids, and the moment. */
export function refoldSql(ids: SQL, today: CalendarDate, at: Date): SQL {
  return sql`
    update systems s set version = s.version + 1, updated_at = ${at.toISOString()}::timestamptz, ${assigned}
    from ${foldSql(sql`e.system_id = any (array(${ids})) and ${countsSql('e', { day: today, knownAt: null })}`)} f
    cross join lateral jsonb_to_record(f.said) as r(${typed})
    where s.id = f.system_id`
}
