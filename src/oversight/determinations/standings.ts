import { sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import type { Standing, WideAbout } from './model.ts'

/** In: what was declared complete. Out: when it was. */
export async function standingsOf(
  tx: Transaction,
  jurisdictionId: string,
  about: WideAbout,
): Promise<Standing[]> {
  return await tx.execute<{ from: CalendarDate; until: CalendarDate | null }>(sql`
    select holds_from::text as from, case when status = 'lifted' then lift_from::text end as until
    from determinations where jurisdiction_id = ${jurisdictionId} and about = ${about}
      and (status = 'signed' or (status = 'lifted' and lift_from > holds_from)) order by holds_from`)
}
