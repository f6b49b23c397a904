import { sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'

/**
 * Makes organisations that the jurisdiction lacks, by name, and records credit codes it didn't have; one that is known stays.
 * Out: all of those named, as they now are.
 */
export async function recordOrganisations(
  tx: Transaction,
  jurisdictionId: string,
  at: Date,
  named: readonly { name: string; creditCode: string | null }[],
): Promise<{ id: number; name: string; creditCode: string | null }[]> {
  const rows = await tx.execute<{ id: string; name: string; credit_code: string | null }>(sql`
    insert into organisations (jurisdiction_id, name, credit_code, created_at)
    select ${jurisdictionId}, r.name, r."creditCode", ${at.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as r(name text, "creditCode" text)
    on conflict on constraint organisations_name
      do update set credit_code = coalesce(organisations.credit_code, excluded.credit_code)
    returning id, name, credit_code`)
  return rows.map(({ id, name, credit_code: creditCode }) => ({ id: Number(id), name, creditCode }))
}
