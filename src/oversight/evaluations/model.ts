import type { CalendarDate } from '../../platform/dates.ts'
import { same, stateMachine } from '../../platform/state-machine.ts'

export const evaluationKinds = {
  operation: '运行评价',
  self: '绩效自评',
  effectiveness: '效能评估',
  'spot-check': '抽查',
} as const
export type EvaluationKind = keyof typeof evaluationKinds

export const evaluationStatuses = {
  drafted: '待确认',
  confirmed: '已确认',
  rectified: '已整改',
  withdrawn: '已撤销',
} as const
export type EvaluationStatus = keyof typeof evaluationStatuses

const counting = ['confirmed', 'rectified'] as const

/** 评价: who recorded it never confirms it, nor its rectification; who calls it a mistake never withdraws it. */
export const evaluationMachine = stateMachine({
  table: 'evaluations',
  noun: '评价',
  states: evaluationStatuses,
  nameOf: ({ document }: { document: string }) => `评价（${document}）`,
  steps: {
    draft: { from: null, to: 'drafted', operation: 'oversight.draft-determination', title: '登记' },
    delete: { from: ['drafted'], to: null, operation: 'oversight.draft-determination', title: '删除' },
    confirm: { from: ['drafted'], to: 'confirmed', operation: 'oversight.sign-determination', title: '确认' },
    'propose-rectified': {
      from: ['confirmed'],
      to: same,
      operation: 'oversight.draft-determination',
      title: '登记整改',
    },
    'drop-rectified': {
      from: ['confirmed'],
      to: same,
      operation: 'oversight.draft-determination',
      title: '退回整改',
    },
    'confirm-rectified': {
      from: ['confirmed'],
      to: 'rectified',
      operation: 'oversight.sign-determination',
      title: '确认整改',
    },
    'propose-withdrawal': {
      from: counting,
      to: same,
      operation: 'oversight.draft-determination',
      title: '提出撤销',
    },
    'drop-withdrawal': {
      from: counting,
      to: same,
      operation: 'oversight.draft-determination',
      title: '不予撤销',
    },
    withdraw: { from: counting, to: 'withdrawn', operation: 'oversight.sign-determination', title: '撤销' },
  },
})
export type EvaluationStep = keyof typeof evaluationMachine.steps

/** An evaluation of kind operation that was ever confirmed. `rectifiedOn`: null as long as its rectification isn't confirmed. */
export interface EvaluationDays {
  evaluatedOn: CalendarDate
  met: boolean
  /** It was a mistake: its days once mattered, it says nothing. */
  withdrawn: boolean
  rectifiedOn: CalendarDate | null
}

/** In: evaluations in the order of their days, and a day. Out: the one that counts on it. */
export const latestOn = <E extends EvaluationDays>(
  evaluations: readonly E[],
  day: CalendarDate,
): E | undefined => evaluations.findLast(({ evaluatedOn, withdrawn }) => !withdrawn && evaluatedOn <= day)

/** In: evaluations in the order of their days, and a day. Out: what the law reads of them on it; null: there was none. */
export function evaluationOn(evaluations: readonly EvaluationDays[], day: CalendarDate) {
  const latest = latestOn(evaluations, day)
  if (latest === undefined) return null
  const { evaluatedOn, met, rectifiedOn } = latest
  const rectified = rectifiedOn !== null && rectifiedOn <= day ? rectifiedOn : ('infinity' as const)
  return { evaluatedOn, evaluationMet: met, evaluationRectifiedOn: rectified }
}
