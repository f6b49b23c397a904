/** Pure. */

import type { FactSource } from './fact-sources.ts'

/** In the order in which they win. */
const rankOf = ({ kind }: FactSource): number => (kind === 'ledger' ? 0 : kind === 'edit' ? 1 : 2)

/**
 * In: recordings of one system that count, by the day they hold from, then as recorded. Out: by column what they come to,
 * and the recording that says so. A single fact wins over the ledger, any other record over both; what the newest record
 * declares unknown is again what they say. `foldedSql` does the same in the database.
 */
export function foldRecordings<Entry extends { values: Record<string, unknown>; source: FactSource }>(
  entries: readonly Entry[],
): Map<string, { value: unknown; entry: Entry }> {
  const folded = new Map<string, { value: unknown; entry: Entry }>()
  const records = new Map<string, { value: unknown; entry: Entry }>()
  for (const rank of [0, 1, 2]) {
    // LC-2: of a classified system, which the ledger alone tells, nothing else is kept.
    if (rank > 0 && folded.get('classified')?.value === true) return folded
    for (const entry of entries.filter(({ source }) => rankOf(source) === rank))
      for (const [column, value] of Object.entries(entry.values))
        (rank === 2 ? records : folded).set(column, { value, entry })
  }
  for (const [column, said] of records) if (said.value !== null) folded.set(column, said)
  return folded
}
