/** Pure. */

import type { Tone } from '../platform/ui/components.tsx'
import type { ImportStatus } from './model.ts'

export const statusTones: Record<ImportStatus, Tone> = {
  previewed: 'warn',
  imported: 'go',
  discarded: 'plain',
}
