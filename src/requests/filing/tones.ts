/** Pure. */

import type { Outcome } from '../../matching/index.ts'
import type { Tone } from '../../platform/ui/components.tsx'
import type { RequestStatus } from './model.ts'

export const statusTones: Record<RequestStatus, Tone> = {
  draft: 'plain',
  submitted: 'brand',
  matched: 'brand',
  reviewed: 'brand',
  approved: 'go',
  returned: 'warn',
  provisioned: 'go',
  changed: 'go',
  released: 'plain',
  expired: 'plain',
}

/** What became of a line, in words and colour. */
export const outcomeWords: Record<Outcome, { text: string; tone: Tone }> = {
  served: { text: '可满足', tone: 'go' },
  substituted: { text: '可替代', tone: 'warn' },
  'not-in-catalogue': { text: '目录没有', tone: 'hold' },
  'must-not-build': { text: '不得重复建设', tone: 'stop' },
  ineligible: { text: '不符合条件', tone: 'stop' },
  'no-capacity': { text: '容量不足', tone: 'warn' },
}
