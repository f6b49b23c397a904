import { sql } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import type { FactRecording } from './fact-recording.ts'

/**
 * Appends recordings, and nothing else: the rows of the register are for the caller to write anew.
 * In: also the import they come from. Out: their ids, in the order given. Throws conflict when one is void already.
 */
export async function appendRecordings(
  context: Context,
  tx: Transaction,
  recordings: readonly (Omit<FactRecording, 'values'> & { values: Readonly<Record<string, unknown>> })[],
  importId: number | null = null,
): Promise<number[]> {
  const { jurisdictionId } = context.actor
  const at = context.clock.now().toISOString()
  const payload = recordings.map((one) => ({
    systemId: one.systemId,
    values: one.values,
    holdsFrom: one.holdsFrom,
    document: one.document,
    sourceKind: one.source.kind,
    sourceId: one.source.id,
    reason: one.reason,
    recordedBy: one.recordedBy,
    confirmedBy: one.confirmedBy,
    voids: one.voids,
  }))
  const rows = await tx.execute<{ id: string }>(sql`
    insert into fact_entries (system_id, jurisdiction_id, organisation_id, holds_from, recorded_at, recorded_by,
      import_id, document, changed_values, source_kind, source_id, reason, confirmed_by, voids)
    select s.id, ${jurisdictionId}, coalesce((r.values ->> 'organisationId')::bigint, s.organisation_id),
      r."holdsFrom", ${at}::timestamptz, r."recordedBy", ${importId}::bigint, r.document, r.values, r."sourceKind",
      r."sourceId", r.reason, r."confirmedBy", r.voids
    from jsonb_array_elements(${JSON.stringify(payload)}::jsonb) with ordinality as list (item, place),
      jsonb_to_record(item) as r("systemId" bigint, "holdsFrom" date, "recordedBy" bigint, document text, values jsonb,
        "sourceKind" text, "sourceId" bigint, reason text, "confirmedBy" bigint, voids bigint)
      join systems s on s.id = r."systemId"
    where r.voids is null or exists (
      select from fact_entries e where e.id = r.voids and e.system_id = r."systemId" and e.voids is null)
    order by place
    on conflict (voids) where voids is not null do nothing
    returning id`)
  if (rows.length !== recordings.length)
    throw new AppError('conflict', '要撤销的登记不存在、已经撤销，或者本身就是一次撤销，数据没有改动。')
  return rows.map(({ id }) => Number(id))
}
