import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core'
import { organisations, people } from '../../identity/schema.ts'
import { calendarDate, identity, instant, listed, reference } from '../../platform/schema.ts'
import { type Order, orderKinds } from '../../systems/index.ts'
import { systems } from '../../systems/schema.ts'
import {
  type OrderEvent,
  type OrderStatus,
  type Outcome,
  orderEvents,
  orderStatuses,
  outcomes,
} from './model.ts'

/** 限期整改通知: to one unit, about some of its systems or all of them. */
export const orders = pgTable(
  'orders',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    /** The unit it is addressed to. */
    organisationId: reference('organisation_id')
      .notNull()
      .references(() => organisations.id),
    kind: text().$type<Order['kind']>().notNull(),
    status: text().$type<OrderStatus>().notNull(),
    /** Every system of the unit, those that come to it while the order is open included. */
    wholeUnit: boolean('whole_unit').notNull(),
    title: text().notNull(),
    /** What was found. */
    details: text().notNull(),
    /** The articles it rests on. */
    source: text().notNull(),
    demand: text().notNull(),
    /** null: counted from the receipt; see `issueOrder`. */
    dueOn: calendarDate('due_on'),
    /** The day follows from the receipt, ten working days after it. */
    dueByReceipt: boolean('due_by_receipt').notNull(),
    /** 文号. */
    number: text(),
    issuedOn: calendarDate('issued_on'),
    receivedOn: calendarDate('received_on'),
    answeredOn: calendarDate('answered_on'),
    resolvedOn: calendarDate('resolved_on'),
    refusedOn: calendarDate('refused_on'),
    failedOn: calendarDate('failed_on'),
    withdrawnOn: calendarDate('withdrawn_on'),
    /** Everybody who has written in it: none of them issues it. */
    authors: reference('authors').array().notNull(),
    issuedBy: reference('issued_by').references(() => people.id),
    /** Everybody of the unit who has answered: none of them confirms an outcome. */
    answerers: reference('answerers').array().notNull().default([]),
    /** What somebody of the bureau found in the end, until another one confirms it. */
    outcome: text().$type<Outcome>(),
    outcomeOn: calendarDate('outcome_on'),
    outcomeDocument: text('outcome_document'),
    outcomeReason: text('outcome_reason'),
    outcomeBy: reference('outcome_by').references(() => people.id),
    /** Rises with every step, so that nobody signs what they haven't read. */
    version: integer().notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    unique('orders_in_jurisdiction').on(table.id, table.jurisdictionId),
    unique('orders_number').on(table.jurisdictionId, table.number),
    index('orders_unit').on(table.jurisdictionId, table.organisationId, table.status),
    check('orders_kind', sql`${table.kind} in (${listed(Object.keys(orderKinds))})`),
    check('orders_status', sql`${table.status} in (${listed(Object.keys(orderStatuses))})`),
    check('orders_outcome', sql`${table.outcome} in (${listed(Object.keys(outcomes))})`),
    check(
      'orders_outcome_whole',
      sql`(${table.outcome} is null) = (${table.outcomeOn} is null) and (${table.outcome} is null) = (${table.outcomeBy} is null)`,
    ),
    check(
      'orders_issued',
      sql`(${table.status} = 'drafted') = (${table.issuedOn} is null) and (${table.issuedOn} is null) = (${table.number} is null)
        and (${table.issuedOn} is null) = (${table.issuedBy} is null) and (${table.issuedOn} is null or ${table.dueOn} is not null)`,
    ),
    check('orders_issuer', sql`${table.issuedBy} <> all (${table.authors})`),
    check('orders_due', sql`${table.dueOn} >= ${table.issuedOn}`),
    check('orders_received', sql`${table.receivedOn} >= ${table.issuedOn}`),
  ],
)

/** The systems an order is about, one by one, also where it is about all of its unit: once named, always. */
export const orderSubjects = pgTable(
  'order_subjects',
  {
    orderId: reference('order_id').notNull(),
    systemId: reference('system_id')
      .notNull()
      .references(() => systems.id),
    jurisdictionId: text('jurisdiction_id').notNull(),
    /** The unit the order is addressed to. */
    organisationId: reference('organisation_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.systemId] }),
    index('order_subjects_system').on(table.systemId),
    foreignKey({
      columns: [table.orderId, table.jurisdictionId],
      foreignColumns: [orders.id, orders.jurisdictionId],
      name: 'order_subjects_order_fk',
    }).onDelete('cascade'),
  ],
)

/** What was done with an order, one row a deed; append-only. */
export const orderTimeline = pgTable(
  'order_events',
  {
    id: identity('id').primaryKey(),
    /** No foreign key: of a draft that was deleted the deeds stay. */
    orderId: reference('order_id').notNull(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    organisationId: reference('organisation_id').notNull(),
    event: text().$type<OrderEvent>().notNull(),
    /** The day on which it happened. */
    on: calendarDate('on_day').notNull(),
    at: instant('at').notNull(),
    personId: reference('person_id')
      .notNull()
      .references(() => people.id),
    said: text(),
    document: text(),
    outcome: text().$type<Outcome>(),
  },
  (table) => [
    index('order_events_order').on(table.orderId, table.id),
    check('order_events_event', sql`${table.event} in (${listed(Object.keys(orderEvents))})`),
  ],
)
