/** Pure. */

import { z } from 'zod'
import { storedLine, storedMatch } from '../../matching/index.ts'
import { storedCount, storedDate, storedFen } from '../../platform/stored.ts'

const frozenRequest = z.object({
  project: z.string(),
  systemName: z.string(),
  purpose: z.string(),
  startsOn: storedDate,
  endsOn: storedDate,
  lines: z.array(storedLine),
})
/** What is asked for, as it stood at the submission. */
export type FrozenRequest = z.output<typeof frozenRequest>

const frozenItem = z.object({
  code: z.string(),
  name: z.string(),
  specification: z.string(),
  unit: z.string(),
  monthlyFen: storedFen.nullable(),
  priceFormula: z.string().nullable(),
  vcpu: z.number().nullable(),
  memoryGiB: z.number().nullable(),
  storageGiB: z.number().nullable(),
  domestic: z.boolean(),
  leadTimeWorkingDays: storedCount.nullable(),
  pool: z.string().nullable(),
  poolUnits: z.number(),
})
/** An item as it stood in the edition that a match was made with. */
export type FrozenItem = z.output<typeof frozenItem>

/** The whole of a match, as it is hashed and kept (JSON). */
export const frozenMatch = z.object({
  request: frozenRequest,
  edition: z.object({
    id: z.int(),
    number: z.string(),
    publishedOn: storedDate,
    contentHash: z.string(),
  }),
  engineVersion: z.string(),
  items: z.array(frozenItem),
  lines: z.array(storedMatch),
  monthlyFen: storedFen,
})
export type FrozenMatch = z.output<typeof frozenMatch>
