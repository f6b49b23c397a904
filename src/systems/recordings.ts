import { eq } from 'drizzle-orm'
import { people } from '../identity/index.ts'
import type { Transaction } from '../platform/database.ts'
import { factEntries } from './schema.ts'

/** In: a transaction. Out: the query of what was recorded of systems, with who recorded it, to be narrowed and ordered. */
export function selectRecordings(tx: Transaction) {
  return tx
    .select({
      values: factEntries.values,
      holdsFrom: factEntries.holdsFrom,
      recordedAt: factEntries.recordedAt,
      recordedBy: people.name,
      document: factEntries.document,
      importId: factEntries.importId,
    })
    .from(factEntries)
    .leftJoin(people, eq(people.id, factEntries.recordedBy))
}
