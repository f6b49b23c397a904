/** 资源申请: its states, the steps between them, and their words. */
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

/** Whether it is still to be decided, so that what speaks against it counts. */
export function isUndecided(status: RequestStatus): boolean {
  return ['draft', 'submitted', 'matched', 'reviewed', 'returned'].includes(status)
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

/** States in which the department can change what it asks for. */
export const editable: readonly RequestStatus[] = ['draft', 'returned']
/** States from submission to provisioning: the request is in the process. */
export const inProcess: readonly RequestStatus[] = ['submitted', 'matched', 'reviewed', 'approved']

/** ZY-2026-00012: the year it was filed, and its number in the installation. */
export function requestNumber(id: number, filedYear: number): string {
  return `ZY-${filedYear}-${String(id).padStart(5, '0')}`
}
