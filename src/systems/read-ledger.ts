import { type CalendarDate, inChinese } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { type Cell, cellText, type Row, type Sheet } from '../platform/spreadsheet/cells.ts'
import { cleanText, compactText, readDate } from '../platform/spreadsheet/values.ts'
import {
  correctMatch,
  findHeader,
  type Mapping,
  type MatchedColumn,
  matchColumns,
  missingColumns,
} from './columns.ts'
import { type LedgerRow, rowReader } from './ledger-rows.ts'

/** A ledger whose header was found. */
export interface Ledger {
  sheetName: string
  headerRow: number
  /** The day from which its facts hold: the ledger's own 统计截止, otherwise today. */
  holdsFrom: CalendarDate
  columns: MatchedColumn[]
  /** Labels of columns it can't do without; while there are any, it has no rows. */
  missing: string[]
  warnings: string[]
  /** The rows below the header. In: credit codes of units that the register knows. */
  rows(knownUnits: ReadonlyMap<string, string | null>): AsyncGenerator<LedgerRow[]>
}

const headerWithin = 10
/** A city has a few thousand systems. */
const maxRows = 200_000

/**
 * In: the sheets of a workbook, what users corrected of the columns, and today. Out: the first sheet with a header row.
 * Throws unreadable-file when no sheet has one among its first ten rows.
 */
export async function readLedger(
  sheets: readonly Sheet[],
  options: { mapping: Mapping; today: CalendarDate },
): Promise<Ledger> {
  let seen: Row[] = []
  for (const sheet of sheets) {
    const top = await firstRows(sheet)
    const header = findHeader(top)
    if (header === null) {
      if (seen.length === 0) seen = top
      continue
    }
    const match = correctMatch(matchColumns(header), options.mapping)
    const { holdsFrom, warnings } = dayOfLedger(
      top.filter((row) => row.number < header.number),
      options.today,
    )
    const others = sheets.filter((other) => other !== sheet).map((other) => `“${other.name}”`)
    if (others.length > 0)
      warnings.push(`只读取了工作表“${sheet.name}”，没有读取${others.slice(0, 5).join('、')}。`)
    const missing = missingColumns(match.columns)
    return {
      sheetName: sheet.name,
      headerRow: header.number,
      holdsFrom,
      columns: match.columns,
      missing,
      warnings: [...warnings, ...match.warnings],
      rows: (knownUnits) => ledgerRows(sheet, header, match.columns, knownUnits),
    }
  }
  throw noHeader(seen)
}

async function firstRows(sheet: Sheet): Promise<Row[]> {
  const top: Row[] = []
  for await (const rows of sheet.rows()) {
    for (const row of rows) {
      top.push(row)
      if (top.length === headerWithin) return top
    }
  }
  return top
}

function noHeader(top: readonly Row[]): AppError {
  if (top.length === 0)
    return new AppError('unreadable-file', '文件里没有任何内容。请确认台账在可见的工作表里，再上传。')
  const formulas = top.some((row) => row.cells.some((cell) => isObject(cell) && 'broken' in cell))
  const first = top
    .slice(0, 3)
    .map((row) => row.cells.map(cellText))
    .map((texts) => texts.slice(0, 6).join('、').slice(0, 60))
    .join('；')
  const hint = formulas ? '表里有没有计算结果的公式，请先用 Excel 打开并保存一次。' : ''
  return new AppError(
    'unreadable-file',
    `前十行里没有找到表头。表头至少要有“系统名称”和“主管单位”两列。${hint}读到的前几行是：${first}`,
  )
}

function isObject(cell: Cell): cell is Exclude<Cell, string | number | boolean | null> {
  return typeof cell === 'object' && cell !== null
}

const cutOff = /(统计截止|数据截止|截止|截至|统计)(时间|日期|日)?[:：]?(.+)/

/** Looks above the header for "统计截止：2026年10月31日". */
function dayOfLedger(
  above: readonly Row[],
  today: CalendarDate,
): { holdsFrom: CalendarDate; warnings: string[] } {
  for (const cell of above.flatMap((row) => row.cells)) {
    const match = typeof cell === 'string' ? cutOff.exec(compactText(cell)) : null
    if (match?.[3] === undefined) continue
    const reading = readDate(/\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8}/.exec(match[3])?.[0] ?? match[3])
    if (reading.kind !== 'value')
      return {
        holdsFrom: today,
        warnings: [
          `“${cleanText(String(cell)).slice(0, 40)}”看不出是哪一天，各项事实从今天（${inChinese(today)}）起算。`,
        ],
      }
    if (reading.value > today)
      return {
        holdsFrom: today,
        warnings: [
          `台账的统计截止日 ${inChinese(reading.value)} 还没到，各项事实从今天（${inChinese(today)}）起算。`,
        ],
      }
    return { holdsFrom: reading.value, warnings: [] }
  }
  return { holdsFrom: today, warnings: [] }
}

async function* ledgerRows(
  sheet: Sheet,
  header: Row,
  columns: readonly MatchedColumn[],
  knownUnits: ReadonlyMap<string, string | null>,
): AsyncGenerator<LedgerRow[]> {
  const read = rowReader(columns, header, knownUnits)
  let count = 0
  for await (const rows of sheet.rows()) {
    const below = rows.filter(({ number }) => number > header.number)
    count += below.length
    if (count > maxRows)
      throw new AppError(
        'too-large',
        `台账超过 ${maxRows / 10_000} 万行，没有读取。请检查表格下面有没有无关的内容，或按单位拆成几份再传。`,
      )
    if (below.length > 0) yield below.map(read)
  }
}
