import { sql } from 'drizzle-orm'
import { asJob } from '../platform/context.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { anyOf, type FactsFollower, systemsAs } from '../systems/index.ts'
import { trackMigrations, trackUnits } from './track-migrations.ts'

/** Beyond this, tracking everything is quicker. */
const fewSystems = 2_000

/** Tracks what was recorded at once, so that lights and rate are of the same moment as the register; not before the first tracking. */
export const trackingFollower: FactsFollower = async (context, tx, systemIds) => {
  const { jurisdictionId } = context.actor
  const job = asJob(context, 'follow-register')
  const today = context.clock.today()
  const [last] = await tx.execute<{ day: CalendarDate | null }>(
    sql`select max(as_of)::text as day from indicators where jurisdiction_id = ${jurisdictionId}`,
  )
  const day = last?.day ?? null
  if (day === null) return
  if (day < today || systemIds.length > fewSystems) {
    await trackMigrations(job, tx, today)
    return
  }
  const units = await tx.execute<{ id: string }>(sql`
    select organisation_id as id from system_health where system_id = ${anyOf(systemIds)}
    union select organisation_id from ${systemsAs('s')} where id = ${anyOf(systemIds)}`)
  await trackUnits(
    job,
    tx,
    units.map(({ id }) => Number(id)),
  )
}
