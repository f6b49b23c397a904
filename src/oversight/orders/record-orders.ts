import { sql } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { seeingAll, type Transaction } from '../../platform/database.ts'
import { type CalendarDate, laterOf } from '../../platform/dates.ts'
import type { Operation } from '../../platform/permissions.ts'
import { anyOf, type FactRecording, firstDaysOf, recordFacts, voidingsOf } from '../../systems/index.ts'
import { type SignedStanding, standingsOf } from '../determinations/standings.ts'
import { changeDays, type OrderDays, ordersOn, standsOn } from './model.ts'
import type { OrderRow } from './store.ts'

/** By whom a step was taken; null: it asks for no second person, as it lifts nothing. */
interface Signed {
  recordedBy: number | null
  confirmedBy: number | null
}

/**
 * Records of every system that an order is about what is known of its orders, from a day on: that of the step which was
 * taken. Where others of its orders changed later, what was known then is written anew, too. Audited under `operation`.
 */
export function recordOrders(
  context: Context,
  tx: Transaction,
  operation: Operation,
  order: Pick<OrderRow, 'id' | 'number'>,
  from: CalendarDate,
  by: Signed,
): Promise<void> {
  return seeingAll(tx, async () => {
    const rows = await tx.execute<{ id: string }>(
      sql`select system_id as id from order_subjects where order_id = ${order.id} order by system_id`,
    )
    await recordOrdersOf(
      context,
      tx,
      operation,
      rows.map(({ id }) => ({ systemId: Number(id), order, from, ...by })),
    )
  })
}

/**
 * An order that was issued by mistake, already withdrawn: what was recorded because of it is void, and where other orders
 * of its systems are on record, these are written anew without it.
 */
export function withdrawOrder(
  context: Context,
  tx: Transaction,
  order: Pick<OrderRow, 'id' | 'number'>,
  reason: string,
  by: Signed,
): Promise<void> {
  return seeingAll(tx, async () => {
    const which = sql`e.source_kind = 'order' and e.source_id in (select id from orders where status = 'withdrawn')
      and e.system_id in (select system_id from order_subjects where order_id = ${order.id})`
    const voided = await voidingsOf(tx, which, { document: order.number, reason, ...by })
    // The earliest day of each system comes last, and stays.
    const from = new Map(voided.toReversed().map(({ systemId, holdsFrom }) => [systemId, holdsFrom]))
    const affected = [...from].map(([systemId, day]) => ({ systemId, order, from: day, ...by }))
    const anew = (await recordingsOf(context, tx, affected)).map((one) => ({ ...one, reason }))
    await recordFacts(context, tx, 'oversight.sign', [...voided, ...anew])
  })
}

/** One system whose orders are to be written, and the order because of which. */
export interface Affected extends Signed {
  systemId: number
  order: Pick<OrderRow, 'id' | 'number'>
  from: CalendarDate
}

/** The same for chosen systems; the transaction sees the whole jurisdiction. */
export async function recordOrdersOf(
  context: Context,
  tx: Transaction,
  operation: Operation,
  affected: readonly Affected[],
): Promise<void> {
  await recordFacts(context, tx, operation, await recordingsOf(context, tx, affected))
}

async function recordingsOf(
  context: Context,
  tx: Transaction,
  affected: readonly Affected[],
): Promise<FactRecording[]> {
  const ids = affected.map(({ systemId }) => systemId)
  const [orders, first] = [await issuedOrdersOf(tx, ids), await firstDaysOf(tx, ids)]
  const complete = await standingsOf(tx, context.actor.jurisdictionId, 'orders')
  return affected.flatMap(({ systemId, order, from, recordedBy, confirmedBy }): FactRecording[] => {
    const of = orders.get(systemId) ?? []
    const start = laterOf(from, first.get(systemId)?.registered ?? from)
    const known = changeDays(of, complete, start).map((day) => ({ day, said: ordersOn(of, complete, day) }))
    // Nothing is said as long as nothing is known: what was withdrawn is void already.
    const since = known.findIndex(({ said }) => said !== null)
    return (since < 0 ? [] : known.slice(since)).map(({ day, said }) => ({
      systemId,
      values: { orders: said },
      holdsFrom: day,
      ...restsOn(order, of, complete, day),
      reason: null,
      recordedBy,
      confirmedBy,
    }))
  })
}

/**
 * What is recorded rests on the order because of which it is; where that one was withdrawn, on the last order that stands
 * on the day, or on the declaration by which there is none.
 */
function restsOn(
  order: Affected['order'],
  of: readonly IssuedOrder[],
  complete: readonly SignedStanding[],
  day: CalendarDate,
): Pick<FactRecording, 'source' | 'document'> {
  const declared = complete.findLast((standing) => standsOn(standing, day))
  const last = of.findLast(({ withdrawn, issuedOn }) => !withdrawn && issuedOn <= day)
  const stands = of.some(({ id, withdrawn }) => id === order.id && !withdrawn)
  if (!stands && last === undefined && declared !== undefined)
    return { source: { kind: 'declaration', id: declared.id }, document: declared.document }
  const { id, number } = stands ? order : (last ?? order)
  return { source: { kind: 'order', id }, document: number }
}

type IssuedOrder = OrderDays & Affected['order']

/** In: ids of systems. Out: the issued orders that each is a subject of, in the order of their days. */
async function issuedOrdersOf(
  tx: Transaction,
  ids: readonly number[],
): Promise<ReadonlyMap<number, IssuedOrder[]>> {
  const rows = await tx.execute<IssuedOrder & { systemId: string } & Record<string, unknown>>(sql`
    select s.system_id as "systemId", o.id::int as id, o.number, o.kind, o.status = 'withdrawn' as withdrawn, o.issued_on::text as "issuedOn", o.received_on::text as "receivedOn",
      o.due_on::text as "dueOn", e.day as "reportedOn", o.resolved_on::text as "resolvedOn",
      o.refused_on::text as "refusedOn"
    from order_subjects s join orders o on o.id = s.order_id
    cross join lateral (select min(on_day)::text as day from order_events where order_id = o.id and event = 'answer') e
    where s.system_id = ${anyOf(ids)} and o.issued_on is not null order by o.issued_on, o.id`)
  const found = new Map<number, IssuedOrder[]>()
  for (const { systemId, ...days } of rows) {
    const of = found.get(Number(systemId)) ?? []
    of.push(days)
    found.set(Number(systemId), of)
  }
  return found
}
