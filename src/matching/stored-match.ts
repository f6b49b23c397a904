/** Pure. */

import { z } from 'zod'
import { storedCount, storedFen } from '../platform/stored.ts'
import { lineFields } from './line-input.ts'
import { certainties, type Match, outcomes } from './model.ts'

/** What became of a line, as it is kept (JSON). */
export const storedMatch: z.ZodType<Match> = z.object({
  id: z.string(),
  certainty: z.enum(certainties).exactOptional(),
  outcome: z.enum(outcomes),
  items: z.array(z.object({ code: z.string(), quantity: storedCount, monthlyFen: storedFen })),
  monthlyFen: storedFen,
  optimal: z.boolean(),
  atLeastFen: z.number().exactOptional(),
  reason: z.string(),
  clause: z.string().nullable(),
  alternatives: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      specification: z.string(),
      quantity: storedCount,
      monthlyFen: storedFen.nullable(),
      change: z.string().nullable(),
    }),
  ),
} satisfies Record<keyof Match, z.ZodType>)

/** A line that was asked for, as it is kept (JSON): it was checked when it was handed in. */
export const storedLine = z.object({ id: z.string(), ...lineFields })
