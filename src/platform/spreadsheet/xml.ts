import { Parser } from 'saxen'
import { AppError } from '../errors.ts'
import { bomb } from './reading-cost.ts'

/**
 * What to do while reading XML. Element names come without their namespace prefix, values decoded;
 * an attribute such as `r:id` is asked for as `id` with any prefix.
 */
export interface XmlHandlers {
  open?(name: string, attribute: (name: string, anyPrefix?: boolean) => string | undefined): void
  close?(name: string): void
  text?(text: string): void
}

/** Characters of one tag, text or comment: the longest a spreadsheet needs is the text of a cell, written as entities. */
const maxToken = 512 * 1024
/** Elements within one another; a sheet has six. */
const maxDepth = 100

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/**
 * In: XML in pieces. Calls the handlers for each piece's complete elements, and gives control back after it.
 * Throws unreadable-file on anything that isn't well-formed, and on what no spreadsheet has: the parser would look
 * through an endless tag or comment again with each piece. Entities that a document declares stay as they are.
 */
export async function* readXml(
  pieces: AsyncIterable<Uint8Array>,
  handlers: XmlHandlers,
): AsyncGenerator<void, void> {
  const parser = new Parser()
  // Characters since the last token was complete.
  let pending = 0
  let depth = 0
  parser.on('error', (cause) => {
    throw malformed(cause)
  })
  parser.on('openTag', (name, attributes, decode) => {
    pending = 0
    depth += 1
    if (depth > maxDepth) throw malformed()
    handlers.open?.(localName(name), (wanted, anyPrefix = false) => {
      const all = attributes() || {}
      const value = all[wanted] ?? (anyPrefix ? prefixed(all, wanted) : undefined)
      return value === undefined ? undefined : decode(value)
    })
  })
  parser.on('closeTag', (name) => {
    pending = 0
    depth -= 1
    handlers.close?.(localName(name))
  })
  parser.on('text', (text, decode) => {
    pending = 0
    handlers.text?.(decode(text))
  })
  parser.on('cdata', (text) => {
    pending = 0
    handlers.text?.(text)
  })
  parser.on('comment', () => {
    pending = 0
  })
  const write = (xml: string) => {
    pending += xml.length
    parser.write(xml)
    if (pending > maxToken) throw bomb()
  }
  const decoder = new TextDecoder()
  for await (const piece of pieces) {
    write(decoder.decode(piece, { stream: true }))
    yield
  }
  write(decoder.decode())
  const error = parser.end()
  if (error !== undefined && error !== null) throw malformed(error)
  yield
}

/** Reads XML to its end; see readXml. */
export async function readXmlWhole(pieces: AsyncIterable<Uint8Array>, handlers: XmlHandlers): Promise<void> {
  for await (const _ of readXml(pieces, handlers));
}

function malformed(cause?: unknown): AppError {
  return new AppError(
    'unreadable-file',
    '这个文件里的内容格式不对，读不出来。请用 Excel 或 WPS 另存一份再上传。',
    { cause },
  )
}

function prefixed(all: Record<string, string>, wanted: string): string | undefined {
  for (const name in all) if (name.endsWith(`:${wanted}`)) return all[name]
  return undefined
}
