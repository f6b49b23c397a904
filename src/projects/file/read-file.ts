/** Pure. */

import { AppError } from '../../platform/errors.ts'
import { type Cell, cellAt, cellText, type Row } from '../../platform/spreadsheet/cells.ts'
import type { RowIssue } from '../../platform/spreadsheet/row-issues.ts'
import {
  compactText,
  type ParseResult,
  readDate,
  readMoney,
  readText,
  readWord,
} from '../../platform/spreadsheet/values.ts'
import { milestoneInput, projectInput } from '../input.ts'
import { type MilestoneStep, milestoneOutcomes, milestoneStepNames, stepKind } from '../model.ts'
import { columnsNamed, type FileColumn, fileColumns, type Told } from './columns.ts'
import type { FileMilestone, FileRow } from './file-rows.ts'

/** Projects that one file has at most: all are registered in one transaction. */
export const maxProjects = 300

/**
 * In: the rows of a spreadsheet. Out: the rows that name a project, and what could not be read, by row and column; a cell
 * that could not is left out of its row. Throws unreadable-file without a header, too-large.
 */
export function readProjectFile(table: readonly Row[]): { rows: FileRow[]; issues: RowIssue[] } {
  const head = table.slice(0, 10).findIndex((row) => {
    const named = [...columnsNamed(row).at.keys()].map(({ told }) => told.what)
    return named.includes('name') || named.includes('number')
  })
  const headRow = table[head]
  if (headRow === undefined)
    throw new AppError(
      'unreadable-file',
      '前十行里没有找到表头：至少要有“项目名称”或者“项目编号”一列。请下载模板，照模板的表头填写。',
    )
  const body = table.slice(head + 1)
  if (body.length > maxProjects)
    throw new AppError('too-large', `一次最多登记 ${maxProjects} 个项目，请拆成几份再传。`)
  const { at, unknown } = columnsNamed(headRow)
  const issues = unknown.map(
    (column): RowIssue => ({
      row: headRow.number,
      column: column.slice(0, 60),
      value: column.slice(0, 60),
      message: '不认识这一列，不导入。表头以模板为准',
    }),
  )
  const rows = body.flatMap((row) => {
    const reader = new RowReader(row, at)
    const read = readRow(reader)
    issues.push(...reader.issues)
    return read === null ? [] : [read]
  })
  return { rows, issues }
}

/** Reads the cells of one row, and keeps what is wrong with them. */
class RowReader {
  readonly issues: RowIssue[] = []
  readonly row: Row
  readonly #at: ReadonlyMap<FileColumn, number>

  constructor(row: Row, at: ReadonlyMap<FileColumn, number>) {
    this.row = row
    this.#at = at
  }

  /** In: what a column tells, and how its cells are read. Out: the value; null: nothing, or nothing that can be read. */
  read<T>(what: Told['what'], step: MilestoneStep | null, parse: (cell: Cell) => ParseResult<T>): T | null {
    const cell = this.#cell(what, step)
    const parsed = parse(cell)
    if (parsed.kind === 'fault') this.refuse(what, step, parsed.reason)
    return parsed.kind === 'value' ? parsed.value : null
  }

  /** Refuses one cell; null: the row. */
  refuse(what: Told['what'] | null, step: MilestoneStep | null, message: string): void {
    const column = what === null ? undefined : columnOf(what, step)
    this.issues.push({
      row: this.row.number,
      message,
      ...(column === undefined || what === null
        ? {}
        : { column: column.title, value: cellText(this.#cell(what, step)).slice(0, 60) }),
    })
  }

  #cell(what: Told['what'], step: MilestoneStep | null): Cell {
    const column = columnOf(what, step)
    return cellAt(this.row, column === undefined ? -1 : (this.#at.get(column) ?? -1))
  }

  /** Codes of systems, by what the project does with them. */
  systems(): FileRow['systems'] {
    return fileColumns.flatMap((column) => {
      if (column.told.what !== 'systems') return []
      const { role } = column.told
      const codes = cellText(cellAt(this.row, this.#at.get(column) ?? -1)).split(/[、，,;；\s]+/)
      return codes
        .map(compactText)
        .filter((code) => code !== '')
        .map((code) => ({ code: code.slice(0, 100), role }))
    })
  }
}

const columnOf = (what: Told['what'], step: MilestoneStep | null) =>
  fileColumns.find(
    ({ told }) => told.what === what && (step === null || ('step' in told && told.step === step)),
  )

/** Out: null: the row names no project, and is refused. */
function readRow(reader: RowReader): FileRow | null {
  const said = (what: Told['what'], longest: number) =>
    reader.read(what, null, (cell) => readText(cell, longest))
  const [number, name, unit] = [said('number', 40), said('name', 100), said('unit', 200)]
  const investmentFen = reader.read('investment', null, (cell) => readMoney(cell, 1_000_000))
  const reason = said('reason', 500)
  if (number === null && name === null) {
    reader.refuse(null, null, '没有项目名称，也没有项目编号，这一行不导入')
    return null
  }
  const parsed = projectInput.safeParse({
    number,
    name: name ?? '（照原名）',
    organisationId: null,
    investmentFen,
  })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const what = issue?.path[0] === 'number' ? 'number' : issue?.path[0] === 'name' ? 'name' : 'investment'
    reader.refuse(what, null, `${issue?.message ?? '填写有误'}，这一行不导入`)
    return null
  }
  const milestones = milestoneStepNames.flatMap((step) => readMilestone(reader, step) ?? [])
  return {
    row: reader.row.number,
    number: parsed.data.number,
    name: name === null ? null : parsed.data.name,
    unit,
    investmentFen,
    systems: reader.systems(),
    milestones,
    reason,
  }
}

const outcomes = new Map(
  Object.entries(milestoneOutcomes).map(([code, word]) => [word, code as keyof typeof milestoneOutcomes]),
)

/** Out: null: nothing is said of the step, or something that can't be recorded; then its cell is refused. */
function readMilestone(reader: RowReader, step: MilestoneStep): FileMilestone | null {
  const faults = reader.issues.length
  const text = (what: Told['what'], longest: number) =>
    columnOf(what, step) === undefined ? null : reader.read(what, step, (cell) => readText(cell, longest))
  const day = reader.read('day', step, (cell) => readDate(cell))
  const document = text('document', 100)
  const fen =
    columnOf('money', step) === undefined
      ? null
      : reader.read('money', step, (cell) => readMoney(cell, 1_000_000))
  const outcome =
    step !== 'accepted'
      ? null
      : reader.read('outcome', step, (cell) => readWord(cell, outcomes, [...outcomes.keys()].join('、')))
  const until = step !== 'acceptance-extended' ? null : reader.read('until', step, (cell) => readDate(cell))
  const reason = text('extension-reason', 500)
  if (day === null) {
    const said = [document, fen, outcome, until].some((value) => value !== null)
    if (said && reader.issues.length === faults)
      reader.refuse('day', step, `没有填${stepKind(step).title}的日期，这一节点不导入`)
    return null
  }
  const milestone = { step, day, outcome, until, fen, document, reason }
  const parsed = milestoneInput.safeParse({ ...milestone, projectId: 1 })
  if (parsed.success) return milestone
  for (const issue of parsed.error.issues) {
    const what = cellOf[String(issue.path[0])] ?? 'day'
    reader.refuse(what, step, `${issue.message}，这一节点不导入`)
  }
  return null
}

/** Which column a field of a milestone stands in. */
const cellOf: Readonly<Record<string, Told['what']>> = {
  outcome: 'outcome',
  until: 'until',
  fen: 'money',
  document: 'document',
  reason: 'extension-reason',
}
