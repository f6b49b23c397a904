import { AppError } from '../errors.ts'
import { bomb, type ReadingCost } from './reading-cost.ts'

/** A file in a zip archive, as its central directory lists it. Sizes there can lie and are not used as limits. */
export interface ZipEntry {
  name: string
  method: number
  encrypted: boolean
  compressedSize: number
  headerOffset: number
}

export type Zip = ReadonlyMap<string, ZipEntry>

/** Of a workbook. */
const maxEntries = 2_000

function damaged(cause?: unknown): AppError {
  return new AppError(
    'unreadable-file',
    '这个文件不完整或已损坏，可能没有传完。请用 Excel 或 WPS 打开确认后另存一份，再上传。',
    { cause },
  )
}

/**
 * In: the bytes of an archive, and how many files it may have. Out: its files by name.
 * Throws unreadable-file when it isn't a whole archive, or has more.
 */
export function openZip(bytes: Uint8Array, most = maxEntries): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  if (count > most) throw bomb()
  const entries = new Map<string, ZipEntry>()
  const decoder = new TextDecoder()
  let at = view.getUint32(end + 16, true)
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw damaged()
    const nameLength = view.getUint16(at + 28, true)
    const name = decoder.decode(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll('\\', '/')
    entries.set(name, {
      name,
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

/**
 * In: an archive, a file of it, what the reading has cost. Out: the file's content piece by piece.
 * Counts what really comes out, whatever the headers say, and lets others have their turn in between.
 */
export async function* unpack(
  bytes: Uint8Array,
  entry: ZipEntry,
  cost: ReadingCost,
): AsyncGenerator<Uint8Array> {
  let size = 0
  let paused = 0
  for await (const piece of entry.method === 0 ? inSlices(stored(bytes, entry)) : inflated(bytes, entry)) {
    size += piece.length
    cost.reach('unpackedBytes', entry.name, size)
    yield piece
    if (size - paused < pauseAfter) continue
    paused = size
    await cost.pause()
  }
}

/** Bytes of XML that are read in a few milliseconds. */
const pauseAfter = 256 * 1024
const sliceSize = 64 * 1024

function stored(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  if (entry.encrypted)
    throw new AppError('unreadable-file', '这个压缩包加了密，读不出来。请另存为不加密的 .xlsx 再上传。')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const at = entry.headerOffset
  if (at + 30 > bytes.length || view.getUint32(at, true) !== 0x04034b50) throw damaged()
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
  const end = start + entry.compressedSize
  if (end > bytes.length) throw damaged()
  return bytes.subarray(start, end)
}

function* inSlices(data: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < data.length; at += sliceSize) yield data.subarray(at, at + sliceSize)
}

async function* inflated(bytes: Uint8Array, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const data = stored(bytes, entry)
  if (entry.method !== 8) throw damaged()
  const reader = streamOf(data).pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw damaged(cause)
      })
      if (done) return
      // Some runtimes hand over all that a slice unpacks to in one piece.
      yield* inSlices(value)
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

/** Small slices, so that a bomb is noticed before much of it is unpacked. */
function streamOf(data: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  const slices = inSlices(data)
  return new ReadableStream({
    pull(controller) {
      const { done, value } = slices.next()
      if (done === true) controller.close()
      else controller.enqueue(value.slice())
    },
  })
}
