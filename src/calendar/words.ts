/** Pure. */

import type { Tone } from '../platform/ui/components.tsx'
import type { CalendarEditionStatus } from './model.ts'

export const kindWords = { off: '休', worked: '班' } as const

export const statusTones: Record<CalendarEditionStatus, Tone> = {
  previewed: 'plain',
  submitted: 'warn',
  approved: 'go',
  returned: 'stop',
}
