import { type SQL, sql } from 'drizzle-orm'
import { factColumnNames, rowsUnderProjectsSql } from '../rules/index.ts'

/**
 * In: a relation of rows with the register's columns, and what more of a row `s` is wanted. Out: a select of that and of what
 * is said of each: `digest`, `scope`, the four funds, `missing`.
 */
export type JudgedSql = (rows: SQL, more: SQL) => SQL

const fundNames = ['construction', 'operations', 'purchase', 'upgrade'] as const
const byStrength = sql.raw(`array['denied', 'suspended', 'undetermined', 'warned', 'eligible']`)
const join = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `)

/**
 * In: a relation of systems with what is said of each by its own row, and what judges. Out: a select of them: `basis`, and of
 * each fund the strongest that is said under any of the projects. A system that one project builds costs no more than a look.
 */
export function strongestUnderProjectsSql(own: SQL, judged: JudgedSql): SQL {
  const facts = join(factColumnNames.map((name) => sql`s.${sql.identifier(name)}`))
  const strongest = fundNames.map((fund) => {
    const [name, rank] = [sql.identifier(fund), sql.raw(`(s.under ->> '${fund}')::int`)]
    return sql`case when s.under is null then s.${name}
      else (${byStrength})[least(array_position(${byStrength}, s.${name}), ${rank})] end as ${name}`
  })
  return sql`
    select s.id, s.organisation_id, ${facts}, s.scope, ${join(strongest)},
      hashint8extended(s.organisation_id, 0) # s.digest # coalesce(hashtextextended(s.under ->> 'said', 0), 0) as basis,
      case when s.under is null then s.missing
        else array(select distinct fact collate "C" from unnest(s.missing || string_to_array(s.under ->> 'missing', ',')) fact
          order by 1) end as wanted
    from (select o.*, ${underSql(judged)} as under from ${own} o offset 0) s`
}

/** In: what judges. Out: what is said of a system `o` under its further projects together (JSON); null: there are none. */
function underSql(judged: JudgedSql): SQL {
  const ranks = fundNames.map(
    (fund) => sql`${sql.raw(`'${fund}'`)}, min(array_position(${byStrength}, u.${sql.identifier(fund)}))`,
  )
  return sql`case when o.under_projects is not null and o.scope <> 'out' then (
    select jsonb_build_object(${join(ranks)}, 'missing', string_agg(array_to_string(u.missing, ','), ','),
      'said', concat_ws(' ', o.under_projects -> 0 ->> 'number', o.under_projects -> 0 ->> 'name',
        string_agg(concat_ws(' ', u.number, u.name, u.digest::text), ' ' order by u.place)))
    from (${judged(rowsUnderProjectsSql('o'), sql`s.number, s.name, s.place`)}) u) end`
}
