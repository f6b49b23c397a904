import { type SQL, sql } from 'drizzle-orm'
import type { CalendarDate } from '../platform/dates.ts'
import { stageOrder, systemsAs } from '../systems/index.ts'
import { dueSoonDays, stalledDays } from './health.ts'
import { type Health, healthOrder } from './model.ts'

/** The SQL of each state over the columns of `facts` below; says what health.ts says, and a test holds them together. */
const conditions: Record<Exclude<Health, 'on-time'>, SQL> = {
  'exemption-expired': sql`is_open and coalesce(exemption_end < as_of, false)`,
  overdue: sql`is_open and is_required and coalesce(due_on < as_of, false)`,
  'due-soon': sql`is_open and is_required and coalesce(due_on between as_of and as_of + ${sql.raw(String(dueSoonDays))}, false)`,
  stalled: sql`is_open and is_required and not is_exempt and coalesce(stage_since + ${sql.raw(String(stalledDays))} <= as_of, false)`,
  'no-due-date': sql`is_open and not is_exempt and (migration_required is null or (is_required and due_on is null))`,
  'public-cloud': sql`coalesce(hosting = 'public-cloud', false)`,
  'running-twice': sql`coalesce(stage = 'confirmed', false)`,
  exempt: sql`is_exempt`,
}

const stateList = sql.join(
  healthOrder
    .filter((state) => state !== 'on-time')
    .map((state) => sql`case when ${conditions[state]} then ${sql.raw(`'${state}'`)} end`),
  sql`, `,
)

/** Stages before 资源申请: no resources have been asked for. */
const beforeRequest = sql.join(
  stageOrder.slice(0, stageOrder.indexOf('requested')).map((stage) => sql.raw(`'${stage}'`)),
  sql`, `,
)

/** In: a jurisdiction. Out: its register as it stands, as `judgedSystems` takes it. */
export const presentSystems = (jurisdictionId: string): SQL =>
  sql`(select * from ${systemsAs('s')} where jurisdiction_id = ${jurisdictionId})`

/**
 * In: a relation with the register's columns (`presentSystems`, `systemsAsOf`) and a day. Out: a select over those of it that are tracked:
 * id, organisation_id, stage, wave, due_on, is_open, unrequested, counting, health (text[], gravest first).
 */
export function judgedSystems(systems: SQL, asOf: CalendarDate): SQL {
  return sql`
    select id, organisation_id, stage, wave, due_on, is_open,
      coalesce(stage in (${beforeRequest}), true) as unrequested,
      case when disposition = 'shut-down' then 'shut-down' when disposition = 'integrate' then 'integrated'
           when is_exempt then 'exempt' else 'required' end as counting,
      coalesce(nullif(array_remove(array[${stateList}]::text[], null), '{}'), '{on-time}') as health
    from (
      select *, is_open and coalesce(exemption_end >= as_of, false) as is_exempt
      from (
        select id, organisation_id, stage, stage_since, wave, disposition, hosting, migration_required,
          ${asOf}::date as as_of,
          coalesce(stage not in ('confirmed', 'decommissioned'), true) as is_open,
          migration_required is true as is_required,
          case when isfinite(exemption_until) then exemption_until end as exemption_end,
          case when isfinite(migration_due_on) then
            greatest(migration_due_on, case when isfinite(exemption_until) then exemption_until end) end as due_on
        from ${systems} s where classified is not true
      ) facts
    ) judged`
}
