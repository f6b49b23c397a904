import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import type { ChangeOfUse } from './model.ts'

/** In: pools, and a request whose own use is left out. Out: for each the changes of its use, from the ledger; only what takes room on or after `from` counts. */
export async function changesOfUse(
  tx: Transaction,
  poolIds: readonly number[],
  from: CalendarDate,
  except = 0,
): Promise<Map<number, ChangeOfUse[]>> {
  const changes = new Map<number, ChangeOfUse[]>(poolIds.map((id) => [id, []]))
  if (poolIds.length === 0) return changes
  const rows = await tx.execute<{ pool_id: string; day: CalendarDate; delta: string }>(sql`
    with taking as (
      select pool_id, amount, starts_on,
        least(ends_on + 1, coalesce(returned_on, 'infinity'::date)) as free_again
      from capacity_holdings
      where pool_id = any (${sql.raw(`'{${poolIds.join(',')}}'::bigint[]`)}) and ends_on >= ${from} and request_id <> ${except}
        and (returned_on is null or (returned_on > starts_on and returned_on > ${from})))
    select pool_id::text, day::text, sum(delta)::text as delta from (
      select pool_id, starts_on as day, amount as delta from taking
      union all select pool_id, free_again, -amount from taking) as changes
    group by pool_id, day order by day`)
  for (const { pool_id, day, delta } of rows)
    changes.get(Number(pool_id))?.push({ day, delta: Number(delta) })
  return changes
}
