import { sql } from 'drizzle-orm'
import type { Transaction } from '../../../src/platform/database.ts'
import type { World } from '../../support/world.ts'
import type { Columns, MachineRow } from './machine-row.ts'

/** Works on the database as the owner of its tables, in a transaction that sees the jurisdiction. */
export function asOwner<T>(world: World, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return world.database.transaction(async (tx) => {
    await tx.execute(sql`select set_config('dengyun.realm', 'jurisdiction', true),
      set_config('dengyun.jurisdiction', ${world.jurisdictionId}, true), set_config('dengyun.organisations', '*', true)`)
    return work(tx)
  })
}

/** Works with the triggers off of the row's table and those beside it. */
export async function withoutTriggers<T>(
  tx: Transaction,
  row: MachineRow,
  work: () => Promise<T>,
): Promise<T> {
  const all = async (state: 'enable' | 'disable') => {
    for (const table of [row.machine.table, ...row.beside])
      await tx.execute(sql.raw(`alter table ${table} ${state} trigger user`))
  }
  await all('disable')
  const result = await work()
  await all('enable')
  return result
}

const tableOf = ({ machine }: MachineRow) => sql.raw(machine.table)
const namesOf = (columns: Columns) => sql.raw(Object.keys(columns).join(', '))
const recordOf = (row: MachineRow, columns: Columns) =>
  sql`jsonb_populate_record(null::${tableOf(row)}, ${JSON.stringify(columns)}::jsonb)`
const isRow = (key: Columns) =>
  sql.join(
    Object.entries(key).map(([column, value]) => sql`${sql.raw(column)} = ${value}`),
    sql` and `,
  )

/** Out: the row's columns, but for those that the database generates. Throws when it isn't there. */
export async function readRow(tx: Transaction, row: MachineRow): Promise<Columns> {
  const generated = await tx.execute<{ name: string }>(sql`select attname as name from pg_attribute
    where attrelid = ${row.machine.table}::regclass and (attidentity <> '' or attgenerated <> '')`)
  const [found] = await tx.execute<{ json: Columns }>(
    sql`select to_jsonb(t) as json from ${tableOf(row)} t where ${isRow(row.key)}`,
  )
  if (found === undefined) throw new Error(`no row of ${row.machine.table}`)
  const names = new Set(generated.map(({ name }) => name))
  return Object.fromEntries(Object.entries(found.json).filter(([column]) => !names.has(column)))
}

async function change(tx: Transaction, row: MachineRow, key: Columns, columns: Columns): Promise<number> {
  const changed = await tx.execute(sql`update ${tableOf(row)} set (${namesOf(columns)}) =
    (select ${namesOf(columns)} from ${recordOf(row, columns)}) where ${isRow(key)} returning 1`)
  return changed.length
}

/** Updates the row with this key to a state. */
export async function updateTo(
  tx: Transaction,
  row: MachineRow,
  key: Columns,
  status: string,
): Promise<void> {
  const changed = await change(tx, row, key, { status, ...row.columns(status) })
  if (changed !== 1) throw new Error(`${changed} rows of ${row.machine.table} changed`)
}

/** Inserts a second row in a state. In: the columns of the first. Out: its key. */
export async function insertAs(
  tx: Transaction,
  row: MachineRow,
  like: Columns,
  status: string,
): Promise<Columns> {
  const columns = { ...like, status, ...row.columns(status), ...row.another(status) }
  const [made] = await tx.execute<{ json: Columns }>(sql`
    insert into ${tableOf(row)} as t (${namesOf(columns)})
    select ${namesOf(columns)} from ${recordOf(row, columns)} returning to_jsonb(t) as json`)
  return Object.fromEntries(Object.keys(row.key).map((column) => [column, made?.json[column]]))
}

export async function deleteRow(tx: Transaction, row: MachineRow, key: Columns): Promise<void> {
  await tx.execute(sql`delete from ${tableOf(row)} where ${isRow(key)}`)
}

/** Puts the row back as it was, also when it is gone. */
export async function putBack(tx: Transaction, row: MachineRow, columns: Columns): Promise<void> {
  if ((await change(tx, row, row.key, columns)) === 1) return
  const whole = { ...columns, ...row.key }
  await tx.execute(sql`insert into ${tableOf(row)} (${namesOf(whole)}) overriding system value
    select ${namesOf(whole)} from ${recordOf(row, whole)}`)
}
