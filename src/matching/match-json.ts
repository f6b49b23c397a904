import { z } from '@hono/zod-openapi'
import { outcomes } from './model.ts'

const alternative = z.object({
  code: z.string(),
  name: z.string(),
  specification: z.string(),
  quantity: z.int(),
  monthlyFen: z.int().nullable(),
  change: z.string().nullable(),
})
/** What became of a line, as the interfaces say it. */
export const matchJson = z.object({
  id: z.string(),
  outcome: z.enum(outcomes),
  items: z.array(z.object({ code: z.string(), quantity: z.int(), monthlyFen: z.int() })),
  monthlyFen: z.int(),
  optimal: z.boolean(),
  atLeastFen: z.int().optional().openapi({ description: '未证明最低价时：已证明不会低于的价格（分）' }),
  reason: z.string(),
  clause: z.string().nullable(),
  alternatives: z.array(alternative),
})
