/** Pure. */

import type { Tone } from '../platform/ui/components.tsx'
import type { ImportStatus } from './model.ts'

export const statusTones: Record<ImportStatus, Tone> = {
  previewed: 'warn',
  awaiting: 'warn',
  returned: 'stop',
  imported: 'go',
  discarded: 'plain',
}
