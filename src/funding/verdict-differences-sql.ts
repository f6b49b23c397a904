import { type SQL, sql } from 'drizzle-orm'
import { systemsAs } from '../systems/index.ts'
import { effectColumns } from './judged-systems-sql.ts'

/** What of a verdict can differ from what judging gives, as users read it. */
export const verdictFields = {
  scope: '适用范围',
  construction: '建设资金',
  operations: '运维经费',
  purchase: '购买服务资金',
  upgrade: '升级改造资金',
  missing: '待核实的事实',
  facts: '判定读取的事实和依据',
  verdict: '资格结论',
} as const

/**
 * In: a relation as `judgedSystemsSql` gives it. Out: a select of what differs between the verdicts that stand and it:
 * `differenceColumns`, a row a field. Where all the effects agree, the facts they rest on don't.
 */
export function verdictDifferencesSql(fresh: SQL): SQL {
  const effects = effectColumns.map(
    (name) => sql`(${name}, f.${sql.identifier(name)}, v.${sql.identifier(name)})`,
  )
  return sql`
    select f.organisation_id, f.system_id, s.code as subject, d.field, d.expected, d.found
    from ${fresh} f join ${systemsAs('s')} on s.id = f.system_id
    left join verdicts v on v.id = f.verdict_id
    cross join lateral (
      select 'verdict' as field, '有' as expected, null as found where f.verdict_id is null
      union all
      select e.field, e.expected, e.found
      from (values ${sql.join(effects, sql`, `)},
        ('missing', array_to_string(f.missing, ','), array_to_string(v.missing, ','))) e (field, expected, found)
      where f.verdict_id is not null and e.expected is distinct from e.found
      union all
      select 'facts', f.basis::text, v.basis::text where f.verdict_id is not null
        and (${sql.join(
          [...effectColumns, 'missing'].map((name) => sql`f.${sql.identifier(name)}`),
          sql`, `,
        )}) is not distinct from (${sql.join(
          [...effectColumns, 'missing'].map((name) => sql`v.${sql.identifier(name)}`),
          sql`, `,
        )})) d`
}
