import { type SQL, sql } from 'drizzle-orm'
import { type PgColumn, type PgTable, QueryBuilder, type SubqueryWithSelection } from 'drizzle-orm/pg-core'

/**
 * What a slice lets others read of its table. In: the table, the columns, and which rows (left out: all; no parameters).
 * Out: that selection under an alias of the reader's, to select from and to join, in a query of drizzle's or in `sql`;
 * PostgreSQL plans it as it plans the table. There is nothing to write to.
 */
export function readable<Columns extends Record<string, PgColumn>>(
  table: PgTable,
  columns: Columns,
  rows?: SQL,
): <Alias extends string>(alias: Alias) => SubqueryWithSelection<Columns, Alias> {
  const select = new QueryBuilder().select(columns).from(table).where(rows)
  // The text once and for all: putting fifty columns together again takes longer than many a query.
  const text = sql.raw(select.toSQL().sql)
  select.getSQL = () => text
  // Of columns that aren't known yet, drizzle's types don't say that the selection has them.
  return <Alias extends string>(alias: Alias) => select.as(alias) as SubqueryWithSelection<Columns, Alias>
}
