import { strToU8, zipSync } from 'fflate'

const latin1 = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0))

/** In: parts one after the other, texts one byte a character. Out: their bytes. */
export const joined = (...parts: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(parts.flatMap((part) => [...(typeof part === 'string' ? latin1(part) : part)]))

const types = (contentType: string, part: string) =>
  `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="${part}" ContentType="${contentType}"/></Types>`
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'

/** In: files by name. Out: an archive of them. */
export const archive = (files: Record<string, string | Uint8Array>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, file]) => [name, typeof file === 'string' ? strToU8(file) : file]),
      ),
    ),
  )
export const docx = (more: Record<string, string | Uint8Array> = {}, contentType = word) =>
  archive({
    '[Content_Types].xml': types(contentType, '/word/document.xml'),
    'word/document.xml': '<document/>',
    ...more,
  })
export const xlsx = (more: Record<string, string | Uint8Array> = {}) =>
  archive({
    '[Content_Types].xml': types(excel, '/xl/workbook.xml'),
    'xl/workbook.xml': '<workbook/>',
    ...more,
  })
export const ofd = (more: Record<string, string | Uint8Array> = {}) =>
  archive({ 'OFD.xml': '<ofd:OFD/>', 'Doc_0/Document.xml': '<ofd:Document/>', ...more })

/** In: what its trailer says besides, and what stands in it. */
export const pdf = (trailer = '', body = ''): Uint8Array<ArrayBuffer> =>
  joined(
    `%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n${body}\ntrailer<</Size 2/Root 1 0 R${trailer}>>\nstartxref\n9\n%%EOF\n`,
  )
export const jpg = joined('\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00', '\xff\xd9')
export const png = joined(
  '\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00\x3a\x7e\x9b\x55',
  '\x00\x00\x00\x0aIDAT\x78\x9c\x63\x60\x00\x00\x00\x02\x00\x01\x48\xaf\xa4\x71',
  '\x00\x00\x00\x00IEND\xae\x42\x60\x82',
)
const compound = (stream: string) =>
  joined(
    '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    '\0'.repeat(1_016),
    [...stream].map((sign) => `${sign}\0`).join(''),
  )
/** A new Office file under a password, and an old one. */
export const encryptedOffice = compound('EncryptedPackage')
export const oldWord = compound('WordDocument')
