import { escapeFormula } from '../../platform/spreadsheet/read-csv.ts'
import { type WritingContext, writeSheet } from '../../platform/spreadsheet/sheet-writer.ts'
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

/** In: items and the edition they are of. Out: an .xlsx with a title row. */
export function itemsAsXlsx(
  context: WritingContext,
  items: readonly CatalogueItem[],
  title: string,
): Promise<Uint8Array> {
  const header = columnKeys.map((key) => ({
    title: columns[key].title,
    width: widths[key] ?? 12,
    ...(numeric.has(key) ? { align: 'right' as const } : {}),
  }))
  return writeSheet(context, { name: '服务目录', heading: title, columns: header }, items, (item) =>
    cellsOf(item).map((value, place) =>
      typeof value === 'number'
        ? { number: value, format: columnKeys[place] === 'price' ? '#,##0.00' : '0' }
        : value,
    ),
  )
}
