import { eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { organisationsAs } from '../identity/index.ts'
import type { Transaction } from '../platform/database.ts'
import { type RegisterColumn, type RegisterValues, registerColumnNames } from './register-columns.ts'
import { systems } from './schema.ts'

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
