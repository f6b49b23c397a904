import { dateInChina } from '../../platform/dates.ts'
import { same, stateMachine } from '../../platform/state-machine.ts'

/** 资源申请: its states in words; the steps between them are `requestMachine`. */
export const statusWords = {
  draft: '草稿',
  submitted: '已提交',
  matched: '已匹配',
  reviewed: '已会审',
  approved: '已批复',
  returned: '已退回',
  provisioned: '已开通',
  changed: '已变更',
  released: '已释放',
  expired: '已到期',
} as const
export type RequestStatus = keyof typeof statusWords
export const requestStatuses = Object.keys(statusWords) as RequestStatus[]

/** Approved and then withdrawn before anything was opened (撤销): it ended without ever having run. */
export function isCancelled({
  status,
  provisionedOn,
}: {
  status: RequestStatus
  provisionedOn: string | null
}) {
  return status === 'released' && provisionedOn === null
}

/** In: a request. Out: its state in words. */
export function statusInWords(request: { status: RequestStatus; provisionedOn: string | null }): string {
  return isCancelled(request) ? '已撤销' : statusWords[request.status]
}

/** Who must act next, in words. */
export const nextStep: Record<RequestStatus, string> = {
  draft: '部门填报、提交',
  submitted: '大数据中心核对匹配',
  matched: '大数据中心会审',
  reviewed: '主管部门批复',
  approved: '大数据中心开通',
  returned: '部门修改后重新提交',
  provisioned: '在用',
  changed: '在用',
  released: '已办结',
  expired: '已办结',
}

export const eventWords = {
  file: '填报',
  'hand-over': '送部门审核',
  submit: '提交',
  match: '核对匹配',
  'match-again': '重新匹配',
  review: '会审',
  approve: '批复',
  'approve-by-rule': '按规则批复',
  'leave-to-person': '转人工办理',
  return: '退回',
  recount: '重算期限',
  provision: '开通',
  cancel: '撤销',
  change: '变更',
  'lapse-change': '变更终止',
  release: '释放',
  expire: '到期',
} as const
export type EventAction = keyof typeof eventWords
export const eventActions = Object.keys(eventWords) as EventAction[]

/** ZY-2026-00012: the year it was filed, and its number in the installation. */
export function requestNumber(id: number, filedYear: number): string {
  return `ZY-${filedYear}-${String(id).padStart(5, '0')}`
}

/** In: a request's row. Out: its number. */
export function numberOf(request: { id: number; filedAt: Date }): string {
  return requestNumber(request.id, Number(dateInChina(request.filedAt).slice(0, 4)))
}

/** The whole state machine. Steps that the timeline tells (办理过程) are called as its events are. */
export const requestMachine = stateMachine({
  table: 'resource_requests',
  noun: '申请',
  states: statusWords,
  nameOf: numberOf,
  steps: {
    file: { from: null, to: 'draft', operation: 'requests.file', title: '填报' },
    edit: { from: ['draft', 'returned'], to: same, operation: 'requests.file', title: '修改' },
    delete: { from: ['draft'], to: null, operation: 'requests.file', title: '删除' },
    'hand-over': { from: ['draft', 'returned'], to: same, operation: 'requests.file', title: '送审' },
    submit: { from: ['draft', 'returned'], to: 'submitted', operation: 'requests.submit', title: '提交' },
    'approve-by-rule': {
      from: ['submitted'],
      to: 'approved',
      operation: 'requests.submit',
      title: '按规则批复',
    },
    match: { from: ['submitted'], to: 'matched', operation: 'requests.match', title: '核对匹配' },
    'match-again': {
      from: ['submitted', 'matched', 'reviewed'],
      to: 'matched',
      operation: 'requests.match',
      title: '重新匹配',
    },
    correct: { from: ['submitted', 'matched'], operation: 'requests.match', title: '订正匹配' },
    review: { from: ['matched'], to: 'reviewed', operation: 'requests.review', title: '会审' },
    approve: { from: ['reviewed'], to: 'approved', operation: 'requests.approve', title: '批复' },
    return: {
      from: ['submitted', 'matched', 'reviewed'],
      to: 'returned',
      operation: 'requests.return',
      title: '退回',
    },
    recount: { from: ['approved'], to: same, operation: 'resources.track', title: '重算期限' },
    provision: { from: ['approved'], to: 'provisioned', operation: 'requests.provision', title: '开通' },
    cancel: { from: ['approved'], to: 'released', operation: 'requests.cancel', title: '撤销' },
    // What becomes of its resources.
    change: {
      from: ['provisioned', 'changed'],
      to: 'changed',
      operation: 'requests.approve',
      title: '变更',
    },
    release: {
      from: ['provisioned', 'changed'],
      to: 'released',
      operation: 'resources.release',
      title: '释放',
    },
    expire: { from: ['provisioned', 'changed'], to: 'expired', operation: 'resources.track', title: '到期' },
  },
})
export type RequestStep = keyof typeof requestMachine.steps

const { edit, 'match-again': matchAgain, provision } = requestMachine.steps
/** States in which the department can change what it asks for. */
export const editable: readonly RequestStatus[] = edit.from
/** States from submission to provisioning: the request is in the process. */
export const inProcess: readonly RequestStatus[] = [...matchAgain.from, ...provision.from]
/** States in which it is still to be decided, so that what speaks against it counts. */
export const undecided: readonly RequestStatus[] = [...editable, ...matchAgain.from]
