import type { CalendarDate } from '../../platform/dates.ts'
import type { Definition } from './definition.ts'

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
  status: 'draft' | 'submitted' | 'approved'
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
