import { and, eq, ne, type SQL, sql } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { authorize, type Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { anyOf, applyDueFacts, holdFollowers, stageOrder, systemsAsOf } from '../systems/index.ts'
import { formulaVersion } from './formula.ts'
import { judgedSystems, presentSystems } from './health-sql.ts'
import { healthOrder } from './model.ts'
import { indicators } from './schema.ts'
import { sumOfCounts } from './sum-of-counts.ts'

export interface TrackingResult {
  /** Systems tracked (in scope). */
  systems: number
  /** Of them, those whose health or due day differs from what was kept. */
  changed: number
  /** No longer tracked: gone from the register, or classified by now. */
  removed: number
  overdue: number
  dueSoon: number
  confirmed: number
  required: number
}

const count = (condition: SQL) => sql`count(*) filter (where ${condition})`
const required = sql`counting = 'required'`
const word = (text: string) => sql.raw(`'${text}'`)
const overdue = sql`'overdue' = any (health)`

const counts = sql`jsonb_build_object(
  'inScope', count(*), 'exempt', ${count(sql`counting = 'exempt'`)},
  'shutDown', ${count(sql`counting = 'shut-down'`)}, 'integrated', ${count(sql`counting = 'integrated'`)},
  'required', ${count(required)}, 'confirmed', ${count(sql`${required} and not is_open`)},
  'overdueUnrequested', ${count(sql`${overdue} and unrequested`)},
  'byStage', jsonb_build_object('unknown', ${count(sql`stage is null`)}, ${sql.join(
    stageOrder.map((stage) => sql`${word(stage)}, ${count(sql`stage = ${word(stage)}`)}`),
    sql`, `,
  )}),
  'byHealth', jsonb_build_object(${sql.join(
    healthOrder.map((state) => sql`${word(state)}, ${count(sql`${word(state)} = any (health)`)}`),
    sql`, `,
  )}))`

/**
 * Sets the health of every system of the jurisdiction and the indicators of the day, in a few set-based statements:
 * only rows that changed are written. Doing it again for the same day changes nothing. Of a day gone by only the
 * indicators are set, from the register as it was then.
 * In: the day to look at. Out: figures. Source of the states: health.ts; of the rate: formula.ts.
 */
export async function trackMigrations(
  context: Context,
  tx: Transaction,
  asOf: CalendarDate,
): Promise<TrackingResult> {
  authorize(context, 'migration.track')
  const { jurisdictionId } = context.actor
  const { clock } = context
  const isPast = asOf < clock.today()
  await holdFollowers(tx, jurisdictionId)
  if (!isPast) await applyDueFacts(context, tx)
  const systems = isPast
    ? systemsAsOf(jurisdictionId, { day: asOf, knownAt: clock.now() })
    : presentSystems(jurisdictionId)
  const [result] = await tx.execute<{ [key in keyof TrackingResult]: number }>(
    trackingStatement({ jurisdictionId, systems, asOf, now: clock.now(), isPast, units: null }),
  )
  if (result === undefined) throw new Error('tracking returned no row')
  const figures: TrackingResult = {
    systems: Number(result.systems),
    changed: Number(result.changed),
    removed: Number(result.removed),
    overdue: Number(result.overdue),
    dueSoon: Number(result.dueSoon),
    confirmed: Number(result.confirmed),
    required: Number(result.required),
  }
  await record(context, tx, [
    { operation: 'migration.track', objectType: 'indicators', objectId: asOf, after: figures },
  ])
  return figures
}

interface Tracking {
  jurisdictionId: string
  /** A relation with the register's columns. */
  systems: SQL
  asOf: CalendarDate
  now: Date
  /** Then the health of today stays. */
  isPast: boolean
  /** Ids of the units that are tracked; null: all, and their total. */
  units: readonly number[] | null
}

/** In: whose health is set (a condition). Out: the statements that set it, as parts of a `with` over `judged`. */
const setHealth = ({ jurisdictionId, asOf, now, units }: Tracking, which: SQL): SQL => sql`
    changed as (
      insert into system_health (system_id, jurisdiction_id, organisation_id, as_of, health, due_on, changed_at)
      select j.id, ${jurisdictionId}, j.organisation_id, ${asOf}, j.health, j.due_on, ${now.toISOString()}
      from judged j left join system_health h on h.system_id = j.id and ${
        // Of a few, they are looked up: right after everything was tracked, the planner takes the table for empty.
        units === null ? sql`true` : sql`h.system_id = any (array(select id from judged))`
      }
      where h.system_id is null
        or (h.health, h.due_on, h.organisation_id) is distinct from (j.health, j.due_on, j.organisation_id)
      on conflict (system_id) do update set organisation_id = excluded.organisation_id, as_of = excluded.as_of,
        health = excluded.health, due_on = excluded.due_on, changed_at = excluded.changed_at
      returning 1),
    removed as (
      delete from system_health h
      where h.jurisdiction_id = ${jurisdictionId} and ${which}
        and not exists (select from judged j where j.id = h.system_id)
      returning 1)`

function trackingStatement(tracking: Tracking): SQL {
  const { jurisdictionId, systems, asOf, isPast, units } = tracking
  const tracked = units === null ? sql`true` : sql`organisation_id = ${anyOf(units)}`
  const [by, byWave] =
    units === null
      ? [sql`grouping sets ((), (organisation_id))`, sql`grouping sets ((wave), (organisation_id, wave))`]
      : [sql`organisation_id`, sql`organisation_id, wave`]
  const nobody = sql`changed as (select where false), removed as (select where false)`
  return sql`
    with judged as materialized (${judgedSystems(systems, asOf)}),
    ${isPast ? nobody : setHealth(tracking, tracked)},
    counted as (
      select coalesce(organisation_id, 0) as organisation_id, ${counts} as counts
      from judged group by ${by}),
    waves as (
      select organisation_id, jsonb_object_agg(wave, progress) as by_wave
      from (
        select coalesce(organisation_id, 0) as organisation_id, wave, jsonb_build_object(
          'required', ${count(required)}, 'confirmed', ${count(sql`${required} and not is_open`)},
          'overdue', ${count(overdue)}) as progress
        from judged where wave is not null
        group by ${byWave}
      ) by_wave group by organisation_id),
    -- A unit that had systems earlier today and has none now keeps its row, with zeros.
    emptied as (
      select i.organisation_id, (select ${counts} from judged where false) as counts
      from indicators i
      where i.jurisdiction_id = ${jurisdictionId} and i.as_of = ${asOf} and ${tracked}
        and not exists (select from counted c where c.organisation_id = i.organisation_id)),
    kept as (
      insert into indicators as i (jurisdiction_id, as_of, organisation_id, formula_version, counts)
      select ${jurisdictionId}, ${asOf}, organisation_id, ${formulaVersion},
        counts || jsonb_build_object('byWave', coalesce(by_wave, '{}'))
      from (table counted union all table emptied) every left join waves using (organisation_id)
      on conflict (jurisdiction_id, as_of, organisation_id) do update
        set formula_version = excluded.formula_version, counts = excluded.counts
        where (i.formula_version, i.counts) is distinct from (excluded.formula_version, excluded.counts)
      returning 1)
    select counts->'inScope' as systems, (select count(*) from changed) as changed,
      (select count(*) from removed) as removed, counts->'byHealth'->'overdue' as overdue,
      counts->'byHealth'->'due-soon' as "dueSoon", counts->'confirmed' as confirmed, counts->'required' as required
    from counted where organisation_id = 0`
}

/**
 * The same as of today of some units only, when something was recorded of their systems: their health, their indicators,
 * and the total made of every unit's. In: ids of units; the transaction sees the whole jurisdiction, which was tracked today.
 */
export async function trackUnits(context: Context, tx: Transaction, units: readonly number[]): Promise<void> {
  const { jurisdictionId } = context.actor
  const asOf = context.clock.today()
  const systems = sql`(select * from ${presentSystems(jurisdictionId)} s where organisation_id = ${anyOf(units)})`
  await tx.execute(
    trackingStatement({ jurisdictionId, systems, asOf, now: context.clock.now(), isPast: false, units }),
  )
  const total = and(eq(indicators.jurisdictionId, jurisdictionId), eq(indicators.asOf, asOf))
  const parts = await tx
    .select({ counts: indicators.counts })
    .from(indicators)
    .where(and(total, ne(indicators.organisationId, 0)))
  await tx
    .update(indicators)
    .set({ counts: sumOfCounts(parts.map(({ counts }) => counts)) })
    .where(and(total, eq(indicators.organisationId, 0)))
}
