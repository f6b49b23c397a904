import { AppError } from '../errors.ts'
import { type Row, rowOf, type Sheet } from './cells.ts'
import { portions } from './portions.ts'
import { assertRow, type ReadingCost, readingLimits } from './reading-cost.ts'
import { putCell } from './sheet-xml.ts'

/** In: the bytes of a text file. Out: its text: by byte order mark, else UTF-8 if it is that, else GB18030 as Excel writes it. */
async function decodeText(bytes: Uint8Array, cost: ReadingCost): Promise<string> {
  const encodings =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? ['utf-16le']
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? ['utf-16be']
        : ['utf-8', 'gb18030']
  let cause: unknown
  for (const encoding of encodings) {
    try {
      return await decoded(bytes, encoding, cost)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      cause = error
    }
  }
  throw new AppError(
    'unreadable-file',
    '这个 .csv 文件的文字编码认不出来。请用 Excel 另存为“CSV UTF-8（逗号分隔）”再上传。',
    { cause },
  )
}

/** Bytes of text that are read in a few milliseconds. */
const sliceSize = 1024 * 1024

/** Throws a TypeError when it is another encoding. */
async function decoded(bytes: Uint8Array, encoding: string, cost: ReadingCost): Promise<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const texts: string[] = []
  for (let at = 0; at < bytes.length; at += sliceSize) {
    texts.push(decoder.decode(bytes.subarray(at, at + sliceSize), { stream: true }))
    await cost.pause()
  }
  return texts.join('') + decoder.decode()
}

const delimiters = [',', '\t', ';', '，'] as const

/** In: the text. Out: the delimiter that its first lines have most of, outside quotes. */
export function delimiterOf(text: string): string {
  const head = text.slice(0, 20_000).replace(/"[^"]*"/g, '')
  const lines = head.split(/\r\n|\r|\n/, 12)
  const most = (delimiter: string) => Math.max(...lines.map((line) => line.split(delimiter).length))
  return delimiters.reduce((best, candidate) => (most(candidate) > most(best) ? candidate : best))
}

/**
 * In: the bytes of a .csv, what reading it has cost. Out: its one sheet.
 * Its rows throw unreadable-file naming the line that can't be read, too-large beyond the limits.
 */
export function openCsv(bytes: Uint8Array, cost: ReadingCost): Sheet[] {
  let text: Promise<string> | undefined
  async function* rows() {
    text ??= decodeText(bytes, cost)
    yield* csvRows(await text, cost)
  }
  return [{ name: '', kind: 'csv', rows: () => portions(rows(), cost, '') }]
}

async function* csvRows(text: string, cost: ReadingCost): AsyncGenerator<Row[]> {
  let batch: Row[] = []
  let paused = 0
  for (const { row, end } of records(text, delimiterOf(text))) {
    batch.push(row)
    if (batch.length < maxBatch && end - paused < sliceSize / 4) continue
    yield batch
    batch = []
    paused = end
    await cost.pause()
  }
  yield batch
}

/** Rows that are read in a few milliseconds. */
const maxBatch = 5_000
/** Excel's columns. */
const maxFields = 16_384
/** Characters of a field: many times more than a cell of Excel holds. */
const maxField = 1_000_000
const [quote, lineFeed, carriageReturn] = [34, 10, 13]

/**
 * The records of a CSV, one at a time, and where each ends (RFC 4180; a quote inside a field that doesn't begin with
 * one is text). Written here because a ledger of 100,000 rows took a library two gigabytes: it keeps all records at once.
 */
function* records(text: string, delimiter: string): Generator<{ row: Row; end: number }> {
  const separator = delimiter.charCodeAt(0)
  let row = rowOf(1, [])
  let column = 0
  let line = 1
  let at = 0
  while (at < text.length) {
    let value = ''
    if (text.charCodeAt(at) === quote) {
      const quoted = quotedAt(text, at, line)
      value = quoted.value
      line += quoted.lines
      at = quoted.end
    }
    let end = at
    let sign = text.charCodeAt(end)
    while (end < text.length && sign !== separator && sign !== lineFeed && sign !== carriageReturn) {
      end += 1
      sign = text.charCodeAt(end)
      if (end - at > maxField)
        throw new AppError(
          'too-large',
          `第 ${row.number} 行有一格超过 ${maxField} 个字，不像表格，没有读取。`,
        )
    }
    if (end > at) value += text.slice(at, Math.min(end, at + readingLimits.cellCharacters))
    if (value !== '') putCell(row, column, unescapeFormula(value.slice(0, readingLimits.cellCharacters)))
    at = end + 1
    if (sign === separator) {
      column += 1
      if (column < maxFields) continue
      throw new AppError('too-large', `第 ${row.number} 行超过 ${maxFields} 列，不像表格，没有读取。`)
    }
    if (sign === carriageReturn && text.charCodeAt(at) === lineFeed) at += 1
    line += 1
    row.fields = column + 1
    yield { row, end: at }
    row = rowOf(row.number + 1, [])
    if (at < text.length) assertRow(row.number)
    column = 0
  }
  // A delimiter at the very end has an empty field behind it.
  row.fields = column + 1
  if (column > 0) yield { row, end: at }
}

/** In: where a quote opens. Out: what it holds, how many line breaks that has, and where the rest begins. */
function quotedAt(text: string, start: number, line: number): { value: string; lines: number; end: number } {
  let lines = 0
  let end = start + 1
  for (; ; end += 1) {
    if (end >= text.length || end - start > maxField)
      throw new AppError(
        'unreadable-file',
        `这个 .csv 文件第 ${line} 行的引号没有配对，读不下去。请用 Excel 打开检查后另存一份再上传。`,
      )
    const sign = text.charCodeAt(end)
    if (sign === lineFeed) lines += 1
    if (sign !== quote) continue
    if (text.charCodeAt(end + 1) !== quote) break
    end += 1
  }
  // Twice as much as a cell holds is enough, should all of it be doubled quotes.
  const value = text.slice(start + 1, Math.min(end, start + 1 + 2 * readingLimits.cellCharacters))
  return { value: value.replaceAll('""', '"'), lines, end: end + 1 }
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
