import type { CalendarDate } from '../../platform/dates.ts'
import { same, stateMachine } from '../../platform/state-machine.ts'
import type { Order } from '../../systems/index.ts'
import type { Standing } from '../determinations/model.ts'

export const orderStatuses = {
  drafted: '待签发',
  issued: '已签发，待签收',
  received: '整改中',
  answered: '已反馈，待复核',
  resolved: '已销号',
  refused: '拒不整改',
  failed: '逾期未整改到位',
  withdrawn: '已撤销',
} as const
export type OrderStatus = keyof typeof orderStatuses

/** What a person of the bureau finds in the end, and another one confirms. */
export const outcomes = {
  resolved: '整改到位，予以销号',
  refused: '拒不整改',
  failed: '逾期未整改到位',
  withdrawn: '发错了，撤销',
} as const
export type Outcome = keyof typeof outcomes

/** Until it is resolved, the department can still answer, and the bureau still finds that it complied. */
const open = ['received', 'answered', 'refused', 'failed'] as const
/** A mistake may be found out at any time, and then it never was an order. */
const standing = ['issued', ...open, 'resolved'] as const

/** 限期整改通知: who drafted never issues, who proposed an outcome or answered never confirms it. */
export const orderMachine = stateMachine({
  table: 'orders',
  noun: '整改通知',
  states: orderStatuses,
  nameOf: ({ number }: { number: string | null }) => `整改通知${number ?? '（未编号）'}`,
  steps: {
    draft: { from: null, to: 'drafted', operation: 'oversight.draft', title: '拟定' },
    edit: { from: ['drafted'], to: same, operation: 'oversight.draft', title: '修改' },
    delete: { from: ['drafted'], to: null, operation: 'oversight.draft', title: '删除' },
    issue: { from: ['drafted'], to: 'issued', operation: 'oversight.sign', title: '签发' },
    receive: { from: ['issued'], to: 'received', operation: 'oversight.file-receipt', title: '登记签收' },
    answer: { from: open, to: 'answered', operation: 'oversight.file-answer', title: '反馈整改结果' },
    propose: { from: standing, to: same, operation: 'oversight.draft', title: '提出复核结论' },
    drop: { from: standing, to: same, operation: 'oversight.draft', title: '撤回复核结论' },
    'confirm-resolved': { from: open, to: 'resolved', operation: 'oversight.sign', title: '确认销号' },
    'confirm-refused': {
      from: ['received', 'answered', 'failed'],
      to: 'refused',
      operation: 'oversight.sign',
      title: '确认拒不整改',
    },
    'confirm-failed': {
      from: ['received', 'answered'],
      to: 'failed',
      operation: 'oversight.sign',
      title: '确认逾期未整改到位',
    },
    'confirm-withdrawn': { from: standing, to: 'withdrawn', operation: 'oversight.sign', title: '确认撤销' },
  },
})
export type OrderStep = keyof typeof orderMachine.steps

/** What users call what is on record of an order, one line a deed. */
export const orderEvents = {
  draft: '拟定',
  edit: '修改',
  issue: '签发',
  receive: '签收',
  answer: '反馈整改结果',
  propose: '提出复核结论',
  drop: '撤回复核结论',
  'confirm-resolved': '确认销号',
  'confirm-refused': '确认拒不整改',
  'confirm-failed': '确认逾期未整改到位',
  'confirm-withdrawn': '确认撤销',
} as const satisfies Partial<Record<OrderStep, string>>
export type OrderEvent = keyof typeof orderEvents

/** The days of an issued order, as they stand now. */
export interface OrderDays {
  kind: Order['kind']
  /** It was a mistake: its days once mattered, it never was an order. */
  withdrawn: boolean
  issuedOn: CalendarDate
  receivedOn: CalendarDate | null
  dueOn: CalendarDate
  /** The first answer: later ones make no earlier report late. */
  reportedOn: CalendarDate | null
  resolvedOn: CalendarDate | null
  refusedOn: CalendarDate | null
}

/** An order as the law reads it. */
export type OrderFact = Pick<
  OrderDays,
  'kind' | 'issuedOn' | 'receivedOn' | 'dueOn' | 'resolvedOn' | 'refusedOn'
>

export const standsOn = ({ from, until }: Standing, day: CalendarDate): boolean =>
  from <= day && (until === null || day < until)

/**
 * In: the orders of a system, when the register of orders was complete, a day. Out: what was known of its orders on that
 * day: a list of what had been issued; empty where none had and that was vouched for; null: unknown.
 */
export function ordersOn(
  orders: readonly OrderDays[],
  complete: readonly Standing[],
  day: CalendarDate,
): OrderFact[] | null {
  const list = orders
    .filter(({ issuedOn, withdrawn }) => !withdrawn && issuedOn <= day)
    .map((order) => factOf(order, day))
  return list.length > 0 || complete.some((standing) => standsOn(standing, day)) ? list : null
}

function factOf(order: OrderDays, day: CalendarDate): OrderFact {
  const by = (on: CalendarDate | null) => (on !== null && on <= day ? on : null)
  const { kind, issuedOn, dueOn, resolvedOn, refusedOn, receivedOn } = order
  return {
    kind,
    issuedOn,
    receivedOn: by(receivedOn),
    dueOn,
    // 运城办法第二十四条: asked for is the report on the result, and with the first the duty is done.
    resolvedOn: by(kind === 'effectiveness' ? (order.reportedOn ?? resolvedOn) : resolvedOn),
    refusedOn: by(refusedOn),
  }
}

/**
 * In: the same, and the first day that matters. Out: the days from it on at which what is known of the orders changes,
 * that day included.
 */
export function changeDays(
  orders: readonly OrderDays[],
  complete: readonly Standing[],
  from: CalendarDate,
): CalendarDate[] {
  const days = [
    ...orders.flatMap(({ issuedOn, receivedOn, reportedOn, resolvedOn, refusedOn }) => [
      issuedOn,
      receivedOn,
      reportedOn,
      resolvedOn,
      refusedOn,
    ]),
    ...complete.flatMap((standing) => [standing.from, standing.until]),
  ].filter((day) => day !== null && day > from)
  return [...new Set([from, ...days])].filter((day) => day !== null).sort()
}
