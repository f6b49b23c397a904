import {
  AlignmentType,
  BorderStyle,
  LineRuleType,
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
  faces,
  half,
  indented,
  line,
  officialDocument,
  textWidth,
  titleLine,
} from '../platform/docx/official-document.ts'
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
import type { MonthlySnapshot } from './model.ts'

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
  return officialDocument({
    title: `${title}（${month}）`,
    issuedBy: snapshot.issuedBy,
    madeOn: snapshot.madeOn,
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
  })
}
