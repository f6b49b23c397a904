import { parse } from 'csv-parse/browser/esm/sync'
import { readSheet } from 'read-excel-file/universal'
import { AppError } from '../../platform/errors.ts'

/** A catalogue has a hundred items, at most a few thousand: far below these bounds. */
const largestFile = 10 * 1024 * 1024
const largestUnpacked = 100 * 1024 * 1024

/**
 * In: a spreadsheet, .csv (UTF-8 or GB18030) or .xlsx (its first sheet). Out: its rows as text, spaces at the ends cut;
 * row i stands in the spreadsheet's row i + 1. Throws unsupported-file, unreadable-file or too-large.
 */
export async function readTable(fileName: string, bytes: Uint8Array): Promise<string[][]> {
  if (!/\.(csv|xlsx)$/i.test(fileName))
    throw new AppError('unsupported-file', `只收 .xlsx 和 .csv 文件，“${fileName.slice(0, 80)}”不是。`)
  if (bytes.length === 0) throw new AppError('unreadable-file', '文件是空的，请检查后重新上传。')
  if (bytes.length > largestFile) throw new AppError('too-large', '文件超过 10 MB，请检查是否选错了文件。')
  // Content decides, not the name: spreadsheets are often renamed instead of saved as.
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return readWorkbook(bytes)
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    throw new AppError(
      'unreadable-file',
      '这是加了密码的工作簿或旧版 .xls 文件。请去掉密码，另存为 .xlsx 后上传。',
    )
  return readCsv(bytes)
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, place) => bytes[place] === byte)
}

function readCsv(bytes: Uint8Array): string[][] {
  const text = decode(bytes)
  const firstLine = text.slice(0, text.search(/[\r\n]|$/))
  try {
    const rows: string[][] = parse(text, {
      delimiter: firstLine.includes('\t') && !firstLine.includes(',') ? '\t' : ',',
      relax_column_count: true,
      skip_empty_lines: false,
      trim: true,
    })
    // Our own export writes ' before = + - @, so that no spreadsheet takes the text for a formula.
    return rows.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r])/, '')))
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? `（第 ${String(error.lines)} 行附近）` : ''
    throw new AppError('unreadable-file', `CSV 的引号不成对${line}，读不下去。请用 Excel 打开检查后另存。`, {
      cause: error,
    })
  }
}

/** UTF-8 if it is, else GB18030 as Excel writes it on a Chinese machine. */
function decode(bytes: Uint8Array): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      if (!text.includes('\0')) return text
    } catch {
      // Not this encoding: try the next.
    }
  }
  throw new AppError(
    'unreadable-file',
    '文件不是文本，或编码认不出来。请用 Excel 另存为“CSV UTF-8”或 .xlsx。',
  )
}

async function readWorkbook(bytes: Uint8Array): Promise<string[][]> {
  if (unpackedSize(bytes) > largestUnpacked)
    throw new AppError('too-large', '工作簿展开后过大。请检查是否选错了文件。')
  try {
    const rows = await readSheet<string>(new Uint8Array(bytes).buffer, { parseNumber: (text) => text })
    return rows.map((row) => row.map((cell) => textOf(cell)))
  } catch (error) {
    throw new AppError(
      'unreadable-file',
      '工作簿读不出来，可能已损坏。请用 Excel 打开、另存为 .xlsx 后再传。',
      {
        cause: error,
      },
    )
  }
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  if (typeof cell === 'boolean') return cell ? '是' : '否'
  const text = String(cell).trim()
  // Excel stores 107.8 as 107.80000000000001 at times; it shows 15 digits, and so do we.
  return /^-?\d+\.\d{10,}$/.test(text) ? String(Number(Number(text).toPrecision(15))) : text
}

/**
 * In: a zip archive. Out: how large it says its content is; the reader allots no more than that.
 * Throws unreadable-file when there is no directory.
 */
function unpackedSize(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const endSignature = 0x06054b50
  let end = bytes.length - 22
  while (end >= 0 && view.getUint32(end, true) !== endSignature) end -= 1
  if (end < 0) throw new AppError('unreadable-file', '工作簿不完整，可能没有传完。请重新上传。')
  let total = 0
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0 && at + 46 <= bytes.length; left -= 1) {
    total += view.getUint32(at + 24, true)
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return total
}
