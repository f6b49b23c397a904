import { and, asc, eq, gt } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { organisationsAs } from '../identity/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { xlsxType } from '../platform/http/download.ts'
import { escapeFormula } from '../platform/spreadsheet/read-csv.ts'
import { writeSheet } from '../platform/spreadsheet/sheet-writer.ts'
import { inTurns } from '../platform/turns.ts'
import { type ExportedCell, type ExportedSystem, exportedCells, exportedHeaders } from './ledger-cells.ts'
import { systems } from './schema.ts'
import { selectedColumns } from './stored-systems.ts'

export interface ExportedLedger {
  fileName: string
  contentType: string
  bytes: Uint8Array
}

/**
 * The register as a ledger that can be edited and imported again: without an edit, nothing changes.
 * A department gets its own systems. Out: .xlsx, or .csv in UTF-8 with BOM as Excel opens it.
 */
export async function exportLedger(context: Context, format: 'xlsx' | 'csv'): Promise<ExportedLedger> {
  authorize(context, 'systems.export')
  const rows = await transact(context, async (tx) => {
    const cells = await readCells(tx, context.actor.jurisdictionId)
    await record(context, tx, [
      {
        operation: 'systems.export',
        objectType: 'ledger',
        objectId: context.actor.jurisdictionId,
        after: { format, systems: cells.length },
      },
    ])
    return cells
  })
  const name = `政务信息系统台账-${context.clock.today()}`
  return format === 'csv'
    ? { fileName: `${name}.csv`, contentType: 'text/csv; charset=utf-8', bytes: await asCsv(rows) }
    : { fileName: `${name}.xlsx`, contentType: xlsxType, bytes: await asXlsx(context, rows) }
}

const pageSize = 1_000

async function readCells(tx: Transaction, jurisdictionId: string): Promise<ExportedCell[][]> {
  const cells: ExportedCell[][] = []
  const unit = organisationsAs('unit')
  for (let after = ''; ; ) {
    const page: ExportedSystem[] = await tx
      .select({
        code: systems.code,
        unit: unit.name,
        creditCode: unit.creditCode,
        values: selectedColumns,
      })
      .from(systems)
      .innerJoin(unit, eq(unit.id, systems.organisationId))
      .where(and(eq(systems.jurisdictionId, jurisdictionId), gt(systems.code, after)))
      .orderBy(asc(systems.code))
      .limit(pageSize)
    for (const system of page) cells.push([cells.length + 1, ...exportedCells(system)])
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return cells
    after = last.code
  }
}

async function asCsv(rows: readonly ExportedCell[][]): Promise<Uint8Array> {
  const turn = inTurns()
  const lines: string[] = []
  for (const row of [exportedHeaders, ...rows]) {
    lines.push(row.map(csvCell).join(','))
    await turn()
  }
  return new TextEncoder().encode(`\uFEFF${lines.join('\r\n')}\r\n`)
}

function csvCell(cell: ExportedCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  if (typeof cell === 'object') return cell.date
  const text = escapeFormula(cell)
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const wide: Record<string, number> = {
  系统名称: 30,
  主管单位: 24,
  统一社会信用代码: 22,
  联系电话: 16,
  备注: 30,
}

function asXlsx(context: Context, rows: readonly ExportedCell[][]): Promise<Uint8Array> {
  const columns = exportedHeaders.map((title) => ({ title, width: wide[title] ?? 12 }))
  return writeSheet(context, { name: '系统台账', columns }, rows, (row) => row)
}
