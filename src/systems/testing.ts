import { sql } from 'drizzle-orm'
import { type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { registerJsonSql } from './state-as-of.ts'

/** For tests that write systems by hand: records of every new one what the register says, as an import would have. */
export async function recordRegister(context: Context): Promise<void> {
  await transact(context, (tx) => recordRegisterIn(tx, context, context.clock.today()))
}

/** The same within a transaction. In: also the day from which it holds. */
export async function recordRegisterIn(
  tx: Transaction,
  { actor, clock }: Context,
  holdsFrom: CalendarDate,
): Promise<void> {
  await tx.execute(sql`
    insert into fact_entries (system_id, jurisdiction_id, organisation_id, holds_from, recorded_at, changed_values)
    select s.id, s.jurisdiction_id, s.organisation_id, ${holdsFrom}::date, ${clock.now().toISOString()}::timestamptz,
      ${registerJsonSql}
    from systems s where s.jurisdiction_id = ${actor.jurisdictionId}
      and not exists (select from fact_entries e where e.system_id = s.id)`)
}
