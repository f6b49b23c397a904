import { AppError } from '../platform/errors.ts'
import { type Cell, cellAt, cellText, type Row } from '../platform/spreadsheet/cells.ts'
import { readTable } from '../platform/spreadsheet/read-table.ts'
import type { UploadedFile } from '../platform/spreadsheet/read-workbook.ts'
import type { RowIssue } from '../platform/spreadsheet/row-issues.ts'
import { compactText, readDate } from '../platform/spreadsheet/values.ts'
import type { ReadingContext } from '../platform/spreadsheet/workbook-reader.ts'
import { type Arrangement, arrange, type ReadDay } from './arrangement.ts'

/** The columns of the sheet, as in the template. */
export const sheetColumns = ['日期', '安排', '名称', '文号'] as const
type SheetColumn = (typeof sheetColumns)[number]

/** An arrangement has some forty days; a sheet with many more is something else. */
const maxRows = 400

const kinds = new Map<string, 'off' | 'worked'>([
  ['休', 'off'],
  ['放假', 'off'],
  ['休息', 'off'],
  ['班', 'worked'],
  ['上班', 'worked'],
  ['调休上班', 'worked'],
])

/** "国办发明电〔2025〕7号": an issuer, a year in brackets, a number. */
const noticeForm = /^\p{Script=Han}{2,20}[〔[(（]\d{4}[〕\])）]\d{1,4}号$/u

/**
 * In: the year asked for and the uploaded file. Out: what it says, and every issue with its row and column; with issues
 * the arrangement is not to be used. Throws unreadable-file, unsupported-file or too-large when it is no sheet at all.
 */
export async function readSheet(
  context: ReadingContext,
  year: number,
  file: UploadedFile,
): Promise<{ arrangement: Arrangement; issues: RowIssue[] }> {
  const rows = await readTable(context, file, maxRows)
  const header = rows.findIndex((row) => placesOf(row).has('日期'))
  const headerRow = rows[header]
  if (headerRow === undefined)
    throw new AppError(
      'unreadable-file',
      `${file.fileName} 里找不到“日期”这一列。请下载模板，按“日期、安排、名称、文号”四列填写。`,
    )
  const places = placesOf(headerRow)
  const missing = sheetColumns.filter((column) => !places.has(column))
  if (missing.length > 0)
    throw new AppError(
      'unreadable-file',
      `${file.fileName} 缺少${missing.map((column) => `“${column}”`).join('、')}列。`,
    )
  const issues: RowIssue[] = []
  const days: ReadDay[] = []
  const notices = new Map<string, number>()
  for (const row of rows.slice(header + 1)) {
    const at = (column: SheetColumn) => cellAt(row, places.get(column) ?? -1)
    const notice = compactText(cellText(at('文号')))
      .replace(/[[(（]/, '〔')
      .replace(/[\])）]/, '〕')
    if (notice !== '' && !notices.has(notice)) notices.set(notice, row.number)
    const day = dayOf(row, at, issues)
    if (day !== null) days.push(day)
  }
  if (days.length === 0 && issues.length === 0) issues.push({ row: null, message: '表头下面没有一行安排' })
  const arranged = arrange(year, days)
  return {
    arrangement: { year, notice: [...notices.keys()][0] ?? '', days: arranged.days },
    issues: [...issues, ...arranged.issues, ...noticeIssues(notices)].sort(
      (a, b) => (a.row ?? 0) - (b.row ?? 0),
    ),
  }
}

/** Out: where each column of the sheet stands, if this row is its header. */
function placesOf({ columns, cells }: Row): Map<string, number> {
  const titles = cells.map((cell) => compactText(cellText(cell)))
  return new Map(
    sheetColumns.flatMap((title) => {
      const place = columns[titles.indexOf(title)]
      return place === undefined ? [] : [[title, place] as const]
    }),
  )
}

function dayOf(row: Row, at: (column: SheetColumn) => Cell, issues: RowIssue[]): ReadDay | null {
  const count = issues.length
  const report = (column: SheetColumn, message: string) => issues.push({ row: row.number, column, message })
  const date = readDate(at('日期'))
  if (date.kind === 'fault') report('日期', date.reason)
  else if (date.kind !== 'value') report('日期', '没有填写日期')
  const kindText = compactText(cellText(at('安排')))
  const kind = kinds.get(kindText)
  if (kind === undefined)
    report(
      '安排',
      kindText === '' ? '没有填写，应为“休”或者“班”' : `“${kindText.slice(0, 10)}”认不得，应为“休”或者“班”`,
    )
  const name = compactText(cellText(at('名称')))
  if (name === '') report('名称', '没有填写节日名称')
  else if (name.length > 20) report('名称', '节日名称超过 20 个字')
  return issues.length > count || kind === undefined || date.kind !== 'value'
    ? null
    : { row: row.number, day: date.value, kind, name }
}

/** The notice stands in one row at least, and no two differ. */
function noticeIssues(notices: ReadonlyMap<string, number>): RowIssue[] {
  const [first, ...others] = notices
  if (first === undefined)
    return [{ row: null, column: '文号', message: '没有填写国务院办公厅通知的文号，填在任意一行即可' }]
  const issues = others.map(
    ([notice, row]): RowIssue => ({
      row,
      column: '文号',
      message: `文号“${notice.slice(0, 40)}”与前面的“${first[0].slice(0, 40)}”不同`,
    }),
  )
  return noticeForm.test(first[0])
    ? issues
    : [
        {
          row: first[1],
          column: '文号',
          message: `“${first[0].slice(0, 40)}”不像文号，应如“国办发明电〔2025〕7号”`,
        },
        ...issues,
      ]
}
