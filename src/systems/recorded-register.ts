import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import { dateInChina } from '../platform/dates.ts'
import type { Check, Difference } from '../platform/reconciliation.ts'
import { registerColumnNames, registerColumns } from './register-columns.ts'
import { countsSql, foldedSql, registerJsonSql } from './state-as-of.ts'

/** The names of what can differ, as users read them. */
const fields: Record<string, string> = {
  code: '系统编号',
  organisationId: '主管单位',
  recordedAt: '登记时间',
  recordings: '登记记录',
  ...Object.fromEntries(registerColumnNames.map((name) => [name, registerColumns[name].label])),
  orders: '限期整改记录',
  evaluatedOn: '绩效评价时间',
  evaluationMet: '绩效评价是否达标',
  evaluationRectifiedOn: '绩效评价整改时间',
  financeReviewedOn: '财政评审时间',
  budgetRepliedOn: '预算批复时间',
  budgetFiledOn: '预算备案时间',
  decommissionedOn: '停用报废时间',
  disposalReportedOn: '处置报告时间',
  buildingOpinionOn: '未批先建处理意见时间',
  underProjects: '各项目下的事实',
}

/** Of a recording `e` for a day that was to come: that its day has come since its system's row was last written. */
const waitsSql = sql`(e.holds_from > (e.recorded_at at time zone 'Asia/Shanghai')::date and e.holds_from > (
  select (s.updated_at at time zone 'Asia/Shanghai')::date from systems s where s.id = e.system_id))`

/**
 * In: which systems (a condition on `s`) and which recordings (on `e`), and the moment now. Out: a select of where the
 * register isn't what its recordings come to, a row a field, and of what is said to have been recorded later than now.
 */
function registerDifferencesSql(ofSystems: SQL, ofRecordings: SQL, now: Date): SQL {
  return sql`
    select s.organisation_id, s.id as system_id, s.code as subject, d.field, d.expected, d.found
    from (
      select s.id, s.organisation_id, s.code, f.last, f.system_id is not null as has_recordings,
        jsonb_strip_nulls(
          jsonb_build_object('code', s.code, 'organisationId', s.organisation_id) || coalesce(f.said, '{}')) as said,
        jsonb_strip_nulls(${registerJsonSql}) as register
      from systems s
      left join (
        select e.system_id, max(e.recorded_at) as last,
          ${foldedSql(sql`e.counts`)} as said
        from (select e.*, ${countsSql('e', { day: dateInChina(now), knownAt: null })} and not ${waitsSql} as counts
          from fact_entries e where ${ofRecordings}) e
        group by e.system_id) f on f.system_id = s.id
      where ${ofSystems} offset 0) s
    cross join lateral (
      select coalesce(a.key, b.key) as field, a.value as expected, b.value as found
      from jsonb_each_text(s.said) a full join jsonb_each_text(s.register) b on a.key = b.key
      where s.has_recordings and a.value is distinct from b.value
      union all
      select 'recordings', '有', null where not s.has_recordings
      union all
      select 'recordedAt', null, s.last::text where s.last > ${now.toISOString()}::timestamptz) d
    where not s.has_recordings or s.said <> s.register or s.last > ${now.toISOString()}::timestamptz`
}

/** In: an instant. Out: a select of the systems of which something was recorded after it. */
export function recordedSinceSql(jurisdictionId: string, at: Date): SQL {
  return sql`(select e.system_id from fact_entries e
    where e.jurisdiction_id = ${jurisdictionId} and e.recorded_at > ${at.toISOString()}::timestamptz)`
}

/** In: the id of a system; the transaction sees the whole jurisdiction. Out: where the register differs from what was recorded. */
export async function registerDifferencesOf(
  tx: Transaction,
  systemId: number,
  now: Date,
): Promise<Pick<Difference, 'field' | 'expected' | 'found'>[]> {
  const rows = await tx.execute<{ field: string; expected: string | null; found: string | null }>(sql`
    select field, expected, found from (${registerDifferencesSql(
      sql`s.id = ${systemId}`,
      sql`e.system_id = ${systemId}`,
      now,
    )}) d order by field`)
  return rows.map(({ field, expected, found }) => ({ field, expected, found }))
}

/** 系统目录 against 登记记录: each row of the register is what its recordings come to. */
export const registerCheck: Check = {
  name: 'register',
  title: '系统目录与登记记录',
  fields,
  async run({ actor, clock }, tx) {
    const here = actor.jurisdictionId
    const [row] = await tx.execute<{ systems: number }>(
      sql`select count(*)::int as systems from systems where jurisdiction_id = ${here}`,
    )
    return {
      checked: row?.systems ?? 0,
      differences: registerDifferencesSql(
        sql`s.jurisdiction_id = ${here}`,
        sql`e.jurisdiction_id = ${here}`,
        clock.now(),
      ),
    }
  },
}
