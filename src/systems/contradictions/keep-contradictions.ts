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
  await tx.execute(sql`
    with found as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(contradictions)}::jsonb)
        as f("systemId" bigint, "column" text, ledger jsonb, recorded jsonb, source text)),
    -- A value that is unknown is null in JSON, too.
    said as (
      select "systemId" as system_id, "column" as column_name, coalesce(ledger, 'null') as ledger_value,
        coalesce(recorded, 'null') as recorded_value, source as source_kind from found),
    settled as (
      update ledger_contradictions c set settled_at = ${recordedAt.toISOString()}::timestamptz
      where c.system_id = ${anyOf(met)} and c.settled_at is null and not exists (
        select from said where said.system_id = c.system_id and said.column_name = c.column_name
          and said.ledger_value = c.ledger_value and said.recorded_value = c.recorded_value)
      returning c.system_id, c.column_name)
    insert into ledger_contradictions (jurisdiction_id, organisation_id, system_id, import_id, column_name, ledger_value,
      recorded_value, source_kind)
    select ${jurisdictionId}, s.organisation_id, s.id, ${importId}::bigint, column_name, ledger_value, recorded_value,
      source_kind
    from said join systems s on s.id = said.system_id
    where not exists (
      select from ledger_contradictions c where c.system_id = s.id and c.column_name = said.column_name
        and c.ledger_value = said.ledger_value and c.recorded_value = said.recorded_value
        and (c.settled_at is null or c.settled_by is not null))`)
}
