import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'

/** A difference that stands: found by the last complete reconciliation, or since. */
export interface OpenDifference {
  check: string
  field: string
  expected: string | null
  found: string | null
}

/** In: a jurisdiction in SQL. Out: the id of its last complete reconciliation; 0: none yet. */
export function lastCompleteSql(jurisdiction: SQL): SQL {
  return sql`(select coalesce(max(c.id), 0) from reconciliations c where c.jurisdiction_id = ${jurisdiction} and c.complete)`
}

/** Out: a relation of what stands of systems: `system_id`, `check_name`, `field`, `expected`, `found`, and `at`, when it was found. */
export function openDifferencesSql(): SQL {
  return sql`(select d.system_id, d.check_name, d.field, d.expected, d.found, r.at
    from reconciliation_differences d join reconciliations r on r.id = d.reconciliation_id
    where d.system_id is not null and d.reconciliation_id >= ${lastCompleteSql(sql`d.jurisdiction_id`)})`
}

/** In: the id of a system. Out: what differs of it and isn't settled. */
export async function openDifferencesOf(tx: Transaction, systemId: number): Promise<OpenDifference[]> {
  const rows = await tx.execute<{
    check: string
    field: string
    expected: string | null
    found: string | null
  }>(sql`
    select distinct check_name as check, field, expected, found from ${openDifferencesSql()} d
    where d.system_id = ${systemId} order by 1, 2`)
  return [...rows]
}
