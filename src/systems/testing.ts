import { sql } from 'drizzle-orm'
import { type Context, transact } from '../platform/context.ts'
import { registerJsonSql } from './state-as-of.ts'

/** For tests that write systems by hand: records of every one what the register says, as an import would have. */
export async function recordRegister(context: Context): Promise<void> {
  const { jurisdictionId } = context.actor
  await transact(context, (tx) =>
    tx.execute(sql`insert into fact_entries (system_id, jurisdiction_id, organisation_id, holds_from, recorded_at, changed_values)
      select s.id, s.jurisdiction_id, s.organisation_id, ${context.clock.today()}::date,
        ${context.clock.now().toISOString()}::timestamptz, ${registerJsonSql}
      from systems s where s.jurisdiction_id = ${jurisdictionId}`),
  )
}
