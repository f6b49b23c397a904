import { Parser } from 'saxen'
import { AppError } from '../errors.ts'

/**
 * What to do while reading XML. Element names come without their namespace prefix, values decoded;
 * an attribute such as `r:id` is asked for as `id` with any prefix.
 */
export interface XmlHandlers {
  open?(name: string, attribute: (name: string, anyPrefix?: boolean) => string | undefined): void
  close?(name: string): void
  text?(text: string): void
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/**
 * A reader of XML that comes in pieces. `write` calls the handlers for what is complete, `end` checks that all is.
 * Throws unreadable-file on anything that isn't well-formed. Entities of its own that a document declares stay as they are.
 */
export function xmlReader(handlers: XmlHandlers): { write(xml: string): void; end(): void } {
  const parser = new Parser()
  const fail = (cause: unknown): never => {
    throw new AppError(
      'unreadable-file',
      '这个 .xlsx 里的内容格式不对，读不出来。请用 Excel 或 WPS 另存一份再上传。',
      { cause },
    )
  }
  parser.on('error', fail)
  parser.on('openTag', (name, attributes, decode) => {
    handlers.open?.(localName(name), (wanted, anyPrefix = false) => {
      const all = attributes() || {}
      const value = all[wanted] ?? (anyPrefix ? prefixed(all, wanted) : undefined)
      return value === undefined ? undefined : decode(value)
    })
  })
  parser.on('closeTag', (name) => handlers.close?.(localName(name)))
  parser.on('text', (text, decode) => handlers.text?.(decode(text)))
  parser.on('cdata', (text) => handlers.text?.(text))
  return {
    write: (xml) => {
      parser.write(xml)
    },
    end: () => {
      const error = parser.end()
      if (error !== undefined && error !== null) fail(error)
    },
  }
}

function prefixed(all: Record<string, string>, wanted: string): string | undefined {
  for (const name in all) if (name.endsWith(`:${wanted}`)) return all[name]
  return undefined
}

export function readXml(xml: string, handlers: XmlHandlers): void {
  const reader = xmlReader(handlers)
  reader.write(xml)
  reader.end()
}
