import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type CalendarDate, parseDate } from '../platform/dates.ts'

const text = (longest: number) => z.string().trim().max(longest, `最多 ${longest} 个字`).optional()
const day = z
  .string()
  .transform((value, context): CalendarDate => {
    const date = parseDate(value)
    if (date !== null) return date
    context.addIssue({ code: 'custom', message: '日期应写成 2026-11-21 这样' })
    return z.NEVER
  })
  .optional()

/** What auditors look for. Everything given must hold; nothing given is the whole log. */
export const entryFilter = z.strictObject({
  objectType: text(60),
  objectId: text(200),
  /** The person's full name, or the job's. */
  person: text(60),
  /** Days in China, both included. */
  from: day,
  to: day,
  operation: text(60),
  requestId: text(200),
})
export type EntryFilter = z.infer<typeof entryFilter>

export function isEmpty(filter: EntryFilter): boolean {
  return Object.values(filter).every((value) => value === undefined)
}

/** In: a filter. Out: its condition on `audit_entries e`. */
export function conditionOf(filter: EntryFilter): SQL {
  const { objectType, objectId, person, from, to, operation, requestId } = filter
  const conditions = [
    objectType === undefined ? undefined : sql`e.object_type = ${objectType}`,
    objectId === undefined ? undefined : sql`e.object_id = ${objectId}`,
    person === undefined ? undefined : sql`e.actor_name = ${person}`,
    from === undefined ? undefined : sql`e.at >= ${from}::date::timestamp at time zone 'Asia/Shanghai'`,
    to === undefined ? undefined : sql`e.at < (${to}::date + 1)::timestamp at time zone 'Asia/Shanghai'`,
    operation === undefined ? undefined : sql`e.operation = ${operation}`,
    requestId === undefined ? undefined : sql`e.request_id = ${requestId}`,
  ].filter((condition) => condition !== undefined)
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}
