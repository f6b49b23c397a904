import type { SQL } from 'drizzle-orm'
import type {
  IndexColumn,
  PgInsertValue,
  PgTable,
  PgUpdateSetSource,
  SelectedFieldsFlat,
} from 'drizzle-orm/pg-core'
import type { SelectResultFields } from 'drizzle-orm/query-builders/select.types'
import type { Transaction } from './database.ts'
import type { AppError } from './errors.ts'

/** A statement takes at most 65,535 parameters, and is put together in one turn of the event loop. */
const rowsAtOnce = 250

/**
 * Inserts any number of rows, in as few statements as they need; none for none.
 * In: what to set where a row has the same key already; without it that is a conflict.
 */
export async function insertRows<T extends PgTable>(
  tx: Transaction,
  table: T,
  rows: readonly PgInsertValue<T>[],
  replace?: { target: IndexColumn[]; set: PgUpdateSetSource<T>; setWhere?: SQL },
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const insert = tx.insert(table).values(rows.slice(from, from + rowsAtOnce))
    await (replace === undefined ? insert : insert.onConflictDoUpdate(replace))
  }
}

/**
 * Inserts one row. In: which of its columns are wanted, and what to say when a unique index has its key already.
 * Out: them. Throws `taken`; without it the database's own error, which users get as a conflict.
 */
export async function insertOne<T extends PgTable, F extends SelectedFieldsFlat>(
  tx: Transaction,
  table: T,
  values: PgInsertValue<T>,
  wanted: F,
  taken?: AppError,
): Promise<SelectResultFields<F>> {
  const insert = tx.insert(table).values(values)
  const [row] = await (taken === undefined ? insert : insert.onConflictDoNothing()).returning(wanted)
  if (row === undefined) throw taken ?? new Error('insert returned no row')
  return row
}
