import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import type { FactRecording } from './fact-recording.ts'
import type { FactSource } from './fact-sources.ts'

/**
 * In: which recordings (a condition on `e`), and what is said of their being declared void. Out: what declares each of them
 * void that isn't yet, for `recordFacts`; each holds from the day of the one it voids.
 */
export async function voidingsOf(
  tx: Transaction,
  which: SQL,
  said: Pick<FactRecording, 'document' | 'reason' | 'recordedBy' | 'confirmedBy'>,
): Promise<(FactRecording & { voids: number })[]> {
  const rows = await tx.execute<{
    id: string
    system: string
    on: CalendarDate
    kind: FactSource['kind']
    source: string | null
  }>(sql`
    select e.id, e.system_id as system, e.holds_from::text as on, e.source_kind as kind, e.source_id as source
    from fact_entries e where ${which} and e.voids is null
      and not exists (select from fact_entries void where void.voids = e.id)
    order by e.holds_from, e.id`)
  return rows.map(({ id, system, on, kind, source }) => ({
    systemId: Number(system),
    values: {},
    holdsFrom: on,
    source: { kind, id: source === null ? null : Number(source) },
    voids: Number(id),
    ...said,
  }))
}
