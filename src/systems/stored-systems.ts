import { eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { organisationsAs } from '../identity/index.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import type { FactSourceKind } from './fact-sources.ts'
import { anyOf } from './facts-before-and-after.ts'
import { type RegisterColumn, type RegisterValues, registerColumnNames } from './register-columns.ts'
import { systems } from './schema.ts'
import { type AsOf, countsSql } from './state-as-of.ts'

/** A system as the register has it. */
export interface StoredSystem {
  id: number
  code: string
  organisationId: number
  values: RegisterValues
}

const columns = getTableColumns(systems)
/** The columns of the register that imports write, for `select`. */
export const selectedColumns = Object.fromEntries(
  registerColumnNames.map((name) => [name, columns[name]]),
) as {
  [Name in RegisterColumn]: (typeof columns)[Name]
}

/** In: system numbers. Out: those the register has, by number; locked until the end of the transaction if asked. */
export async function storedByCode(
  tx: Transaction,
  jurisdictionId: string,
  codes: readonly string[],
  lock: boolean,
): Promise<Map<string, StoredSystem>> {
  const query = tx
    .select({
      id: systems.id,
      code: systems.code,
      organisationId: systems.organisationId,
      values: selectedColumns,
    })
    .from(systems)
    // One array, so that PostgreSQL looks each number up instead of reading every system.
    .where(
      sql`${systems.jurisdictionId} = ${jurisdictionId} and ${systems.code} = any (array(
        select jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb)))`,
    )
  const rows = lock ? await query.for('update') : await query
  return new Map(rows.map((row) => [row.code, row]))
}

/**
 * In: ids of systems. Out: by id the register's columns that rest on a record (an order, a determination, a milestone …):
 * where one exists, a ledger's cell gives way. What the newest record declared unknown is the ledger's
 * again, but for a single fact that is declared so.
 */
export async function recordedColumnsOf(
  tx: Transaction,
  ids: readonly number[],
  asOf: AsOf,
): Promise<ReadonlyMap<number, ReadonlyMap<string, FactSourceKind>>> {
  const rows = await tx.execute<{ system_id: string; column: string; source: FactSourceKind }>(sql`
    select distinct on (system_id, key) system_id, key as column, source_kind as source from (
      select distinct on (e.system_id, said.key, e.source_kind = 'edit') e.system_id, said.key, said.value, e.source_kind
      from fact_entries e, jsonb_each(e.changed_values) said
      where e.system_id = ${anyOf(ids)} and e.source_kind <> 'ledger' and ${countsSql('e', asOf)}
      order by e.system_id, said.key, e.source_kind = 'edit', e.holds_from desc, e.id desc) newest
    where value <> 'null' or source_kind = 'edit'
    order by system_id, key, source_kind = 'edit'`)
  const columns = new Map<number, Map<string, FactSourceKind>>()
  for (const { system_id, column, source } of rows) {
    const of = columns.get(Number(system_id)) ?? new Map<string, FactSourceKind>()
    columns.set(Number(system_id), of.set(column, source))
  }
  return columns
}

/** In: ids of systems, and a day. Out: by id the columns of which something is recorded that holds from a later day, and has come. */
export async function laterColumnsOf(
  tx: Transaction,
  ids: readonly number[],
  day: CalendarDate,
  today: CalendarDate,
): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  if (day >= today) return new Map()
  const rows = await tx.execute<{ system_id: string; columns: string[] }>(sql`
    select e.system_id, array_agg(distinct key) as columns
    from fact_entries e, jsonb_object_keys(e.changed_values) key
    where e.system_id = ${anyOf(ids)} and e.holds_from > ${day}::date and ${countsSql('e', { day: today, knownAt: null })}
    group by e.system_id`)
  return new Map(rows.map(({ system_id, columns: of }) => [Number(system_id), new Set(of)]))
}

/** In: units and names of systems without a number. Out: the numbers the register has for them, by `unit\nname`. */
export async function codesByName(
  tx: Transaction,
  jurisdictionId: string,
  wanted: readonly { unit: string; name: string }[],
): Promise<Map<string, string[]>> {
  if (wanted.length === 0) return new Map()
  const rows = await tx.execute<{ unit: string; name: string; codes: string[] }>(sql`
    select o.name as unit, s.name, array_agg(s.code order by s.code) as codes
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(unit text, name text)
    join ${organisationsAs('o')} on o.jurisdiction_id = ${jurisdictionId} and o.name = w.unit
    join systems s on s.jurisdiction_id = ${jurisdictionId} and s.organisation_id = o.id and s.name = w.name
    group by o.name, s.name`)
  return new Map(rows.map(({ unit, name, codes }) => [`${unit}\n${name}`, codes]))
}

export interface Unit {
  id: number
  creditCode: string | null
}

/** Out: every organisation of the jurisdiction by name. */
export async function unitsByName(tx: Transaction, jurisdictionId: string): Promise<Map<string, Unit>> {
  const unit = organisationsAs('unit')
  const rows = await tx
    .select({ id: unit.id, name: unit.name, creditCode: unit.creditCode })
    .from(unit)
    .where(eq(unit.jurisdictionId, jurisdictionId))
  return new Map(rows.map(({ name, ...unit }) => [name, unit]))
}

/** Out: how many systems the register has. */
export async function countSystems(tx: Transaction, jurisdictionId: string): Promise<number> {
  const rows = await tx.execute<{ count: number }>(
    sql`select count(*)::int as count from systems where jurisdiction_id = ${jurisdictionId}`,
  )
  return rows[0]?.count ?? 0
}

/** In: ids of systems. Out: their numbers. */
export async function codesOfSystems(
  tx: Transaction,
  ids: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  if (ids.size === 0) return new Map()
  const rows = await tx
    .select({ id: systems.id, code: systems.code })
    .from(systems)
    .where(inArray(systems.id, [...ids]))
  return new Map(rows.map(({ id, code }) => [id, code]))
}
