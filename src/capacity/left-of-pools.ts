import { and, eq, inArray } from 'drizzle-orm'
import { type CatalogueItem, poolsOf, type ResourcePool } from '../catalogue/index.ts'
import type { Context } from '../platform/context.ts'
import { transactAs } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { changesOfUse } from './changes-of-use.ts'
import { peakBetween } from './model.ts'
import { capacityPools } from './schema.ts'

/**
 * In: the items of the edition in force, a request and its period. Out: the catalogue's limited pools with what others
 * leave of each on every day of the period, as their capacity. It tells sums of the whole jurisdiction, nobody's rows.
 * Opens a transaction of its own: call it before one is open.
 */
export async function leftOfPools(
  context: Context,
  items: readonly CatalogueItem[],
  request: { id: number; startsOn: CalendarDate | null; endsOn: CalendarDate | null },
): Promise<ResourcePool[]> {
  const pools = [...poolsOf(items).values()]
  const { id, startsOn, endsOn } = request
  if (pools.length === 0 || startsOn === null || endsOn === null) return pools
  const { jurisdictionId } = context.actor
  return transactAs(context.database, { jurisdictionId, organisations: 'all' }, async (tx) => {
    const kept = await tx
      .select({ id: capacityPools.id, name: capacityPools.name })
      .from(capacityPools)
      .where(
        and(
          eq(capacityPools.jurisdictionId, jurisdictionId),
          eq(capacityPools.measure, 'named'),
          inArray(
            capacityPools.name,
            pools.map(({ name }) => name),
          ),
        ),
      )
    const changes = await changesOfUse(
      tx,
      kept.map((pool) => pool.id),
      startsOn,
      id,
    )
    const taken = new Map(
      kept.map((pool) => [pool.name, peakBetween(changes.get(pool.id) ?? [], startsOn, endsOn)]),
    )
    return pools.map((pool) => ({
      ...pool,
      capacity: Math.max(0, pool.capacity - (taken.get(pool.name) ?? 0)),
    }))
  })
}
