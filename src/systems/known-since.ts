import { inArray } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { systems } from './schema.ts'

const beginnings = {
  approvedOn: '立项批复日',
  constructionStartedOn: '开工日',
  contractSignedOn: '合同签订日',
  builtOn: '建成日',
  liveOn: '上线日',
  acceptedOn: '验收日',
} as const
type Beginning = keyof typeof beginnings
type Days = { readonly [name in Beginning]?: CalendarDate | 'infinity' | null | undefined }

/** In: the days of a system, and those under each further project of it. Out: the first that is known; null: none is. */
export function firstKnownDay(all: readonly Days[]): { day: CalendarDate; what: string } | null {
  let first: { day: CalendarDate; what: string } | null = null
  for (const days of all)
    for (const [name, what] of Object.entries(beginnings) as [Beginning, string][]) {
      const day = days[name] ?? 'infinity'
      if (day !== 'infinity' && (first === null || day < first.day)) first = { day, what }
    }
  return first
}

/**
 * In: systems, and a day of which something is to be said of them, in the field `path`. Throws invalid-input where one of
 * them wasn't there yet: the day lies before the first that is known of it. Of whose beginning nothing is known, it may.
 */
export async function assertExisted(
  tx: Transaction,
  ids: readonly number[],
  { path, day }: { path: string; day: CalendarDate },
): Promise<void> {
  if (ids.length === 0) return
  const rows = await tx
    .select()
    .from(systems)
    .where(inArray(systems.id, [...ids]))
    .orderBy(systems.code)
  for (const row of rows) {
    const first = firstKnownDay([row, ...(row.underProjects ?? []).map(({ facts }) => facts ?? {})])
    if (first === null || day >= first.day) continue
    const message = `日期不能早于系统 ${row.code} 最早的日期（${first.what} ${first.day}），填的是 ${day}`
    throw new AppError('invalid-input', `${message}。`, { errors: [{ path, message }] })
  }
}
