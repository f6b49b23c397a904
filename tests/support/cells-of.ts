import { type Cell, cellAt, type Row, rowOf } from '../../src/platform/spreadsheet/cells.ts'
import { openWorkbook } from '../../src/platform/spreadsheet/read-workbook.ts'

/** In: a row. Out: its cells from the first column to the last that shows something; null for blank ones. */
export function cellsOfRow(row: Row): Cell[] {
  return Array.from({ length: (row.columns.at(-1) ?? -1) + 1 }, (_, column) => cellAt(row, column))
}

/** In: a table's cells. Out: its rows as the reader gives them: numbered from 1, without blank ones. */
export function tableOf(table: readonly (readonly Cell[])[]): Row[] {
  return table.map((cells, index) => rowOf(index + 1, cells)).filter(({ cells }) => cells.length > 0)
}

/** In: a file. Out: the cells of each visible sheet by its name, row by row; blank rows are left out. */
export async function cellsOf(fileName: string, bytes: Uint8Array): Promise<Map<string, Cell[][]>> {
  const sheets = new Map<string, Cell[][]>()
  for (const sheet of await openWorkbook({ fileName, bytes })) {
    const rows: Cell[][] = []
    for await (const batch of sheet.rows()) rows.push(...batch.map(cellsOfRow))
    sheets.set(sheet.name, rows)
  }
  return sheets
}
