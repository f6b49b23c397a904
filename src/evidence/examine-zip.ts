import { AppError } from '../platform/errors.ts'
import { ReadingCost } from '../platform/spreadsheet/reading-cost.ts'
import { readXmlWhole } from '../platform/spreadsheet/xml.ts'
import { openZip, unpack, type Zip, type ZipEntry } from '../platform/spreadsheet/zip.ts'
import type { FileType } from './model.ts'

/** Files of one archive: an OFD has several a page. */
const mostEntries = 20_000
/** Unpacked bytes of the list of an Office document's parts; real ones have some thousand. */
const largestList = 1024 * 1024

/**
 * In: bytes that begin as an archive does. Out: which document they are; null when they are another archive.
 * All of it is unpacked once, and counted: what can't be unpacked now, nobody reads later.
 * Throws unreadable-file for a damaged, encrypted or swelling archive, unsupported-file for one with macros.
 */
export async function examineZip(bytes: Uint8Array, signal?: AbortSignal): Promise<FileType | null> {
  const zip = openZip(bytes, mostEntries)
  const named = new Map([...zip.values()].map((entry) => [entry.name.toLowerCase(), entry]))
  // GM/T 0099: an encrypted OFD says in Encryptions.xml how to decrypt its parts.
  if ([...zip.values()].some(({ encrypted }) => encrypted) || named.has('encryptions.xml'))
    throw new AppError(
      'unreadable-file',
      '这个文件加了密，以后没有密码就打不开，不能作为凭据。请取消密码、另存一份不加密的再上传。',
    )
  const list = await unpackAll(zip, bytes, named.get('[content_types].xml'), signal)
  const office = list === null ? null : await officeDocument(list, named)
  const isOfd = named.has('ofd.xml')
  return isOfd && office !== null ? null : isOfd ? 'ofd' : office
}

/** Unpacks every part. Out: the content of `wanted`; null without it. */
async function unpackAll(
  zip: Zip,
  bytes: Uint8Array,
  wanted: ZipEntry | undefined,
  signal: AbortSignal | undefined,
): Promise<Uint8Array[] | null> {
  const cost = new ReadingCost(bytes.length, signal)
  const kept: Uint8Array[] = []
  for (const entry of zip.values()) {
    let size = 0
    for await (const piece of unpack(bytes, entry, cost)) {
      if (entry !== wanted) continue
      size += piece.length
      if (size > largestList)
        throw new AppError('unreadable-file', '这个文件的部件清单大得不正常，已停止读取。请另存一份再上传。')
      kept.push(piece.slice())
    }
  }
  return wanted === undefined ? null : kept
}

const mainParts = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
} as const

/** In: the list of an Office document's parts, and what the archive has. Out: which it is; null: neither, or both. */
async function officeDocument(
  list: readonly Uint8Array[],
  named: ReadonlyMap<string, ZipEntry>,
): Promise<FileType | null> {
  const parts: { type: string; name: string | undefined }[] = []
  await readXmlWhole(inTurn(list), {
    open: (element, attribute) => {
      if (element === 'Override' || element === 'Default')
        parts.push({ type: attribute('ContentType') ?? '', name: attribute('PartName') })
    },
  })
  const macros = parts.some(({ type }) => /macroEnabled|vbaProject/i.test(type))
  if (macros || [...named.keys()].some((name) => name.endsWith('vbaproject.bin')))
    throw new AppError(
      'unsupported-file',
      '这个文件里有宏（可以自动运行的程序），不能作为凭据。请另存为不含宏的 .docx 或 .xlsx，或导出为 PDF 再上传。',
    )
  const has = (main: string) =>
    parts.some(
      ({ type, name }) => type === main && (name === undefined || named.has(name.slice(1).toLowerCase())),
    )
  const found = (['docx', 'xlsx'] as const).filter((type) => has(mainParts[type]))
  return found.length === 1 ? (found[0] ?? null) : null
}

async function* inTurn(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces
}
