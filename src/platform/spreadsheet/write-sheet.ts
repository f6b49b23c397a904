/** Pure. */

import writeXlsxFile, { type SheetData } from 'write-excel-file/universal'

/** Text stays text, whatever it begins with; a number has a format, or is shown as it is. */
export type WrittenCell = null | string | number | { number: number; format: string } | { date: string }

/** A table to be written, without its rows. */
export interface WrittenSheet {
  name: string
  /** A line above the header. */
  heading?: string
  columns: readonly { title: string; width: number; align?: 'right' }[]
}

/** In: a table and its rows. Out: it as .xlsx. Everything at once: `writeSheet` is what others can bear. */
export async function sheetAsXlsx(
  { name, heading, columns }: WrittenSheet,
  rows: readonly (readonly WrittenCell[])[],
): Promise<Uint8Array<ArrayBuffer>> {
  const bold = { type: String, fontWeight: 'bold' as const }
  const header = columns.map(({ title, align }) => ({
    ...bold,
    value: title,
    backgroundColor: '#e8f0f8',
    ...(align === undefined ? {} : { align }),
  }))
  const above = heading === undefined ? [] : [[{ ...bold, value: heading, fontSize: 14 }]]
  const data: SheetData = [...above, header, ...rows.map((row) => row.map(cell))]
  const blob = await writeXlsxFile(data, {
    sheet: name,
    orientation: 'landscape',
    stickyRowsCount: above.length + 1,
    columns: columns.map(({ width }) => ({ width })),
  }).toBlob()
  return new Uint8Array(await blob.arrayBuffer())
}

/** Bare text is typed as text: what begins with = is no formula. Bare values, because there can be millions. */
function cell(value: WrittenCell) {
  if (value === null || typeof value !== 'object') return value
  if ('number' in value) return { value: value.number, type: Number, format: value.format }
  // The library turns an instant at midnight UTC into Excel's number of the same day.
  return { value: new Date(`${value.date}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' }
}
