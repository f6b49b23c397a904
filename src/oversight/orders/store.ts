import { eq } from 'drizzle-orm'
import { record } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { overtaken, statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { personOf } from '../act-of-person.ts'
import { type OrderEvent, type Outcome, orderMachine } from './model.ts'
import { orders, orderTimeline } from './schema.ts'

export type OrderRow = typeof orders.$inferSelect

/** Said of an order that isn't there or isn't to be seen. */
export const noOrder = () =>
  new AppError('not-found', '没有这份整改通知，可能已被删除，或者不是发给您单位的。')

/** In: an id. Out: the row, locked until the transaction ends. Throws not-found. */
export async function lockOrder(tx: Transaction, id: number): Promise<OrderRow> {
  const [row] = await tx.select().from(orders).where(eq(orders.id, id)).for('update')
  if (row === undefined) throw noOrder()
  return row
}

/** What is put on record of a deed. */
export interface Deed {
  event: OrderEvent
  on: CalendarDate
  said?: string
  document?: string
  outcome?: Outcome
}

/** Writes a deed into the order's timeline and the audit log. In: how the order stood before and what it is now. */
export async function recordDeed(
  context: Context,
  tx: Transaction,
  order: Pick<OrderRow, 'id' | 'organisationId'>,
  deed: Deed,
  audited: { before?: Record<string, unknown>; after: Record<string, unknown> },
): Promise<void> {
  const { event, on, said, document, outcome } = deed
  await tx.insert(orderTimeline).values({
    orderId: order.id,
    jurisdictionId: context.actor.jurisdictionId,
    organisationId: order.organisationId,
    event,
    on,
    at: context.clock.now(),
    personId: personOf(context).id,
    said: said ?? null,
    document: document ?? null,
    outcome: outcome ?? null,
  })
  await record(context, tx, [
    {
      operation: orderMachine.steps[event].operation,
      objectType: 'order',
      objectId: String(order.id),
      ...(audited.before === undefined ? {} : { before: audited.before }),
      after: { ...audited.after, ...(document === undefined ? {} : { document }) },
      ...(said === undefined ? {} : { reason: said }),
    },
  ])
}

/**
 * Takes a step with an order if it still is in the state it was found in, and puts it on record. Out: the row after it.
 * Throws conflict when the step can't be taken in that state, or somebody else was faster.
 */
export async function takeStep(
  context: Context,
  tx: Transaction,
  found: OrderRow,
  change: Omit<Partial<typeof orders.$inferInsert>, 'status' | 'version'>,
  deed: Deed,
): Promise<OrderRow> {
  const [row] = await tx
    .update(orders)
    .set({ ...change, version: found.version + 1, status: statusAfter(orderMachine, deed.event, found) })
    .where(stillAs(orders, found))
    .returning()
  if (row === undefined) return overtaken(orderMachine, found)
  await recordDeed(context, tx, row, deed, {
    before: { orderStatus: found.status },
    after: {
      orderStatus: row.status,
      title: row.title,
      documentNumber: row.number,
      stepOn: deed.on,
      ...(deed.outcome === undefined ? {} : { outcome: deed.outcome }),
    },
  })
  return row
}

/** In: an order. Out: the last day of which anything is on record of it, and in words of what. */
export function lastDayOf(row: OrderRow): { day: CalendarDate; what: string } | null {
  const days = [
    { day: row.issuedOn, what: '签发日' },
    { day: row.receivedOn, what: '签收日' },
    { day: row.answeredOn, what: '反馈日' },
    { day: row.refusedOn, what: '认定拒不整改之日' },
    { day: row.failedOn, what: '认定逾期之日' },
  ]
  return days.reduce<{ day: CalendarDate; what: string } | null>(
    (last, { day, what }) => (day !== null && (last === null || day >= last.day) ? { day, what } : last),
    null,
  )
}
