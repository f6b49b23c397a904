import { sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { anyOf } from '../facts-before-and-after.ts'
import type { Plan } from '../plan-import.ts'
import type { Recording } from '../write-systems.ts'

/**
 * Keeps where an import contradicts records. What is open of the systems it names, and is not contradicted any more, is
 * settled by that; what somebody settled before, in the same values, is not asked again.
 */
export async function keepContradictions(
  tx: Transaction,
  { jurisdictionId, recordedAt, importId }: Pick<Recording, 'jurisdictionId' | 'recordedAt' | 'importId'>,
  { met, contradictions }: Pick<Plan, 'met' | 'contradictions'>,
): Promise<void> {
  if (met.length === 0) return
  const said = contradictions.map(({ systemId, column, ledger, recorded, source }) => ({
    systemId,
    column,
    said: { ledger, recorded },
    source,
  }))
  const found = sql`(
    select "systemId" as system_id, "column" as column_name, said, source as source_kind
    from jsonb_to_recordset(${JSON.stringify(said)}::jsonb) as f("systemId" bigint, "column" text, said jsonb, source text)) found`
  // First, and on its own: of one column one is open, and a statement's parts don't see each other.
  await tx.execute(sql`
    update ledger_contradictions c set settled_at = ${recordedAt.toISOString()}::timestamptz
    where c.system_id = ${anyOf(met)} and c.settled_at is null and not exists (
      select from ${found}
      where found.system_id = c.system_id and found.column_name = c.column_name and found.said = c.said)`)
  await tx.execute(sql`
    insert into ledger_contradictions (jurisdiction_id, organisation_id, system_id, import_id, column_name, said, source_kind)
    select ${jurisdictionId}, s.organisation_id, s.id, ${importId}::bigint, column_name, said, source_kind
    from ${found} join systems s on s.id = found.system_id
    where not exists (
      select from ledger_contradictions c where c.system_id = s.id and c.column_name = found.column_name
        and c.said = found.said and (c.settled_at is null or c.settled_by is not null))`)
}
