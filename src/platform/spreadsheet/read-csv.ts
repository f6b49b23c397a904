import { AppError } from '../errors.ts'
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
  let batch: Row[] = []
  let number = 0
  for (const record of records(text, delimiterOf(text))) {
    number += 1
    if (record.every((value) => value === '')) continue
    batch.push({ number, cells: record.map((value) => (value === '' ? null : unescapeFormula(value))) })
    if (batch.length < 1_000) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/**
 * The records of a CSV, one at a time (RFC 4180; a quote inside a field that doesn't begin with one is text).
 * Written here because a ledger of 100,000 rows took a library two gigabytes: it keeps all records at once.
 */
function* records(text: string, delimiter: string): Generator<string[]> {
  const ends = new RegExp(`[${delimiter === '\t' ? '\\t' : delimiter}\r\n]`, 'g')
  let record: string[] = []
  let at = 0
  let line = 1
  while (at < text.length) {
    let value = ''
    if (text[at] === '"') {
      const quoted = quotedAt(text, at, line)
      value = quoted.value
      line += quoted.lines
      at = quoted.end
    }
    ends.lastIndex = at
    const end = ends.exec(text)?.index ?? text.length
    record.push(value + text.slice(at, end))
    at = end + 1
    if (text[end] === delimiter) {
      // A delimiter at the very end has an empty field behind it.
      if (at === text.length) record.push('')
      else continue
    }
    if (text[end] === '\r' && text[at] === '\n') at += 1
    line += 1
    yield record
    record = []
  }
  if (record.length > 0) yield record
}

/** In: where a quote opens. Out: what it holds, how many lines that is, and where the rest begins. */
function quotedAt(text: string, start: number, line: number): { value: string; lines: number; end: number } {
  let value = ''
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0)
      throw new AppError(
        'unreadable-file',
        `这个 .csv 文件第 ${line} 行的引号没有配对，读不下去。请用 Excel 打开检查后另存一份再上传。`,
      )
    value += text.slice(from, quote)
    from = quote + 1
    if (text[from] !== '"') return { value, lines: value.split('\n').length - 1, end: from }
    value += '"'
    from += 1
  }
}

/** What a spreadsheet program would take for a formula, with the apostrophes it may have been marked with already. */
const formulaLike = /^'*[=+\-@\t\r＝＋－＠]/

/** Text for a CSV cell: marked by an apostrophe when a spreadsheet program would take it for a formula. */
export function escapeFormula(text: string): string {
  return formulaLike.test(text) ? `'${text}` : text
}

/** What `escapeFormula` was given. */
export function unescapeFormula(text: string): string {
  return text.startsWith("'") && formulaLike.test(text) ? text.slice(1) : text
}
