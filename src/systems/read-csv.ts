import { CsvError, parse } from 'csv-parse/browser/esm/sync'
import { AppError } from '../platform/errors.ts'
import type { Row, Sheet } from './cells.ts'

/** In: the bytes of a text file. Out: its text: by byte order mark, else UTF-8 if it is that, else GB18030 as Excel writes it. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoded(bytes, 'utf-16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decoded(bytes, 'utf-16be')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return decoded(bytes, 'gb18030')
  }
}

function decoded(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError(
      'unreadable-file',
      '这个 .csv 文件的文字编码认不出来。请用 Excel 另存为“CSV UTF-8（逗号分隔）”再上传。',
      { cause },
    )
  }
}

const delimiters = [',', '\t', ';', '，'] as const

/** In: the text. Out: the delimiter that its first lines have most of, outside quotes. */
export function delimiterOf(text: string): string {
  const head = text.slice(0, 20_000).replace(/"[^"]*"/g, '')
  const lines = head.split(/\r\n|\r|\n/, 12)
  const most = (delimiter: string) => Math.max(...lines.map((line) => line.split(delimiter).length))
  return delimiters.reduce((best, candidate) => (most(candidate) > most(best) ? candidate : best))
}

/** In: the bytes of a .csv. Out: its one sheet. Throws unreadable-file naming the line that can't be read. */
export function openCsv(bytes: Uint8Array): Sheet[] {
  return [{ name: '', kind: 'csv', rows: () => csvRows(bytes) }]
}

async function* csvRows(bytes: Uint8Array): AsyncGenerator<Row[]> {
  const text = decodeText(bytes)
  const records = parseRecords(text, delimiterOf(text))
  let batch: Row[] = []
  for (const [index, record] of records.entries()) {
    if (record.every((value) => value === '')) continue
    batch.push({ number: index + 1, cells: record.map((value) => (value === '' ? null : unmarked(value))) })
    if (batch.length < 1_000) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function parseRecords(text: string, delimiter: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
    })
  } catch (cause) {
    const line =
      cause instanceof CsvError && typeof cause.lines === 'number' ? `（第 ${cause.lines} 行附近）` : ''
    throw new AppError(
      'unreadable-file',
      `这个 .csv 文件的引号不成对，读不出来${line}。请用 Excel 打开检查后另存一份再上传。`,
      { cause },
    )
  }
}

/** What a spreadsheet program would take for a formula, with the apostrophes it may have been marked with already. */
const formulaLike = /^'*[=+\-@\t\r＝＋－＠]/

/** Text for a CSV cell: marked by an apostrophe when a spreadsheet program would take it for a formula. */
export function marked(text: string): string {
  return formulaLike.test(text) ? `'${text}` : text
}

/** What `marked` was given. */
export function unmarked(text: string): string {
  return text.startsWith("'") && formulaLike.test(text) ? text.slice(1) : text
}
