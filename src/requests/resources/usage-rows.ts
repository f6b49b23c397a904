/** Pure. */

import { z } from 'zod'

const permille = z.int().nullable()

/** One row of a usage file, understood; shares in permille, null: not measured. */
export const usageRow = z.object({
  row: z.int(),
  resourceId: z.int(),
  name: z.string(),
  month: z.string(),
  averageCpu: permille,
  peakCpu: permille,
  averageMemory: permille,
  peakMemory: permille,
  storage: permille,
})
export type UsageRow = z.output<typeof usageRow>
