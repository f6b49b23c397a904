import type { CalendarDate } from '../../platform/dates.ts'
import { same, stateMachine } from '../../platform/state-machine.ts'
import type { Definition } from './definition.ts'

export const supplementStatuses = { draft: '编制中', submitted: '待批准', approved: '已批准' } as const
export type SupplementStatus = keyof typeof supplementStatuses

/** 补充规则: what can be done to one, and in which state; a repeal keeps it approved, `supplementStateOf` tells how it stands. */
export const supplementMachine = stateMachine({
  table: 'supplementary_rules',
  noun: '补充规则',
  states: supplementStatuses,
  nameOf: ({ clause }: { clause: string }) => clause,
  steps: {
    draft: { from: null, to: 'draft', operation: 'regulations.draft', title: '拟定' },
    edit: { from: ['draft'], to: same, operation: 'regulations.draft', title: '修改' },
    delete: { from: ['draft'], to: null, operation: 'regulations.draft', title: '删除' },
    submit: { from: ['draft'], to: 'submitted', operation: 'regulations.draft', title: '提交' },
    approve: { from: ['submitted'], to: 'approved', operation: 'regulations.approve', title: '批准' },
    return: { from: ['submitted'], to: 'draft', operation: 'regulations.approve', title: '退回' },
    repeal: { from: ['approved'], to: same, operation: 'regulations.draft', title: '废止' },
    'approve-repeal': { from: ['approved'], to: same, operation: 'regulations.approve', title: '批准废止' },
    'drop-repeal': { from: ['approved'], to: same, operation: 'regulations.draft', title: '不予废止' },
  },
})
export type SupplementStep = keyof typeof supplementMachine.steps

/** How a supplementary rule stands on a day. */
export const supplementStates = {
  draft: '编制中',
  submitted: '待批准',
  coming: '已批准，未施行',
  'in-force': '施行中',
  'repeal-proposed': '施行中，废止待批准',
  expired: '施行期已满',
  repealed: '已废止',
} as const
export type SupplementState = keyof typeof supplementStates

/** A supplementary rule as pages show it. */
export interface Supplement {
  id: number
  clause: string
  status: SupplementStatus
  definition: Definition
  /** What is submitted and approved; null for a draft. */
  hash: string | null
  authors: number[]
  submitted: Signed | null
  approved: Signed | null
  returned: (Signed & { reason: string }) | null
  repeal: {
    from: CalendarDate
    documentNumber: string
    proposed: Signed
    approved: Signed | null
  } | null
}

/** Who did something, and when. */
export interface Signed {
  personId: number
  by: string
  at: Date
}

/** In: a rule and a day. Out: how it stands on that day. */
export function supplementStateOf(
  { status, definition, repeal }: Supplement,
  on: CalendarDate,
): SupplementState {
  if (status !== 'approved') return status
  if (repeal?.approved && repeal.from <= on) return 'repealed'
  if (definition.lastDay !== null && definition.lastDay < on) return 'expired'
  if (definition.from > on) return 'coming'
  return repeal !== null && repeal.approved === null ? 'repeal-proposed' : 'in-force'
}
