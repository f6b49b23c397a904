import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { insertRows } from '../platform/insert.ts'
import { changesOfUse } from './changes-of-use.ts'
import { isSamePool, type Portion, peakBetween, poolName, portionsOf, type Taking } from './model.ts'
import { capacityHoldings, capacityPools } from './schema.ts'

type PoolRow = typeof capacityPools.$inferSelect

export interface Holding {
  requestId: number
  organisationId: number
  startsOn: CalendarDate
  endsOn: CalendarDate
  takings: readonly Taking[]
  /** The limited pools of the catalogue in force, by name. */
  limits: ReadonlyMap<string, { capacity: number }>
  /** true: approved at once; else only held until the approval. */
  confirmed: boolean
}

/**
 * Takes room in every pool concerned, for the whole period, or in none. The pools stay locked until the transaction
 * ends, in the order of their ids, so that nobody else takes the same room and no two wait for each other.
 * Must see the whole jurisdiction. Throws conflict naming every pool that is short, and by how much.
 */
export async function holdCapacity(context: Context, tx: Transaction, holding: Holding): Promise<void> {
  const portions = portionsOf(holding.takings)
  await syncNamedPools(context, tx, portions, holding.limits)
  const pools = await lockPools(tx, context.actor.jurisdictionId, portions)
  const short = await shortages(tx, pools, portions, holding)
  if (short.length > 0)
    throw new AppError('conflict', `容量不足：${short.join('；')}。请减少数量、改期，或者扩容后再办。`)
  const at = context.clock.now()
  const rows = portions.flatMap((portion) => {
    const pool = pools.find((each) => isSamePool(each, portion))
    if (pool === undefined) return []
    return [
      {
        poolId: pool.id,
        jurisdictionId: pool.jurisdictionId,
        organisationId: holding.organisationId,
        requestId: holding.requestId,
        lineId: portion.lineId,
        code: portion.code,
        amount: portion.amount,
        startsOn: holding.startsOn,
        endsOn: holding.endsOn,
        heldAt: at,
        confirmedAt: holding.confirmed ? at : null,
      },
    ]
  })
  await insertRows(tx, capacityHoldings, rows)
}

/** Puts down what the catalogue in force says of its pools. In the order of names, as everybody does: none waits in a ring. */
async function syncNamedPools(
  context: Context,
  tx: Transaction,
  portions: readonly Portion[],
  limits: ReadonlyMap<string, { capacity: number }>,
): Promise<void> {
  const names = new Set(portions.flatMap(({ measure, name }) => (measure === 'named' ? [name] : [])))
  const rows = [...names].sort().flatMap((name) => {
    const capacity = limits.get(name)?.capacity
    if (capacity === undefined) return []
    const { jurisdictionId } = context.actor
    const changedAt = context.clock.now()
    return [
      { jurisdictionId, measure: 'named' as const, zone: '', domestic: false, name, capacity, changedAt },
    ]
  })
  const { jurisdictionId, measure, zone, domestic, name } = capacityPools
  await insertRows(tx, capacityPools, rows, {
    target: [jurisdictionId, measure, zone, domestic, name],
    set: { capacity: sql`excluded.capacity`, changedAt: sql`excluded.changed_at` },
    setWhere: sql`${capacityPools.capacity} <> excluded.capacity`,
  })
}

async function lockPools(tx: Transaction, jurisdictionId: string, portions: readonly Portion[]) {
  if (portions.length === 0) return []
  const zones = [...new Set(portions.map(({ zone }) => zone))]
  const names = [...new Set(portions.map(({ name }) => name))]
  const pools = await tx
    .select()
    .from(capacityPools)
    .where(
      and(
        eq(capacityPools.jurisdictionId, jurisdictionId),
        inArray(capacityPools.zone, zones),
        inArray(capacityPools.name, names),
      ),
    )
    .orderBy(desc(capacityPools.name), capacityPools.id)
    .for('update')
  return pools.filter((pool) => portions.some((portion) => isSamePool(pool, portion)))
}

async function shortages(
  tx: Transaction,
  pools: readonly PoolRow[],
  portions: readonly Portion[],
  { startsOn, endsOn }: Pick<Holding, 'startsOn' | 'endsOn'>,
): Promise<string[]> {
  const changes = await changesOfUse(
    tx,
    pools.map(({ id }) => id),
    startsOn,
  )
  return pools.flatMap((pool) => {
    const wanted = portions
      .filter((portion) => isSamePool(pool, portion))
      .reduce((sum, { amount }) => sum + amount, 0)
    const taken = peakBetween(changes.get(pool.id) ?? [], startsOn, endsOn)
    const left = pool.capacity - taken
    return wanted <= left
      ? []
      : [
          `${poolName(pool)}需要 ${wanted}，这段时间只余 ${Math.max(0, left)}，还差 ${wanted - Math.max(0, left)}`,
        ]
  })
}

/** Turns what a request holds into what it has, at its approval; what wasn't approved goes back. */
export async function confirmHoldings(
  context: Context,
  tx: Transaction,
  requestId: number,
  approved: readonly { lineId: string; code: string }[],
): Promise<void> {
  const keys = new Set(approved.map(({ lineId, code }) => `${lineId} ${code}`))
  const held = await tx
    .select()
    .from(capacityHoldings)
    .where(and(eq(capacityHoldings.requestId, requestId), isNull(capacityHoldings.returnedOn)))
  const kept = held.filter(({ lineId, code }) => keys.has(`${lineId} ${code}`)).map(({ id }) => id)
  const dropped = held.filter(({ id }) => !kept.includes(id)).map(({ id }) => id)
  if (kept.length > 0)
    await tx
      .update(capacityHoldings)
      .set({ confirmedAt: context.clock.now() })
      .where(and(inArray(capacityHoldings.id, kept), isNull(capacityHoldings.confirmedAt)))
  if (dropped.length > 0)
    await tx
      .update(capacityHoldings)
      .set({ returnedOn: context.clock.today() })
      .where(inArray(capacityHoldings.id, dropped))
}

/**
 * Gives back what a request holds, or what one of its items does, from a day on. What was only held and never
 * approved leaves no trace in the past: it is given back from its first day.
 */
export async function returnHoldings(
  tx: Transaction,
  requestId: number,
  from: CalendarDate,
  of?: { lineId: string; code: string },
): Promise<void> {
  const { startsOn, confirmedAt } = capacityHoldings
  await tx
    .update(capacityHoldings)
    .set({ returnedOn: sql`case when ${confirmedAt} is null then ${startsOn} else ${from}::date end` })
    .where(
      and(
        eq(capacityHoldings.requestId, requestId),
        isNull(capacityHoldings.returnedOn),
        of === undefined
          ? undefined
          : and(eq(capacityHoldings.lineId, of.lineId), eq(capacityHoldings.code, of.code)),
      ),
    )
}
