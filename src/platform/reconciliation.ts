import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Context } from './context.ts'
import type { Transaction } from './database.ts'

/** Something that differs from what it should be. */
export interface Difference {
  /** Whose it is; null: the jurisdiction's alone. */
  organisationId: number | null
  /** The system whose money waits until it is settled; null: none's. */
  systemId: number | null
  /** Code, number or key by which users know it. */
  subject: string
  /** One of the check's `fields`. */
  field: string
  /** null: none. */
  expected: string | null
  found: string | null
}

/** What a check came to: how much was compared, and what differs, as rows or as a select of `differenceColumns`. */
export interface CheckOutcome {
  checked: number
  differences: readonly Difference[] | SQL
}

/** The columns of a select of differences. */
export const differenceColumns = [
  'organisation_id',
  'system_id',
  'subject',
  'field',
  'expected',
  'found',
] as const

/** One comparison of what is kept in two places, made every night. */
export interface Check {
  name: string
  /** What is compared with what, as users read it. */
  title: string
  /** What users call that which can differ, by the name in `Difference.field`. */
  fields: Readonly<Record<string, string>>
  /**
   * In: keys of what the check found last time and may not happen upon again by itself.
   * Nobody imports or judges in the jurisdiction meanwhile.
   */
  run(context: Context, tx: Transaction, before: readonly string[]): Promise<CheckOutcome>
}

/** All rows of one kind, of which every night a digest goes into the signed record. */
export interface KeptRows {
  name: string
  title: string
  /** Rows are only ever added: what a former digest covered must still come to it. */
  appendOnly: boolean
  /** In: a jurisdiction. Out: a select of `id` (their order) and `content`, the text that is hashed. */
  rows(jurisdictionId: string): SQL
}

/**
 * In: a table with a column `jurisdiction_id` (or what stands for it), the column or expression that orders its rows, and which of them;
 * `without`: columns that came after digests were taken; `since`: their text, empty where they say nothing.
 * Out: its rows with all their columns, as row text in the order of the table's columns.
 */
export function keptRows(
  table: PgTable,
  {
    order,
    where = sql`true`,
    without = [],
    since = sql`''`,
    jurisdiction = sql`jurisdiction_id`,
    ...kept
  }: Omit<KeptRows, 'rows'> & {
    order: SQL
    where?: SQL
    without?: readonly string[]
    since?: SQL
    jurisdiction?: SQL
  },
): KeptRows {
  const columns: Record<string, PgColumn> = getTableColumns(table)
  const names = Object.entries(columns)
    .filter(([name]) => !without.includes(name))
    .map(([, column]) => sql`${column}`)
  return {
    ...kept,
    rows: (jurisdictionId) => sql`
      select ${order} as id, row(${sql.join(names, sql`, `)})::text || ${since} as content from ${table}
      where ${jurisdiction} = ${jurisdictionId} and ${where}`,
  }
}

/**
 * In: a select of `id` and `content`. Out: how many rows, the last id, and the SHA-256 over the SHA-256 of each row's
 * content in the order of their ids.
 */
export async function digestOfRows(
  tx: Transaction,
  rows: SQL,
): Promise<{ rows: number; digest: string; through: string | null }> {
  const [row] = await tx.execute<{ rows: number; digest: string; through: string | null }>(sql`
    select count(*)::float8 as rows, max(id)::text as through,
      encode(sha256(coalesce(string_agg(sha256(convert_to(content, 'UTF8')), ''::bytea order by id), ''::bytea)), 'hex') as digest
    from (${rows}) kept`)
  if (row === undefined) throw new Error('an aggregate gave no row')
  return row
}
