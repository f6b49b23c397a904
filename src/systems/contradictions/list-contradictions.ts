import { type SQL, sql } from 'drizzle-orm'
import { organisationsAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { parseStored } from '../../platform/stored.ts'
import { type FactSourceKind, factSources } from '../fact-sources.ts'
import { type RegisterColumn, registerColumns, shown } from '../register-columns.ts'
import { registerJsonSql } from '../state-as-of.ts'
import { contradictedValues } from './contradicted-values.ts'

/** An open contradiction, in words. */
export interface OpenContradiction {
  id: number
  code: string
  system: string
  unit: string
  column: RegisterColumn
  field: string
  ledger: string
  recorded: string
  /** The kind of record, and what users call it. */
  sourceKind: FactSourceKind
  source: string
  /** null: a whole ledger is for those who import. */
  fileName: string | null
}

/** What is open and still so: the register has not come to say what the ledger did. */
const stillSo: SQL = sql`c.settled_at is null
  and coalesce(${registerJsonSql} -> c.column_name, 'null') is distinct from c.said -> 'ledger'`

/** Out: the contradictions that the actor sees and that nobody has settled, by unit and system; at most 500. */
export async function listContradictions(context: Context): Promise<OpenContradiction[]> {
  authorize(context, 'systems.read')
  const rows = await transact(context, (tx) =>
    tx.execute<{
      id: string
      code: string
      system: string
      unit: string
      column: RegisterColumn
      said: unknown
      source: FactSourceKind
      file_name: string | null
    }>(sql`
      select c.id, s.code, s.name as system, o.name as unit, c.column_name as column, c.said,
        c.source_kind as source, i.file_name
      from ledger_contradictions c join systems s on s.id = c.system_id
        join ${organisationsAs('o')} on o.id = s.organisation_id left join ledger_imports i on i.id = c.import_id
      where ${stillSo}
      order by o.name, s.code, c.id limit 500`),
  )
  return rows.map(({ column, source, ...row }) => {
    const said = parseStored(contradictedValues, '台账与记录不一致', row.said)
    return {
      id: Number(row.id),
      code: row.code,
      system: row.system,
      unit: row.unit,
      column,
      field: registerColumns[column].label,
      ledger: shown(column, said.ledger),
      recorded: shown(column, said.recorded),
      sourceKind: source,
      source: factSources[source],
      fileName: row.file_name,
    }
  })
}

/** Out: how many there are of them. */
export async function countContradictions(tx: Transaction): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from ledger_contradictions c join systems s on s.id = c.system_id where ${stillSo}`)
  return row?.count ?? 0
}
