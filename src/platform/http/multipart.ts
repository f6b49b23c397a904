import { AppError } from '../errors.ts'
import { inTurns } from '../turns.ts'

/** A part of a form: a field, or a file where `fileName` isn't null. */
export interface Part {
  name: string
  fileName: string | null
  bytes: Uint8Array<ArrayBuffer>
}

const [carriageReturn, lineFeed, dash] = [13, 10, 45]
/** Of the lines before a part's content. */
const longestHead = 8_192

/**
 * Takes a form of several parts (RFC 7578) apart, giving way to others; the parts are views of `bytes`. The runtime's own
 * reader copies a file several times, in one turn.
 * In: the form, its boundary, and how many parts it may have. Throws invalid-input when it is none, or has more.
 */
export async function partsOf(
  bytes: Uint8Array<ArrayBuffer>,
  boundary: string,
  most: number,
): Promise<Part[]> {
  const delimiter = new TextEncoder().encode(`\r\n--${boundary}`)
  const turn = inTurns({ steps: 10_000 })
  const parts: Part[] = []
  // The first delimiter has no line before it.
  let end = startsWith(bytes, 0, delimiter.subarray(2)) ? -2 : await find(bytes, delimiter, 0, turn)
  for (;;) {
    if (end === null) throw unreadable()
    const after = end + delimiter.length
    if (bytes[after] === dash && bytes[after + 1] === dash) return parts
    if (bytes[after] !== carriageReturn || bytes[after + 1] !== lineFeed) throw unreadable()
    if (parts.length === most) throw tooManyFields(most)
    const content = endOfHead(bytes, after)
    end = await find(bytes, delimiter, content - 2, turn)
    if (end === null) throw unreadable()
    const head = new TextDecoder().decode(bytes.subarray(after, content))
    parts.push({ ...named(head), bytes: bytes.subarray(content, Math.max(content, end)) })
  }
}

function startsWith(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let place = 0; place < wanted.length; place += 1) if (bytes[at + place] !== wanted[place]) return false
  return true
}

/** Out: where the next delimiter begins; null: there is none. */
async function find(
  bytes: Uint8Array,
  delimiter: Uint8Array,
  from: number,
  turn: ReturnType<typeof inTurns>,
): Promise<number | null> {
  for (let at = from; ; at += 1) {
    at = bytes.indexOf(carriageReturn, at)
    if (at < 0) return null
    if (startsWith(bytes, at, delimiter)) return at
    const others = turn()
    if (others !== undefined) await others
  }
}

/** Out: where the content begins, after the blank line. */
function endOfHead(bytes: Uint8Array, from: number): number {
  const last = Math.min(bytes.length, from + longestHead)
  for (let at = from; at + 3 < last; at += 1)
    if (bytes[at] === carriageReturn && startsWith(bytes, at, blankLine)) return at + 4
  throw unreadable()
}
const blankLine = new Uint8Array([carriageReturn, lineFeed, carriageReturn, lineFeed])

/** In: the lines before the content. Out: what the field is called, and the file. */
function named(head: string): Pick<Part, 'name' | 'fileName'> {
  const disposition = /^content-disposition:[ \t]*form-data\b(.*)$/im.exec(head)?.[1] ?? ''
  const name = parameter(disposition, 'name')
  if (name === null) throw unreadable()
  return { name, fileName: parameter(disposition, 'filename') }
}

/** Browsers write a quotation mark as %22, other programs as \". */
function parameter(disposition: string, name: string): string | null {
  const found = new RegExp(`;[ \\t]*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(disposition)
  if (found === null) return null
  return (found[1]?.replace(/\\(["\\])/g, '$1') ?? found[2] ?? '')
    .replaceAll('%22', '"')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
}

const unreadable = () => new AppError('invalid-input', '表单的内容读不出来，请刷新页面后重新填写。')
/** What is said of a form with more fields than any page has. */
export const tooManyFields = (most: number) =>
  new AppError('invalid-input', `表单超过 ${most} 项，没有处理。请分成几份。`)
