import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  type IParagraphOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import { inChinese } from '../platform/dates.ts'
import {
  type Block,
  columnsFor,
  headerOf,
  isNumeric,
  printed,
  printedRows,
  type ReportTable,
} from './blocks.ts'
import { contentOf, titleOf } from './content.ts'
import { coreProperties } from './docx-properties.ts'
import { datedZip } from './frozen.ts'
import type { MonthlySnapshot } from './model.ts'

// GB/T 9704-2012: A4, margins 37/28/35/26 mm, 22 lines of 28 characters of 16 pt a page.
/** Twips, 1440 an inch. */
const mm = (millimetres: number) => Math.round((millimetres * 1440) / 25.4)
const textWidth = mm(210 - 28 - 26)
/** 22 lines in 225 mm. */
const bodyLine = { line: 579, lineRule: LineRuleType.EXACT, before: 0, after: 0 }
/** 28 characters in 156 mm. */
const bodyTracking = -5
const half = { title: 44, body: 32, page: 28, table: 24 }

const face = (eastAsia: string) => ({
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia,
})
const faces = {
  title: face('方正小标宋简体'),
  body: face('仿宋_GB2312'),
  heading: face('黑体'),
  subheading: face('楷体_GB2312'),
  page: { ascii: '宋体', hAnsi: '宋体', cs: '宋体', eastAsia: '宋体' },
}

function line(text: string, font: typeof faces.body, options: IParagraphOptions = {}): Paragraph {
  return new Paragraph({
    spacing: bodyLine,
    widowControl: false,
    ...options,
    children: [new TextRun({ text, font, size: half.body, characterSpacing: bodyTracking })],
  })
}

/** 首行缩进2字: in characters of the body, so that it holds in any face. */
const indented = { indent: { firstLineChars: 200, firstLine: 640 } }

function titleLine(text: string): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { ...bodyLine, line: 640 },
    children: [new TextRun({ text, font: faces.title, size: half.title })],
  })
}

function cell(text: string, width: number, options: { numeric?: boolean; header?: boolean }): TableCell {
  const { numeric = false, header = false } = options
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    margins: { top: 40, bottom: 40, left: 60, right: 60 },
    verticalAlign: VerticalAlignTable.CENTER,
    children: [
      new Paragraph({
        alignment: header ? AlignmentType.CENTER : numeric ? AlignmentType.RIGHT : AlignmentType.LEFT,
        spacing: { line: 320, lineRule: LineRuleType.EXACT },
        children: text.split('\n').map(
          (part, index) =>
            new TextRun({
              text: part,
              font: header ? faces.heading : faces.body,
              size: half.table,
              ...(index === 0 ? {} : { break: 1 }),
            }),
        ),
      }),
    ],
  })
}

function table(of: ReportTable): (Table | Paragraph)[] {
  const { rows, total } = of
  const shown = columnsFor(of, 'print')
  const weights = shown.reduce((sum, { column }) => sum + column.weight, 0)
  const widths = shown.map(({ column }) => Math.floor((textWidth * column.weight) / weights))
  const row = (texts: readonly string[], header: boolean) =>
    new TableRow({
      cantSplit: true,
      ...(header ? { tableHeader: true } : {}),
      children: texts.map((text, place) =>
        cell(text, widths[place] ?? 0, { header, numeric: isNumeric(shown[place]?.column.kind ?? 'text') }),
      ),
    })
  const texts = (cells: readonly (typeof rows)[number][number][]) =>
    shown.map(({ column, index }) => printed(cells[index] ?? null, column))
  const border = { style: BorderStyle.SINGLE, size: 4, color: '000000' }
  const made = new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    borders: {
      top: { ...border, size: 8 },
      bottom: { ...border, size: 8 },
      left: border,
      right: border,
      insideHorizontal: border,
      insideVertical: border,
    },
    rows: [
      row(
        shown.map(({ column }) => headerOf(column).replace('（', '\n（')),
        true,
      ),
      ...rows.slice(0, printedRows).map((cells) => row(texts(cells), false)),
      ...(total === undefined ? [] : [row(texts(total), false)]),
    ],
  })
  const left = rows.length - printedRows
  return left > 0
    ? [made, line(`以上列出前${printedRows}行，其余${left}行见随附的Excel。`, faces.body, indented)]
    : [made]
}

function block(of: Block): (Paragraph | Table)[] {
  if (of.kind === 'table') return table(of)
  if (of.kind === 'bars') return []
  const font = of.kind === 'subheading' ? faces.subheading : faces.body
  return [line(of.text, font, { ...indented, keepNext: of.kind === 'subheading' })]
}

/** "— 1 —", 宋体 14 pt, one character from the outer edge. */
function pageNumber(side: 'left' | 'right'): Footer {
  const run = (children: (string | (typeof PageNumber)['CURRENT'])[]) =>
    new TextRun({ children, font: faces.page, size: half.page })
  return new Footer({
    children: [
      new Paragraph({
        alignment: side === 'left' ? AlignmentType.LEFT : AlignmentType.RIGHT,
        indent: { [side]: 280 },
        children: [run(['— ', PageNumber.CURRENT, ' —'])],
      }),
    ],
  })
}

function closing(snapshot: MonthlySnapshot, hash: string): Paragraph[] {
  const right = { alignment: AlignmentType.RIGHT, indent: { right: 640 }, keepNext: true, keepLines: true }
  return [
    line('', faces.body, { keepNext: true }),
    line(snapshot.issuedBy, faces.body, right),
    line(inChinese(snapshot.madeOn), faces.body, right),
    new Paragraph({
      spacing: { before: 240 },
      children: [
        new TextRun({
          text: `数据快照校验码（SHA-256前16位）：${hash.slice(0, 16)}`,
          font: faces.body,
          size: half.table,
        }),
      ],
    }),
  ]
}

/** In: a snapshot and its hash. Out: the report as .docx after GB/T 9704-2012; the same snapshot gives the same bytes. */
export async function reportDocx(snapshot: MonthlySnapshot, hash: string): Promise<Uint8Array> {
  const { title, month } = titleOf(snapshot)
  const document = new Document({
    title: `${title}（${month}）`,
    creator: snapshot.issuedBy,
    lastModifiedBy: snapshot.issuedBy,
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: { font: faces.body, size: half.body, language: { value: 'zh-CN', eastAsia: 'zh-CN' } },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: mm(210), height: mm(297) },
            // The page number stands 7 mm below the text.
            margin: {
              top: mm(37),
              left: mm(28),
              bottom: mm(35),
              right: mm(26),
              header: mm(15),
              footer: mm(23),
            },
          },
        },
        footers: { default: pageNumber('right'), even: pageNumber('left') },
        children: [
          titleLine(title),
          line(`（${month}）`, faces.subheading, { alignment: AlignmentType.CENTER }),
          line('', faces.body),
          ...contentOf(snapshot).flatMap((section) => [
            line(section.heading, faces.heading, { ...indented, keepNext: true }),
            ...section.blocks.flatMap(block),
          ]),
          ...closing(snapshot, hash),
        ],
      },
    ],
  })
  const made = `${snapshot.madeOn}T00:00:00Z`
  const bytes = await Packer.toArrayBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: coreProperties(`${title}（${month}）`, snapshot.issuedBy, made) },
  ])
  return datedZip(new Uint8Array(bytes), snapshot.madeOn)
}
