import { and, asc, gte, isNull, or, sql } from 'drizzle-orm'
import { editionInForce, poolsOf } from '../catalogue/index.ts'
import { catalogueIndexOf } from '../matching/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Month } from '../platform/dates.ts'
import { changesOfUse } from './changes-of-use.ts'
import { type Measure, peaksByMonth, poolName } from './model.ts'
import { capacityHoldings, capacityPools } from './schema.ts'

/** A pool today and over the next months. */
export interface PoolView {
  id: number
  title: string
  measure: Measure
  capacity: number
  /** Approved and running today. */
  confirmed: number
  /** Reviewed, not yet decided. */
  held: number
  /** The peak of each month, from this one. */
  peaks: { month: Month; peak: number }[]
}

export const monthsShown = 12

/** Out: every pool with what is taken of it, today and month by month, and the zones that can have pools. */
export async function readCapacity(context: Context): Promise<{ pools: PoolView[]; zones: string[] }> {
  authorize(context, 'capacity.read')
  const edition = await editionInForce(context)
  const named = poolsOf(edition?.items ?? [])
  const today = context.clock.today()
  return transact(context, async (tx) => {
    const kept = await tx
      .select()
      .from(capacityPools)
      .orderBy(
        asc(capacityPools.name),
        asc(capacityPools.zone),
        asc(capacityPools.domestic),
        asc(capacityPools.id),
      )
    const changes = await changesOfUse(
      tx,
      kept.map(({ id }) => id),
      today,
    )
    const sums = await tx
      .select({
        poolId: capacityHoldings.poolId,
        confirmed: sql<number>`coalesce(sum(amount) filter (where confirmed_at is not null and starts_on <= ${today}), 0)::int`,
        held: sql<number>`coalesce(sum(amount) filter (where confirmed_at is null), 0)::int`,
      })
      .from(capacityHoldings)
      .where(
        and(
          gte(capacityHoldings.endsOn, today),
          or(
            isNull(capacityHoldings.returnedOn),
            sql`${capacityHoldings.returnedOn} > greatest(${today}, ${capacityHoldings.startsOn})`,
          ),
        ),
      )
      .groupBy(capacityHoldings.poolId)
    const taken = new Map(sums.map(({ poolId, ...sum }) => [poolId, sum]))
    const pools = kept.map((pool): PoolView => {
      const { confirmed = 0, held = 0 } = taken.get(pool.id) ?? {}
      return {
        id: pool.id,
        title: poolName(pool),
        measure: pool.measure,
        capacity:
          pool.measure === 'named' ? (named.get(pool.name)?.capacity ?? pool.capacity) : pool.capacity,
        confirmed,
        held,
        peaks: peaksByMonth(changes.get(pool.id) ?? [], today, monthsShown),
      }
    })
    return { pools, zones: edition === null ? [] : [...catalogueIndexOf(edition).zones] }
  })
}
