import { strToU8 } from 'fflate'
import { columnName } from '../../src/platform/spreadsheet/cells.ts'
import { makeXlsx } from './make-xlsx.ts'

const repeated = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join('')
const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`
const header = `<row>${text('系统编号')}${text('系统名称')}${text('主管单位')}</row>`
const sheetXml = (data: string, after = '') =>
  strToU8(`<worksheet><sheetData>${header}${data}</sheetData>${after}</worksheet>`)
const sheet = (data: string, after = '') =>
  makeXlsx([{ rows: [] }], { 'xl/worksheets/sheet1.xml': sheetXml(data, after) })
const withTexts = (texts: string, data: string) =>
  makeXlsx([{ rows: [] }], {
    'xl/worksheets/sheet1.xml': sheetXml(data),
    'xl/sharedStrings.xml': strToU8(`<sst>${texts}</sst>`),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships>${[
        'worksheet" Target="worksheets/sheet1.xml',
        'sharedStrings" Target="sharedStrings.xml',
      ]
        .map((of, index) => `<Relationship Id="rId${index + 1}" Type="of/${of}"/>`)
        .join('')}</Relationships>`,
    ),
  })
const csv = (size: number, byte: string, lineEvery = Number.POSITIVE_INFINITY) => {
  const bytes = new Uint8Array(size).fill(byte.charCodeAt(0))
  for (let at = lineEvery - 1; at < size; at += lineEvery) bytes[at] = 10
  bytes.set(strToU8('系统编号,系统名称,主管单位\n'))
  return bytes
}

/** Files that look small, or empty, and cost a reader much that goes by addresses, or reads all before it counts. */
export const hostileFiles: Record<string, () => Uint8Array> = {
  'one cell in the last column of each row.xlsx': () =>
    sheet(repeated(20_000, () => '<row><c r="XFD1"><v>1</v></c></row>')),
  'one cell in column 1,000 of each row.xlsx': () =>
    sheet(repeated(200_000, () => '<row><c r="ALL1"><v>1</v></c></row>')),
  'a row of a million cells.xlsx': () => sheet(`<row>${'<c><v>1</v></c>'.repeat(1_000_000)}</row>`),
  'formats to the last column.xlsx': () =>
    sheet(repeated(50_000, (row) => `<row><c><v>${row}</v></c><c r="XFD1" s="1"/></row>`)),
  'merges over all rows.xlsx': () =>
    sheet(
      repeated(20_000, (row) => `<row><c><v>${row}</v></c></row>`),
      `<mergeCells>${repeated(50_000, (index) => `<mergeCell ref="E2:E${20_000 + (index % 7)}"/>`)}</mergeCells>`,
    ),
  'merges in every column.xlsx': () =>
    sheet(
      `<row>${'<c><v>1</v></c>'.repeat(1_000)}</row>${repeated(50_000, (row) => `<row><c><v>${row}</v></c></row>`)}`,
      `<mergeCells>${repeated(1_000, (index) => `<mergeCell ref="${columnName(index)}2:${columnName(index)}60000"/>`)}</mergeCells>`,
    ),
  'a gap of a million rows.xlsx': () => sheet('<row r="1048576"><c><v>1</v></c></row>'),
  'a gap of a billion rows.xlsx': () => sheet('<row r="1000000000"><c><v>1</v></c></row>'),
  'a million blank rows.xlsx': () => sheet('<row/>'.repeat(1_000_000)),
  'millions of blank rows.xlsx': () => sheet('<row/>'.repeat(2_500_000)),
  'one long text in every cell.xlsx': () =>
    withTexts(
      `<si><t>${'长'.repeat(32_000)}</t></si>`,
      repeated(20_000, () => `<row>${'<c t="s"><v>0</v></c>'.repeat(20)}</row>`),
    ),
  'millions of empty texts.xlsx': () => withTexts('<si/>'.repeat(3_500_000), ''),
  'a cell of many pieces.xlsx': () =>
    sheet(`<row><c t="inlineStr"><is>${'<t>aaaaaaaaaaaaaaaa</t>'.repeat(300_000)}</is></c></row>`),
  'an endless comment.xlsx': () => sheet(`<!--${'x'.repeat(30_000_000)}-->`),
  'an endless attribute.xlsx': () => sheet(`<row r="${'1'.repeat(30_000_000)}"/>`),
  'elements without end.xlsx': () => sheet('<a>'.repeat(8_000_000)),
  'an endless number format.xlsx': () =>
    makeXlsx([{ rows: [['系统名称']] }], {
      'xl/styles.xml': strToU8(
        `<styleSheet><numFmt numFmtId="164" formatCode="${'['.repeat(500_000)}"/><cellXfs>${'<xf numFmtId="164"/>'.repeat(100_000)}</cellXfs></styleSheet>`,
      ),
    }),
  'one sheet listed 20,000 times.xlsx': () =>
    makeXlsx([{ rows: Array.from({ length: 1_000 }, (_, row) => [row]) }], {
      'xl/workbook.xml': strToU8(
        `<workbook><sheets>${repeated(20_000, (index) => `<sheet name="${index}" id="rId1"/>`)}</sheets></workbook>`,
      ),
    }),
  'nothing but commas.csv': () => csv(59_000_000, ','),
  'lines of commas.csv': () => csv(59_000_000, ',', 60),
  'nothing but line ends.csv': () => csv(59_000_000, '\n'),
  'nothing but quotes.csv': () => csv(59_000_000, '"'),
  'a single field.csv': () => csv(59_000_000, 'a'),
}
