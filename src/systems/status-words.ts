import type { Tone } from '../platform/ui/components.tsx'
import type { ImportStatus } from './schema.ts'

/** What became of an upload, for its tag. */
export const statusWords: Record<ImportStatus, { text: string; tone: Tone }> = {
  previewed: { text: '待确认', tone: 'warn' },
  imported: { text: '已导入', tone: 'go' },
  discarded: { text: '已放弃', tone: 'plain' },
}
