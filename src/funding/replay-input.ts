/** Pure. */

import { z } from 'zod'
import { firstDay, lastDay, parseDate } from '../platform/dates.ts'

const minute = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/

/** What an address can ask to be replayed. A minute in China counts as known to its end. */
export const replayInput = z.strictObject({
  asOf: z
    .string()
    .transform((text, context) => {
      const date = parseDate(text)
      if (date !== null) return date
      context.addIssue({
        code: 'custom',
        message: `“${text.slice(0, 20)}”不是 1949 至 2100 年间存在的日期，应写作 YYYY-MM-DD`,
      })
      return z.NEVER
    })
    .optional(),
  knownAt: z
    .string()
    .transform((text, context) => {
      const whole = minute.test(text) ? `${text}:59.999+08:00` : text
      const at = new Date(instant.test(whole) ? whole : Number.NaN)
      if (at >= new Date(firstDay) && at <= new Date(lastDay)) return at
      context.addIssue({
        code: 'custom',
        message: `“${text.slice(0, 30)}”不是时间，应写作 2026-11-21T09:30（北京时间）或者带时区的时间`,
      })
      return z.NEVER
    })
    .optional(),
})

/** A page can also name a verdict that was written, for its own point. */
export const replayPageInput = replayInput.extend({ verdict: z.coerce.number().int().positive().optional() })
