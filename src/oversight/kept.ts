import { sql } from 'drizzle-orm'
import { type KeptRows, keptRows } from '../platform/reconciliation.ts'
import { determinations } from './determinations/schema.ts'
import { evaluations } from './evaluations/schema.ts'
import { orderSubjects, orders, orderTimeline } from './orders/schema.ts'

/** Of what the nightly digests are taken. */
export const oversightKept: readonly KeptRows[] = [
  keptRows(orders, { name: 'orders', title: '限期整改通知', appendOnly: false, order: sql`${orders.id}` }),
  keptRows(orderSubjects, {
    name: 'order-subjects',
    title: '限期整改通知涉及的系统',
    appendOnly: false,
    order: sql`(${orderSubjects.orderId}, ${orderSubjects.systemId})::text`,
  }),
  keptRows(orderTimeline, {
    name: 'order-events',
    title: '限期整改通知的办理过程',
    appendOnly: true,
    order: sql`${orderTimeline.id}`,
  }),
  keptRows(evaluations, {
    name: 'evaluations',
    title: '评价',
    appendOnly: false,
    order: sql`${evaluations.id}`,
  }),
  keptRows(determinations, {
    name: 'determinations',
    title: '认定和声明',
    appendOnly: false,
    order: sql`${determinations.id}`,
  }),
]
