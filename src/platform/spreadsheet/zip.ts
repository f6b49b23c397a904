import { AppError } from '../errors.ts'

/** A file in a zip archive, as its central directory lists it. Sizes there can lie and are not used as limits. */
interface ZipEntry {
  method: number
  encrypted: boolean
  compressedSize: number
  headerOffset: number
}

export type Zip = ReadonlyMap<string, ZipEntry>

const largestEntryCount = 2_000
/** What one archive may unpack to in all, counted while unpacking. */
const largestTotal = 600 * 1024 * 1024
/** Spreadsheets shrink to a tenth, empty ones to a hundredth; a bomb to a thousandth. */
const largestRatio = 200
const ratioCountsFrom = 32 * 1024 * 1024

function damaged(cause?: unknown): AppError {
  return new AppError(
    'unreadable-file',
    '这个 .xlsx 文件不完整或已损坏，可能没有传完。请用 Excel 或 WPS 打开确认后另存一份，再上传。',
    { cause },
  )
}

function bomb(): AppError {
  return new AppError(
    'unreadable-file',
    '这个文件解压后大得不正常，已停止读取。请用 Excel 或 WPS 把台账另存为新的 .xlsx 再上传。',
  )
}

/** In: the bytes of an archive. Out: its files by name. Throws unreadable-file when it isn't a whole archive. */
export function openZip(bytes: Uint8Array): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  if (count > largestEntryCount) throw bomb()
  const entries = new Map<string, ZipEntry>()
  const decoder = new TextDecoder()
  let at = view.getUint32(end + 16, true)
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw damaged()
    const nameLength = view.getUint16(at + 28, true)
    const name = decoder.decode(bytes.subarray(at + 46, at + 46 + nameLength))
    entries.set(name.replaceAll('\\', '/'), {
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      compressedSize: view.getUint32(at + 20, true),
      headerOffset: view.getUint32(at + 42, true),
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

/** The end record is the last thing in an archive, behind at most 64 KiB of comment. */
function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - 22 - 0xffff)
  for (let at = view.byteLength - 22; at >= first; at -= 1)
    if (view.getUint32(at, true) === 0x06054b50) return at
  throw damaged()
}

/** Counts what really comes out of an archive, whatever its headers say. */
export class UnpackingBudget {
  private spent = 0
  private readonly archiveSize: number

  constructor(archiveSize: number) {
    this.archiveSize = archiveSize
  }

  /** Throws unreadable-file when the archive has unpacked to more than a spreadsheet would. */
  spend(size: number): void {
    this.spent += size
    if (this.spent > largestTotal) throw bomb()
    if (this.spent > ratioCountsFrom && this.spent > this.archiveSize * largestRatio) throw bomb()
  }
}

/** Unpacks one file piece by piece, within the budget. */
export async function* unpack(
  bytes: Uint8Array,
  entry: ZipEntry,
  budget: UnpackingBudget,
): AsyncGenerator<Uint8Array> {
  if (entry.encrypted)
    throw new AppError('unreadable-file', '这个压缩包加了密，读不出来。请另存为不加密的 .xlsx 再上传。')
  const data = contentOf(bytes, entry)
  if (entry.method === 0) {
    budget.spend(data.length)
    yield data
    return
  }
  if (entry.method !== 8) throw damaged()
  const reader = inSlices(data).pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw damaged(cause)
      })
      if (done) return
      budget.spend(value.length)
      yield value
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

function contentOf(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const at = entry.headerOffset
  if (at + 30 > bytes.length || view.getUint32(at, true) !== 0x04034b50) throw damaged()
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
  const end = start + entry.compressedSize
  if (end > bytes.length) throw damaged()
  return bytes.subarray(start, end)
}

/** Small slices, so that a bomb is noticed before much of it is unpacked. */
function inSlices(data: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= data.length) return controller.close()
      const slice = data.slice(at, at + 65_536)
      at += slice.length
      controller.enqueue(slice)
    },
  })
}

/** Unpacks a file that is held in memory as text. Throws unreadable-file beyond `limit` bytes. */
export async function unpackText(
  bytes: Uint8Array,
  entry: ZipEntry,
  budget: UnpackingBudget,
  limit: number,
): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const piece of unpack(bytes, entry, budget)) {
    size += piece.length
    if (size > limit) throw bomb()
    text += decoder.decode(piece, { stream: true })
  }
  return text + decoder.decode()
}
