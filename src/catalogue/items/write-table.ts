import writeXlsxFile from 'write-excel-file/universal'
import { escapeFormula } from '../../platform/spreadsheet/read-csv.ts'
import type { CatalogueItem } from '../model.ts'
import { type ColumnKey, cellsOf, columnKeys, columns } from './columns.ts'

/** In: items. Out: CSV in UTF-8 with BOM, as Excel opens it; text that looks like a formula stays text. */
export function itemsAsCsv(items: readonly CatalogueItem[]): Uint8Array {
  const rows = [columnKeys.map((key) => columns[key].title), ...items.map(cellsOf)]
  const text = rows.map((row) => row.map(csvCell).join(',')).join('\r\n')
  return new TextEncoder().encode(`\uFEFF${text}\r\n`)
}

function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = escapeFormula(value)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const widths: Partial<Record<ColumnKey, number>> = {
  name: 22,
  specification: 18,
  billing: 24,
  price: 14,
  zones: 20,
  aliases: 32,
  description: 34,
  priceRule: 36,
}
const numeric: ReadonlySet<ColumnKey> = new Set([
  'price',
  'vcpu',
  'memoryGiB',
  'storageGiB',
  'leadTime',
  'poolCapacity',
  'poolUnits',
  'quota',
])

/** In: items and the edition they are of. Out: an .xlsx with a title row; every text cell is text, never a formula. */
export async function itemsAsXlsx(items: readonly CatalogueItem[], title: string): Promise<Uint8Array> {
  const header = columnKeys.map((key) => ({
    value: columns[key].title,
    type: String,
    fontWeight: 'bold' as const,
    backgroundColor: '#e8f0f8',
    align: numeric.has(key) ? ('right' as const) : ('left' as const),
  }))
  const rows = items.map((item) =>
    cellsOf(item).map((value, place) => {
      if (value === null) return null
      if (typeof value === 'string') return { value, type: String }
      return { value, type: Number, format: columnKeys[place] === 'price' ? '#,##0.00' : '0' }
    }),
  )
  const heading = [{ value: title, type: String, fontWeight: 'bold' as const, fontSize: 14 }]
  const blob = await writeXlsxFile([heading, header, ...rows], {
    sheet: '服务目录',
    orientation: 'landscape',
    stickyRowsCount: 2,
    columns: columnKeys.map((key) => ({ width: widths[key] ?? 12 })),
  }).toBlob()
  return new Uint8Array(await blob.arrayBuffer())
}
