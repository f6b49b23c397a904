import { sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import type { Standing, WideAbout } from './model.ts'

/** When something was declared complete, and by which document. */
export interface SignedStanding extends Standing {
  id: number
  document: string
}

/** In: what was declared complete. Out: when it was. */
export async function standingsOf(
  tx: Transaction,
  jurisdictionId: string,
  about: WideAbout,
): Promise<SignedStanding[]> {
  return await tx.execute<{
    id: number
    document: string
    from: CalendarDate
    until: CalendarDate | null
  }>(sql`
    select id::int as id, document, holds_from::text as from, case when status = 'lifted' then lift_from::text end as until
    from determinations where jurisdiction_id = ${jurisdictionId} and about = ${about}
      and (status = 'signed' or (status = 'lifted' and lift_from > holds_from)) order by holds_from`)
}
