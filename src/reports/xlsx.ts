import writeWorkbook, { type CellObject, type Row, type SheetData } from 'write-excel-file/universal'
import { healthOrder, healthWords } from '../migration/index.ts'
import { datedZip } from '../platform/docx/dated-zip.ts'
import { stageOrder, stages } from '../systems/index.ts'
import {
  type Cell,
  columnsFor,
  headerOf,
  isNumeric,
  type ReportColumn,
  type ReportTable,
  typedCell,
} from './blocks.ts'
import { contentOf, formulaText, titleOf } from './content.ts'
import { healthCount, type MonthlySnapshot, ratePermille, sumOfLines } from './model.ts'

const border = { borderStyle: 'thin', borderColor: '#B8C2CC' } as const
const headerStyle = {
  ...border,
  fontWeight: 'bold',
  backgroundColor: '#E8F0F8',
  alignVertical: 'center',
  wrap: true,
} as const

const text = (value: string): CellObject => ({
  ...border,
  type: String,
  value,
  wrap: true,
  alignVertical: 'top',
})
const number = (value: number, format: string): CellObject => ({
  ...border,
  type: Number,
  value,
  format,
  align: 'right',
  alignVertical: 'top',
})

interface MadeSheet {
  sheet: string
  data: SheetData
  columns: { width: number }[]
  stickyRowsCount?: number
}

/** Text stays text: a value that begins with = + - @ is written as a string and never as a formula. */
function cellOf(cell: Cell, column: ReportColumn): CellObject {
  const { kind, value } = typedCell(cell, column)
  if (value === null) return text('')
  if (typeof value === 'string') return text(value)
  switch (kind) {
    case 'fen':
      return number(value / 1_000_000, '#,##0.00')
    case 'fen-change':
      return number(value / 1_000_000, '+#,##0.00;-#,##0.00;0.00')
    case 'permille':
      return number(value / 1000, '0.0%')
    case 'points':
      return number(value / 10, '+0.0"个百分点";-0.0"个百分点";0.0"个百分点"')
    case 'change':
      return number(value, '+0;-0;0')
    default:
      return number(value, '0')
  }
}

const widths = {
  text: 28,
  date: 13,
  count: 14,
  fen: 16,
  permille: 12,
  points: 16,
  change: 18,
  'fen-change': 18,
}
const labelWidths: Record<string, number> = {
  系统编号: 16,
  系统名称: 36,
  停拨依据: 22,
  事由: 60,
  依据与事由: 70,
  结论: 14,
  状态: 12,
  所处阶段: 14,
  变化: 16,
}

/** In: a row's cells and the widths of its columns in characters. Out: the row, tall enough for its longest text. */
function tall(cells: readonly CellObject[], columns: readonly { width: number }[]): CellObject[] {
  const lines = cells.map(({ value }, index) => {
    // A Chinese character is two wide; a little less fits than the width says.
    const wide =
      typeof value === 'string' ? [...value].reduce((sum, char) => sum + (char > '\u00ff' ? 2 : 1), 0) : 1
    return Math.ceil(wide / ((columns[index]?.width ?? 10) - 1))
  })
  const height = Math.max(1, ...lines) * 15 + 3
  return cells.map((cell) => ({ ...cell, height }))
}

function tableSheet(table: ReportTable): MadeSheet {
  const shown = columnsFor(table, 'workbook')
  const header: Row = shown.map(({ column }) => ({
    ...headerStyle,
    type: String,
    value: headerOf(column),
    align: isNumeric(column.kind) ? 'right' : 'left',
  }))
  const columns = shown.map(({ column: { label, kind } }) => ({ width: labelWidths[label] ?? widths[kind] }))
  const cells = (row: readonly Cell[]) =>
    tall(
      shown.map(({ column, index }) => cellOf(row[index] ?? null, column)),
      columns,
    )
  const total = table.total === undefined ? [] : cells(table.total)
  return {
    sheet: table.sheet,
    data: [
      header,
      ...table.rows.map(cells),
      ...(total.length === 0 ? [] : [total.map((cell) => ({ ...cell, fontWeight: 'bold' as const }))]),
    ],
    columns,
    stickyRowsCount: 1,
  }
}

function overallSheet(snapshot: MonthlySnapshot, hash: string): MadeSheet {
  const { counts } = snapshot
  const { title, month } = titleOf(snapshot)
  const columns = [{ width: 30 }, { width: 52 }]
  const label = (value: string): CellObject => ({ ...text(value), fontWeight: 'bold' })
  const count = (name: string, value: number): Row => tall([label(name), number(value, '0')], columns)
  const words = (name: string, value: string): Row => tall([label(name), text(value)], columns)
  const rate = ratePermille(counts)
  const data: Row[] = [
    [
      { ...headerStyle, type: String, value: '项目' },
      { ...headerStyle, type: String, value: '数值' },
    ],
    words('报告', `${title}（${month}）`),
    words('指标日期', snapshot.asOf),
    words('制作日期', snapshot.madeOn),
    words('制作单位', snapshot.issuedBy),
    tall([label('上云率'), rate === null ? text('—') : number(rate / 1000, '0.0%')], columns),
    count('已完成迁移确认（个，分子）', counts.confirmed),
    count('应迁移上云（个，分母）', counts.required),
    count('范围内系统（个）', counts.inScope),
    count('扣除：豁免（个）', counts.exempt),
    count('扣除：关停（个）', counts.shutDown),
    count('扣除：整合（个）', counts.integrated),
    words('口径', formulaText(snapshot.formulaVersion)),
    ...healthOrder.map((health) => count(`状态：${healthWords[health]}（个）`, healthCount(counts, health))),
    ...stageOrder.map((stage) => count(`阶段：${stages[stage]}（个）`, counts.byStage[stage] ?? 0)),
    count('运维经费受限（条）', snapshot.restricted.length),
    tall(
      [label('受限年运维经费（万元）'), number(sumOfLines(snapshot.restricted).fen / 1_000_000, '#,##0.00')],
      columns,
    ),
    words('数据快照校验码（SHA-256）', hash),
  ]
  return { sheet: '总体', data, columns, stickyRowsCount: 1 }
}

/** In: a landscape sheet's XML. Out: printed on A4, all columns on one page. */
function fittedToA4(xml: string): string {
  return xml
    .replace(/<worksheet[^>]*>/, '$&<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
    .replace('<pageSetup ', '<pageSetup fitToWidth="1" fitToHeight="0" ')
}

/** Sheets that are always there, even when there is nothing to list. */
const promised: readonly { sheet: string; section: number }[] = [
  { sheet: '各单位', section: 1 },
  { sheet: '逾期系统', section: 2 },
  { sheet: '经费受限', section: 3 },
  { sheet: '豁免', section: 4 },
  { sheet: '变化', section: 5 },
]

/** In: a snapshot and its hash. Out: the report as .xlsx; the same snapshot gives the same bytes. */
export async function reportXlsx(snapshot: MonthlySnapshot, hash: string): Promise<Uint8Array> {
  const sections = contentOf(snapshot)
  const tables = sections.map(({ blocks }) =>
    blocks.filter((block): block is ReportTable => block.kind === 'table'),
  )
  const sheetsOf = ({ sheet, section }: (typeof promised)[number]): MadeSheet[] => {
    const made = (tables[section] ?? []).map(tableSheet)
    if (made.length > 0) return made
    const said = (sections[section]?.blocks ?? []).flatMap((block) =>
      block.kind === 'table' || block.kind === 'bars' ? [] : [tall([text(block.text)], [{ width: 70 }])],
    )
    return [{ sheet, data: said, columns: [{ width: 70 }] }]
  }
  const sheets = [
    overallSheet(snapshot, hash),
    ...promised.flatMap(sheetsOf),
    ...(tables[0] ?? []).map(tableSheet),
  ].map((sheet) => ({ ...sheet, orientation: 'landscape' as const }))
  const blob = await writeWorkbook(sheets, {
    fontFamily: '宋体',
    fontSize: 11,
    features: [{ files: { transform: { 'xl/worksheets/sheet{id}.xml': { transform: fittedToA4 } } } }],
  }).toBlob()
  return datedZip(new Uint8Array(await blob.arrayBuffer()), snapshot.madeOn)
}
