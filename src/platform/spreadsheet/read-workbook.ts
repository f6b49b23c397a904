import { AppError } from '../errors.ts'
import type { Sheet } from './cells.ts'
import { openCsv } from './read-csv.ts'
import { openXlsx } from './read-xlsx.ts'
import { ReadingCost, readingLimits } from './reading-cost.ts'

/** A spreadsheet as it was uploaded. */
export interface UploadedFile {
  fileName: string
  bytes: Uint8Array
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}

const known: readonly { signature: readonly number[]; what: string }[] = [
  { signature: [0x25, 0x50, 0x44, 0x46], what: '这是 PDF' },
  { signature: [0x89, 0x50, 0x4e, 0x47], what: '这是图片' },
  { signature: [0xff, 0xd8, 0xff], what: '这是图片' },
  { signature: [0x47, 0x49, 0x46, 0x38], what: '这是图片' },
  { signature: [0x42, 0x4d], what: '这是图片' },
  { signature: [0x52, 0x61, 0x72, 0x21], what: '这是 RAR 压缩包' },
  { signature: [0x37, 0x7a, 0xbc, 0xaf], what: '这是 7z 压缩包' },
  { signature: [0x1f, 0x8b], what: '这是压缩包' },
]

/**
 * In: an uploaded file, and what ends the reading early. Out: its sheets. The content decides what it is, the name is
 * only for the message. Throws too-large, unsupported-file or unreadable-file, saying what it is and what to do.
 */
export async function openWorkbook(file: UploadedFile, signal?: AbortSignal): Promise<Sheet[]> {
  const { bytes } = file
  const cost = new ReadingCost(bytes.length, signal)
  if (bytes.length > readingLimits.fileBytes)
    throw new AppError('too-large', `${file.fileName} 超过 60 MB。请删去无关的工作表和图片，或拆成几份再传。`)
  if (bytes.length === 0)
    throw new AppError('unreadable-file', `${file.fileName} 是空文件，里面什么也没有。请重新选择文件。`)
  if (startsWith(bytes, [0x50, 0x4b])) return openXlsx(bytes, cost)
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    throw new AppError(
      'unsupported-file',
      `${file.fileName} 是加密的工作簿，或旧的 .xls 格式，读不了。请在 Excel 或 WPS 里另存为不加密的 .xlsx 再上传。`,
    )
  const what = known.find(({ signature }) => startsWith(bytes, signature))?.what ?? notText(bytes)
  if (what !== null)
    throw new AppError(
      'unsupported-file',
      `${file.fileName}：${what}，不是表格。请上传 .xlsx 工作簿或 .csv 文件。`,
    )
  return openCsv(bytes, cost)
}

/** Other programs' ".xls" are often web pages or XML; and bytes that no text has mean no CSV. */
function notText(bytes: Uint8Array): string | null {
  const head = bytes.subarray(0, 4096)
  const start = new TextDecoder('latin1').decode(head).replace(/^(ï»¿)?\s+/, '')
  if (/^(ï»¿)?<(!doctype|html|\?xml|table|meta)/i.test(start))
    return '这是网页或 XML 文件（有的系统导出的 .xls 其实是它）'
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) return null
  return head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) ? '文件类型认不出来' : null
}
