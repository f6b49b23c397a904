import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { anyOf } from './facts-before-and-after.ts'

export interface FirstDays {
  /** The first day of which anything is recorded of a system: before it the register didn't have it. */
  registered: CalendarDate
  /** The first day on which it was in the unit it is in. */
  inUnit: CalendarDate
}

/** In: ids of systems. Out: the first days of each. */
export async function firstDaysOf(
  tx: Transaction,
  ids: readonly number[],
): Promise<ReadonlyMap<number, FirstDays>> {
  const rows = await tx.execute<{ id: string; registered: CalendarDate; inUnit: CalendarDate }>(sql`
    select system_id as id, min(holds_from)::text as registered,
      coalesce(max(holds_from) filter (where changed_values ? 'organisationId'), min(holds_from))::text as "inUnit"
    from fact_entries where system_id = ${anyOf(ids)} group by system_id`)
  return new Map(rows.map(({ id, ...days }) => [Number(id), days]))
}
