import { fileTypeFromBuffer } from 'file-type/core'
import { AppError } from '../platform/errors.ts'
import type { Upload } from '../platform/http/posted-form.ts'
import { inTurns } from '../platform/turns.ts'
import { examineZip } from './examine-zip.ts'
import { accepted, endingOf, type FileType, fileTypes, largestFile } from './model.ts'

/** What tells a type stands at the beginning; archives are looked into by ourselves. */
const headBytes = 64 * 1024

/**
 * In: an uploaded file, and what ends the reading early. Out: what it is by its content.
 * Throws too-large; unsupported-file for what is no evidence, lies about its type or is two things at once;
 * unreadable-file for what is empty, cut off, damaged or encrypted, so that nobody could read it later.
 */
export async function examineFile({ fileName, bytes }: Upload, signal?: AbortSignal): Promise<FileType> {
  if (bytes.length === 0)
    throw new AppError('unreadable-file', `${fileName} 是空文件，里面什么也没有。请重新选择文件。`)
  if (bytes.length > largestFile)
    throw new AppError('too-large', `${fileName} 超过 20 MB。请压缩图片、降低扫描分辨率，或拆成几份再传。`)
  const type = await typeOf(fileName, bytes, signal)
  assertSingle(fileName, type, bytes)
  const endings: readonly string[] = fileTypes[type].endings
  const ending = endingOf(fileName)
  if (!endings.includes(ending))
    throw new AppError(
      'unsupported-file',
      `${fileName} 的内容是${fileTypes[type].title}，扩展名却${ending === '' ? '没有写' : `是 .${ending}`}。请核对是不是选错了文件；没有选错的，把扩展名改成 .${endings[0]} 再上传。`,
    )
  return type
}

async function typeOf(
  fileName: string,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<FileType> {
  if (startsWith(bytes, 'PK\x03\x04')) {
    const type = await examineZip(bytes, signal)
    if (type === null) throw notAccepted(fileName, '是压缩包或别的打包文件')
    return type
  }
  const found = await fileTypeFromBuffer(bytes.subarray(0, headBytes))
  switch (found?.ext) {
    case 'pdf':
      await assertPdf(fileName, bytes, signal)
      return 'pdf'
    case 'jpg':
      if (lastIndexOf(bytes, '\xff\xd9') < 0) throw cutOff(fileName)
      return 'jpg'
    case 'png':
      if (lastIndexOf(bytes, 'IEND') < 0) throw cutOff(fileName)
      return 'png'
    case 'cfb':
      throw oldOffice(fileName, bytes)
    default:
      throw notAccepted(fileName, found === undefined ? '认不出是什么文件' : `是 ${found.ext} 文件`)
  }
}

const latin1 = new TextDecoder('latin1')
const startsWith = (bytes: Uint8Array, text: string) => latin1.decode(bytes.subarray(0, text.length)) === text

/** Out: where the text, one byte a character, stands last; -1: nowhere. */
function lastIndexOf(bytes: Uint8Array, text: string): number {
  const wanted = Array.from(text, (character) => character.charCodeAt(0))
  let at = bytes.lastIndexOf(wanted[0] ?? 0, bytes.length - wanted.length)
  while (at >= 0 && !wanted.every((byte, index) => bytes[at + index] === byte))
    at = at === 0 ? -1 : bytes.lastIndexOf(wanted[0] ?? 0, at - 1)
  return at
}

const notAccepted = (fileName: string, what: string) =>
  new AppError('unsupported-file', `${fileName} ${what}，不能作为凭据。请上传 ${accepted} 文件。`)

const cutOff = (fileName: string) =>
  new AppError('unreadable-file', `${fileName} 不完整，可能没有传完或已损坏。请打开确认后再上传。`)

/** The container of old Office files, and of new ones under a password. */
function oldOffice(fileName: string, bytes: Uint8Array): AppError {
  const encrypted = lastIndexOf(bytes, Array.from('EncryptedPackage', (sign) => `${sign}\0`).join('')) >= 0
  return encrypted
    ? new AppError(
        'unreadable-file',
        `${fileName} 加了密，以后没有密码就打不开，不能作为凭据。请取消密码后另存一份再上传。`,
      )
    : notAccepted(fileName, '是旧格式的 Office 文件（.doc、.xls 一类），请另存为 .docx 或 .xlsx；它')
}

/** Of a name in a PDF any letter can be written as #xx. */
const encryptKey = new RegExp(
  `/${Array.from('Encrypt', (letter) => `(?:${letter}|#${letter.charCodeAt(0).toString(16)})`).join('')}\\s*(?:\\d{1,10}\\s+\\d{1,5}\\s+R|<<)`,
  'i',
)
const portion = 1024 * 1024
/** Some programs write something behind a PDF's end. */
const tailBytes = 64 * 1024
/** Longer than the key with what follows it. */
const overlap = 256

/** Throws unreadable-file for a PDF that is cut off or encrypted. Its trailer, which says so, is never compressed. */
async function assertPdf(fileName: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
  const turn = inTurns({ signal })
  if (lastIndexOf(bytes.subarray(-tailBytes), 'startxref') < 0) throw cutOff(fileName)
  for (let at = 0; at < bytes.length; at += portion) {
    if (encryptKey.test(latin1.decode(bytes.subarray(at, at + portion + overlap))))
      throw new AppError(
        'unreadable-file',
        `${fileName} 加了密（设了打开密码，或者限制了打印、复制），以后可能打不开，不能作为凭据。请去掉密码和限制，或打印成新的 PDF 再上传。`,
      )
    await turn()
  }
}

/** Throws unsupported-file for a file that another program opens as something else. */
function assertSingle(fileName: string, type: FileType, bytes: Uint8Array): void {
  const isZip = startsWith(bytes, 'PK\x03\x04')
  // Readers look for a PDF's first line in the first 1,024 bytes.
  const isPdf = latin1.decode(bytes.subarray(0, 1_024)).includes('%PDF-')
  const also = type !== 'pdf' && isPdf ? 'PDF' : !isZip && endsAsZip(bytes) ? '压缩包' : null
  if (also !== null)
    throw new AppError(
      'unsupported-file',
      `${fileName} 既是${fileTypes[type].title}，又能当作${also}打开，不能作为凭据。请重新导出或扫描一份再上传。`,
    )
}

/** An archive is known by its end: a record with a comment that reaches as far as the file. */
function endsAsZip(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const first = Math.max(0, bytes.length - 22 - 0xffff)
  for (let at = bytes.length - 22; at >= first; at -= 1)
    if (view.getUint32(at, true) === 0x06054b50 && at + 22 + view.getUint16(at + 20, true) === bytes.length)
      return true
  return false
}
