import type { Actor } from '../../platform/context.ts'
import { allowedSteps } from '../../platform/steps.ts'
import { isOurs } from './input.ts'
import { type OrderStep, orderMachine } from './model.ts'
import type { OrderView } from './read-orders.ts'

type Asked = Pick<
  OrderView,
  | 'kind'
  | 'status'
  | 'authors'
  | 'answerers'
  | 'outcome'
  | 'outcomeBy'
  | 'overdue'
  | 'dueOn'
  | 'unit'
  | 'organisationId'
>

const confirmations = ['confirm-resolved', 'confirm-refused', 'confirm-failed', 'confirm-withdrawn'] as const

/** What a person can do with an order now, and in words whose turn it is. The verbs check it all again. */
export interface AllowedOrderSteps {
  can: ReadonlySet<OrderStep>
  /** Whether the next step is this person's. */
  awaited: boolean
  words: string
}

export function allowedOrderSteps(actor: Actor, order: Asked): AllowedOrderSteps {
  const can = allowedSteps(actor, orderMachine, order.status)
  if (actor.kind !== 'person') return { can: new Set(), awaited: false, words: '' }
  const ours = isOurs(actor, order.kind)
  const proposed = order.outcome
  for (const step of [...can]) {
    const { operation } = orderMachine.steps[step]
    const bureau = operation === 'oversight.draft' || operation === 'oversight.sign'
    if (bureau && !ours) can.delete(step)
    if (step.startsWith('confirm-') && step !== `confirm-${proposed}`) can.delete(step)
  }
  if (!ours && !actor.organisationIds.includes(order.organisationId)) can.delete('receive')
  if (order.authors.includes(actor.id)) can.delete('issue')
  if (proposed === null) can.delete('drop')
  else for (const step of ['propose', 'answer', 'receive'] as const) can.delete(step)
  if (order.outcomeBy === actor.id || order.answerers.includes(actor.id))
    for (const step of confirmations) can.delete(step)
  const confirms = proposed !== null && can.has(`confirm-${proposed}`)
  const answers =
    can.has('answer') &&
    (order.status === 'received' || order.status === 'refused' || order.status === 'failed')
  return {
    can,
    awaited:
      can.has('issue') ||
      (can.has('receive') && !ours) ||
      answers ||
      confirms ||
      (can.has('propose') && (order.status === 'answered' || order.overdue)),
    words: inWords(order, confirms),
  }
}

/** 运城办法第二十四条 attaches nothing to how the rectification was found. */
const afterwards = (kind: Asked['kind']) =>
  kind === 'effectiveness' ? '由发文机关复核销号' : '复核销号即恢复'

function inWords({ kind, status, outcome, overdue, dueOn, unit }: Asked, confirms: boolean): string {
  if (outcome === 'withdrawn')
    return confirms
      ? '已提出作为发错撤销，请核实后确认，或者撤回。此前继续有效。'
      : '已提出作为发错撤销，等发文机关的另一位同事确认。此前继续有效。'
  if (outcome !== null)
    return confirms
      ? '复核结论已经提出，请对照整改结果和凭据核实后确认，或者撤回重提。'
      : '复核结论已经提出，等发文机关的另一位同事确认。'
  const late = overdue ? `整改期限 ${dueOn} 已过。` : ''
  switch (status) {
    case 'drafted':
      return '还没有签发，不发生效力。由拟定人以外的同事核对后编文号签发。'
    case 'issued':
      return `${late}等${unit}签收；凭送达回证，发文机关也可以登记签收日。`
    case 'received':
      return `${late}等${unit}整改并反馈结果，最迟 ${dueOn ?? '—'}。`
    case 'answered':
      return '已反馈整改结果，由发文机关一人提出复核结论，另一人确认。'
    case 'refused':
      return `已认定拒不整改。${unit}完成整改并反馈后，${afterwards(kind)}。`
    case 'failed':
      return `已认定逾期未整改到位。${unit}完成整改并反馈后，${afterwards(kind)}。`
    case 'resolved':
      return '已经销号，留作查阅。'
    case 'withdrawn':
      return '发错了，已经撤销，自始不作为判定的依据。留作查阅。'
  }
}
