import type { Tone } from '../platform/ui/components.tsx'
import type { CalendarEdition } from './read-calendar.ts'

export const kindWords = { off: '休', worked: '班' } as const

export const statusWords: Record<CalendarEdition['status'], { text: string; tone: Tone }> = {
  previewed: { text: '预览，未提交', tone: 'plain' },
  submitted: { text: '待审批', tone: 'warn' },
  approved: { text: '已生效', tone: 'go' },
  returned: { text: '已退回', tone: 'stop' },
}
