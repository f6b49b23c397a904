import { strToU8, zipSync } from 'fflate'

/** A cell as Excel would save it: text, a number, a formula with or without its last result, an error, a styled number. */
export type MadeCell =
  | string
  | number
  | boolean
  | null
  | { formula: string; result?: string | number }
  | { error: string }
  | { serial: number; format: string }

export interface MadeSheet {
  name?: string
  rows: readonly (readonly MadeCell[])[]
  merges?: readonly string[]
  hidden?: boolean
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

function letters(column: number): string {
  const rest = Math.floor(column / 26) - 1
  return `${rest >= 0 ? letters(rest) : ''}${String.fromCharCode(65 + (column % 26))}`
}

function cellXml(cell: MadeCell, at: string, formats: string[]): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return `<c r="${at}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`
  if ('error' in cell) return `<c r="${at}" t="e"><f>A1/0</f><v>${cell.error}</v></c>`
  if ('formula' in cell) {
    const { formula, result } = cell
    const value = result === undefined ? '' : `<v>${escaped(String(result))}</v>`
    return `<c r="${at}"${typeof result === 'string' ? ' t="str"' : ''}><f>${escaped(formula)}</f>${value}</c>`
  }
  if (!formats.includes(cell.format)) formats.push(cell.format)
  return `<c r="${at}" s="${formats.indexOf(cell.format) + 1}"><v>${cell.serial}</v></c>`
}

/** In: sheets. Out: the bytes of a real .xlsx with them; `extra` parts are added as they are. */
export function makeXlsx(sheets: readonly MadeSheet[], extra: Record<string, Uint8Array> = {}): Uint8Array {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const formats: string[] = []
  const files: Record<string, Uint8Array> = {}
  sheets.forEach(({ rows, merges = [] }, index) => {
    const data = rows
      .map((cells, row) => {
        const xml = cells
          .map((cell, column) => cellXml(cell, `${letters(column)}${row + 1}`, formats))
          .join('')
        return xml === '' ? '' : `<row r="${row + 1}">${xml}</row>`
      })
      .join('')
    const merged = merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')
    files[`xl/worksheets/sheet${index + 1}.xml`] = strToU8(
      `${head}<worksheet xmlns="${main}"><sheetData>${data}</sheetData>${
        merged === '' ? '' : `<mergeCells count="${merges.length}">${merged}</mergeCells>`
      }</worksheet>`,
    )
  })
  const list = sheets.map(
    ({ name = '台账', hidden = false }, index) =>
      `<sheet name="${escaped(name)}" sheetId="${index + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
  )
  const targets = sheets.map(
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  )
  const numFmts = formats.map(
    (code, index) => `<numFmt numFmtId="${index + 164}" formatCode="${escaped(code)}"/>`,
  )
  const xfs = formats.map((_, index) => `<xf numFmtId="${index + 164}"/>`)
  const package_ = 'http://schemas.openxmlformats.org/package/2006'
  return zipSync({
    '[Content_Types].xml': strToU8(`${head}<Types xmlns="${package_}/content-types"/>`),
    '_rels/.rels': strToU8(
      `${head}<Relationships xmlns="${package_}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': strToU8(
      `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${list.join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `${head}<Relationships xmlns="${package_}/relationships">${targets.join('')}<Relationship Id="rIdS" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    ),
    'xl/styles.xml': strToU8(
      `${head}<styleSheet xmlns="${main}"><numFmts>${numFmts.join('')}</numFmts><cellXfs><xf numFmtId="0"/>${xfs.join('')}</cellXfs></styleSheet>`,
    ),
    ...files,
    ...extra,
  })
}
