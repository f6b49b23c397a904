import {
  and,
  asc,
  count,
  desc,
  eq,
  ilike,
  inArray,
  isNotNull,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { z } from 'zod'
import { type Evidence, evidenceOf } from '../../evidence/index.ts'
import { organisationsAs, peopleAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { type Order, orderKinds, systemsAs } from '../../systems/index.ts'
import { isOurs } from './input.ts'
import { type OrderEvent, type OrderStatus, type Outcome, orderStatuses } from './model.ts'
import { orderSubjects, orders, orderTimeline } from './schema.ts'
import { noOrder, type OrderRow } from './store.ts'

export const pageSize = 50

/** What the list can be narrowed to beside single states. */
export const orderViews = { open: '没有销号的', overdue: '逾期的', proposed: '复核结论待确认的' } as const
const statusNames = [...Object.keys(orderViews), ...Object.keys(orderStatuses)] as [
  keyof typeof orderViews | OrderStatus,
  ...(keyof typeof orderViews | OrderStatus)[],
]
const kindNames = Object.keys(orderKinds) as [Order['kind'], ...Order['kind'][]]

/** What the address of the list can say; what isn't understood is left out. */
export const orderFilters = z.object({
  q: z.string().trim().max(100).optional().catch(undefined),
  status: z.enum(statusNames).optional().catch(undefined),
  kind: z.enum(kindNames).optional().catch(undefined),
  unit: z.coerce.number().int().positive().optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
})
export type OrderFilters = z.output<typeof orderFilters>

/** One order in the list. */
export interface ListedOrder {
  id: number
  kind: Order['kind']
  status: OrderStatus
  title: string
  number: string | null
  unit: string
  wholeUnit: boolean
  systems: number
  issuedOn: CalendarDate | null
  dueOn: CalendarDate | null
  overdue: boolean
  /** What waits for its second person. */
  outcome: Outcome | null
}

/** In: a day. Out: in SQL, whether an order's time is over and nobody has answered or closed it. */
const overdueSql = (today: CalendarDate): SQL =>
  sql`(${orders.dueOn} < ${today}::date and ${orders.status} in ('issued', 'received', 'failed'))`

/** Out: a page of orders, the newest first; a department's own only, and none that isn't issued. */
export async function listOrders(
  context: Context,
  filters: OrderFilters,
): Promise<{ orders: ListedOrder[]; total: number; page: number; units: { id: number; name: string }[] }> {
  authorize(context, 'oversight.read')
  const unit = organisationsAs('unit')
  const today = context.clock.today()
  return transact(context, async (tx) => {
    const where = and(isVisible(context), matching(filters, today))
    const [sum] = await tx.select({ total: count() }).from(orders).where(where)
    const total = sum?.total ?? 0
    const page = Math.min(filters.page, Math.max(1, Math.ceil(total / pageSize)))
    const rows = await tx
      .select({
        id: orders.id,
        kind: orders.kind,
        status: orders.status,
        title: orders.title,
        number: orders.number,
        unit: unit.name,
        wholeUnit: orders.wholeUnit,
        systems: sql<number>`(select count(*)::int from order_subjects where order_id = ${orders.id})`,
        issuedOn: orders.issuedOn,
        dueOn: orders.dueOn,
        overdue: sql<boolean>`coalesce(${overdueSql(today)}, false)`,
        outcome: orders.outcome,
      })
      .from(orders)
      .innerJoin(unit, eq(unit.id, orders.organisationId))
      .where(where)
      .orderBy(desc(orders.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize)
    const units = await tx
      .selectDistinct({ id: unit.id, name: unit.name })
      .from(orders)
      .innerJoin(unit, eq(unit.id, orders.organisationId))
      .where(isVisible(context))
      .orderBy(unit.name)
    return { orders: rows, total, page, units }
  })
}

/** A draft is its own authority's until it is issued. */
function isVisible({ actor }: Context): SQL | undefined {
  if (actor.kind !== 'person') return undefined
  const ours = kindNames.filter((kind) => isOurs(actor, kind))
  return or(ne(orders.status, 'drafted'), inArray(orders.kind, ours))
}

function matching({ q, status, kind, unit }: OrderFilters, today: CalendarDate): SQL | undefined {
  const text = q === undefined || q === '' ? undefined : `%${q.replace(/[\\%_]/g, '\\$&')}%`
  return and(
    status === undefined
      ? undefined
      : status === 'open'
        ? notInArray(orders.status, ['drafted', 'resolved', 'withdrawn'])
        : status === 'overdue'
          ? overdueSql(today)
          : status === 'proposed'
            ? isNotNull(orders.outcome)
            : eq(orders.status, status),
    kind === undefined ? undefined : eq(orders.kind, kind),
    unit === undefined ? undefined : eq(orders.organisationId, unit),
    text === undefined
      ? undefined
      : or(ilike(orders.title, text), ilike(orders.number, text), isOfSystem(text)),
  )
}

/** Whether an order is about a system of such a code. */
function isOfSystem(code: string): SQL {
  const system = systemsAs('subject')
  return sql`exists (select from ${orderSubjects} join ${system} on ${system.id} = ${orderSubjects.systemId}
    where ${orderSubjects.orderId} = ${orders.id} and ${system.code} ilike ${code})`
}

/** One deed of an order's timeline. */
export interface OrderDeed {
  event: OrderEvent
  on: CalendarDate
  at: Date
  by: string
  said: string | null
  document: string | null
  outcome: Outcome | null
}

/** In: an id. Out: the order's row, without its parts; null: there is none that the actor may see. */
export async function visibleOrder(context: Context, tx: Transaction, id: number): Promise<OrderRow | null> {
  const [row] = await tx
    .select()
    .from(orders)
    .where(and(eq(orders.id, id), isVisible(context)))
  return row ?? null
}

/** An order with everything. */
export interface OrderView extends Omit<OrderRow, 'jurisdictionId' | 'createdAt'> {
  unit: string
  systems: { code: string; name: string }[]
  deeds: OrderDeed[]
  evidence: Evidence[]
  overdue: boolean
}

/** In: an id. Out: that order. Throws not-found, also for a draft that is another authority's or of the unit itself. */
export async function readOrder(context: Context, id: number): Promise<OrderView> {
  authorize(context, 'oversight.read')
  return transact(context, (tx) => readOrderIn(context, tx, id))
}

/** The same inside the caller's transaction. */
export async function readOrderIn(context: Context, tx: Transaction, id: number): Promise<OrderView> {
  const [unit, system, person] = [organisationsAs('unit'), systemsAs('system'), peopleAs('person')]
  const [found] = await tx
    .select({ row: orders, unit: unit.name })
    .from(orders)
    .innerJoin(unit, eq(unit.id, orders.organisationId))
    .where(and(eq(orders.id, id), isVisible(context)))
  if (found === undefined) throw noOrder()
  const systems = await tx
    .select({ code: system.code, name: system.name })
    .from(orderSubjects)
    .innerJoin(system, eq(system.id, orderSubjects.systemId))
    .where(eq(orderSubjects.orderId, id))
    .orderBy(system.code)
  const deeds = await tx
    .select({
      event: orderTimeline.event,
      on: orderTimeline.on,
      at: orderTimeline.at,
      by: person.name,
      said: orderTimeline.said,
      document: orderTimeline.document,
      outcome: orderTimeline.outcome,
    })
    .from(orderTimeline)
    .innerJoin(person, eq(person.id, orderTimeline.personId))
    .where(eq(orderTimeline.orderId, id))
    .orderBy(asc(orderTimeline.id))
  const { jurisdictionId: _jurisdiction, createdAt: _created, ...row } = found.row
  const overdue =
    row.dueOn !== null &&
    row.dueOn < context.clock.today() &&
    ['issued', 'received', 'failed'].includes(row.status)
  const evidence = await evidenceOf(context, tx, { kind: 'order', id })
  return { ...row, unit: found.unit, systems, deeds: seenBy(context, deeds), evidence, overdue }
}

/** What the authority considered before it issued is its own. */
function seenBy({ actor }: Context, deeds: readonly OrderDeed[]): OrderDeed[] {
  if (actor.kind !== 'person' || kindNames.some((kind) => isOurs(actor, kind))) return [...deeds]
  return deeds.filter(({ event }) => !['draft', 'edit', 'propose', 'drop'].includes(event))
}

/** Out: units that an order can be addressed to, and the systems of the one that is chosen. */
export async function orderChoices(
  context: Context,
  chosen: number | undefined,
): Promise<{ units: { id: number; name: string }[]; systems: { code: string; name: string }[] }> {
  authorize(context, 'oversight.draft')
  const [unit, system] = [organisationsAs('unit'), systemsAs('system')]
  return transact(context, async (tx) => ({
    units: await tx
      .selectDistinct({ id: unit.id, name: unit.name })
      .from(unit)
      .innerJoin(system, eq(system.organisationId, unit.id))
      .orderBy(unit.name),
    systems:
      chosen === undefined
        ? []
        : await tx
            .select({ code: system.code, name: system.name })
            .from(system)
            .where(eq(system.organisationId, chosen))
            .orderBy(system.code),
  }))
}
