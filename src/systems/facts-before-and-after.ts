import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import { factColumns, systems } from './schema.ts'
import type { SystemRow } from './system-by-code.ts'

export type FactColumn = keyof ReturnType<typeof factColumns>

/** Every fact of a system that the law reads, as the register keeps it; money as the driver gives it. */
export type FactsRow = {
  [Name in FactColumn]: Name extends 'investmentFen' ? number | string | null : SystemRow[Name]
}

/** A change of facts that somebody asks for. */
export interface FactChange {
  /** The registered systems whose facts stand before it: the one that changes, or those that a new one may stand for. */
  systemIds: readonly number[]
  /** Register columns by name → new value; null: becomes unknown. Others stay; of a new system they are unknown. */
  values: Readonly<Record<string, unknown>>
  isNew: boolean
}

const columns = getTableColumns(systems)
const isColumn = (name: string): name is keyof typeof columns => Object.hasOwn(columns, name)
const factNames = Object.keys(factColumns()).filter(isColumn)
const namesOfFacts: ReadonlySet<string> = new Set(factNames)

/** Whether a change touches what the law reads. */
export function touchesFacts(values: FactChange['values']): boolean {
  return Object.keys(values).some((name) => namesOfFacts.has(name))
}

const listed = (alias: string): SQL =>
  sql.raw(factNames.map((name) => `${alias}.${columns[name].name} as "${name}"`).join(', '))
const [storedFacts, changedFacts] = [listed('s'), listed('a')]

/** The facts among values, by the names of their columns in the database. */
function inDatabase(values: FactChange['values']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      namesOfFacts.has(name) && isColumn(name) ? [[columns[name].name, value]] : [],
    ),
  )
}

/**
 * In: changes of facts. Out: for each of them and each of its systems the facts before and after, in their order; the
 * database itself turns what is asked for into facts, so that what is judged is what would be stored.
 */
export async function factsBeforeAndAfter(
  tx: Transaction,
  changes: readonly FactChange[],
): Promise<{ place: number; systemId: number; before: FactsRow; after: FactsRow }[]> {
  const wanted = changes.flatMap(({ systemIds, values, isNew }, place) =>
    systemIds.map((id) => ({ place, id, isNew, values: inDatabase(values) })),
  )
  if (wanted.length === 0) return []
  const rows = await tx.execute<FactsRow & { pair: number; place: number; systemId: string }>(sql`
    with wanted as materialized (
      select n, (item ->> 'place')::int as place, (item ->> 'id')::bigint as id, (item ->> 'isNew')::boolean as is_new,
        item -> 'values' as changes
      from jsonb_array_elements(${JSON.stringify(wanted)}::jsonb) with ordinality as list (item, n))
    select w.n::int * 2 as pair, w.place, s.id as "systemId", ${storedFacts}
    from wanted w join systems s on s.id = w.id
    union all
    select w.n::int * 2 + 1, w.place, s.id, ${changedFacts}
    from wanted w join systems s on s.id = w.id
    cross join lateral jsonb_populate_record(case when w.is_new then null::systems else s end, w.changes) a
    order by pair`)
  return rows.flatMap((before, index) => {
    const after = rows[index + 1]
    if (index % 2 === 1 || after === undefined) return []
    return [{ place: before.place, systemId: Number(before.systemId), before, after }]
  })
}

/** In: ids of systems. Out: the facts of each, as they stand. */
export async function factRowsOf(
  tx: Transaction,
  ids: readonly number[],
): Promise<ReadonlyMap<number, FactsRow>> {
  const rows = await tx.execute<FactsRow & { systemId: string }>(
    sql`select s.id as "systemId", ${storedFacts} from systems s where s.id = ${anyOf(ids)}`,
  )
  return new Map(rows.map((row) => [Number(row.systemId), row]))
}

/** In: ids. Out: what a column is compared with, as in `id = …`: one array, so that PostgreSQL looks each up. */
export const anyOf = (ids: readonly number[]): SQL => sql`any (array(${idList(ids)}))`

/** In: ids. Out: a select of them. */
export const idList = (ids: readonly number[]): SQL =>
  sql`select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::bigint`
