/** Pure. */

import { type Cell, cellAt, cellText, isBlank, type Row } from '../platform/spreadsheet/cells.ts'
import type { RowIssue } from '../platform/spreadsheet/row-issues.ts'
import { cleanText, compactText, type ParseResult } from '../platform/spreadsheet/values.ts'
import type { MatchedColumn } from './columns.ts'
import { creditCodeFault } from './credit-code.ts'
import { deriveValues, type ParseResults } from './derive.ts'
import { type FieldId, fieldOf } from './fields.ts'
import type { RegisterValues } from './register-columns.ts'

/** A row that can't be imported, with everything wrong with it. */
export interface Rejection {
  row: number
  code: string | null
  issues: RowIssue[]
}

/** A system as the ledger has it. */
export interface LedgerSystem {
  kind: 'system'
  row: number
  /** null: the ledger gives it no number. */
  code: string | null
  unit: string
  creditCode: string | null
  values: Partial<RegisterValues>
  /** What its blanks say where the register knows nothing. */
  assumed: Partial<RegisterValues>
  dayMissing: boolean
  warnings: string[]
}

export type LedgerRow =
  | LedgerSystem
  | ({ kind: 'rejected' } & Rejection)
  | { kind: 'not-data'; row: number; text: string }

const totals = /^(合计|总计|小计|共计|累计|本页小计|本页合计|总数)[:：]?$/
const signatures =
  /^(填表人|填报人|制表人|审核人|审批人|复核人|负责人|单位负责人|分管领导|经办人|联系人|填表日期|填报日期|填表时间|制表|备注|注|说明|填表说明|填报说明)([:：]|$)/

/**
 * In: the matched columns, the header row, credit codes of units the register knows. Out: reads one row after another:
 * units left empty are filled down, numbers are taken once.
 */
export function rowReader(
  columns: readonly MatchedColumn[],
  header: Row,
  knownUnits: ReadonlyMap<string, string | null>,
): (row: Row) => LedgerRow {
  const matched = columns.flatMap(({ field, index, header: title }) =>
    field === null ? [] : [{ id: field, index, title, field: fieldOf(field) }],
  )
  const columnOf = (id: FieldId) => matched.find((column) => column.id === id)
  const codeColumn = columnOf('code')
  const nameColumn = columnOf('name')
  const unitColumn = columnOf('unit')
  const creditColumn = columnOf('creditCode')
  const titleOf = (id: FieldId) => columnOf(id)?.title ?? fieldOf(id).label
  const taken = new Map<string, number>()
  const units = unitChecker(knownUnits, titleOf)
  const at = (row: Row, column: { index: number } | undefined): Cell =>
    column === undefined ? null : cellAt(row, column.index)

  const notData = (row: Row): boolean => {
    const first = compactText(cellText(row.cells[0]))
    if (isBlank(at(row, codeColumn)) && (totals.test(first) || signatures.test(first))) return true
    if (matched.every(({ index }) => isBlank(cellAt(row, index)))) return true
    // A page's header again.
    return nameColumn !== undefined && cellText(at(row, nameColumn)) === cellText(at(header, nameColumn))
  }

  return (row) => {
    if (notData(row)) return { kind: 'not-data', row: row.number, text: textOf(row) }
    const readings = new Map<FieldId, ParseResult<string | number | boolean>>()
    for (const { id, index, field } of matched) readings.set(id, field.read(cellAt(row, index)))
    const unit = units(row, at(row, unitColumn), at(row, creditColumn), readings)
    const issues = [...keyIssues(row, readings, unit.name, titleOf, taken), ...unit.issues]
    if (!isClassified(readings))
      for (const { id, title, index } of matched) {
        const reading = readings.get(id)
        if (reading?.kind === 'fault' && !keys.has(id))
          issues.push({
            row: row.number,
            column: title,
            value: shownCell(cellAt(row, index)),
            message: reading.reason,
          })
      }
    const code = textIn(readings, 'code')
    if (issues.length > 0) {
      const position = (issue: RowIssue) => matched.findIndex(({ title }) => title === issue.column)
      issues.sort((a, b) => position(a) - position(b))
      return { kind: 'rejected', row: row.number, code, issues }
    }
    return {
      kind: 'system',
      row: row.number,
      code,
      unit: unit.name,
      creditCode: unit.creditCode,
      ...deriveValues(readings),
    }
  }
}

/** Fields whose issues are told apart from the others. */
const keys: ReadonlySet<FieldId> = new Set(['code', 'name', 'unit', 'creditCode'])

function isClassified(readings: ParseResults): boolean {
  const reading = readings.get('classified')
  return reading?.kind === 'value' && reading.value === true
}

function textIn(readings: ParseResults, id: FieldId): string | null {
  const reading = readings.get(id)
  return reading?.kind === 'value' ? String(reading.value) : null
}

function shownCell(cell: Cell | undefined): string {
  return cleanText(cellText(cell)).slice(0, 80)
}

function textOf(row: Row): string {
  return row.cells
    .map(shownCell)
    .filter((text) => text !== '')
    .slice(0, 6)
    .join(' ')
}

function keyIssues(
  row: Row,
  readings: ParseResults,
  unit: string,
  titleOf: (id: FieldId) => string,
  taken: Map<string, number>,
): RowIssue[] {
  const issues: RowIssue[] = []
  for (const id of ['code', 'name'] as const) {
    const reading = readings.get(id)
    if (reading?.kind === 'fault')
      issues.push({ row: row.number, column: titleOf(id), value: '', message: reading.reason })
  }
  const name = textIn(readings, 'name')
  if (name === null && readings.get('name')?.kind !== 'fault')
    issues.push({ row: row.number, column: titleOf('name'), value: '', message: '没有填系统名称' })
  const code = textIn(readings, 'code')
  // A blank can be in no number, so the two kinds of key never meet.
  const key = code ?? `${unit}\n${name}`
  const first = taken.get(key)
  if (first === undefined) taken.set(key, row.number)
  else if (code !== null)
    issues.push({
      row: row.number,
      column: titleOf('code'),
      value: code,
      message: `系统编号与第 ${first} 行重复`,
    })
  else if (name !== null)
    issues.push({
      row: row.number,
      column: titleOf('name'),
      value: name,
      message: `没有系统编号，名称又与第 ${first} 行重复，分不清是不是同一个系统，请填系统编号`,
    })
  return issues
}

interface UnitOfRow {
  name: string
  creditCode: string | null
  issues: RowIssue[]
}

/** Fills units down and holds each unit to one credit code: the register's, or the first in the ledger. */
function unitChecker(knownUnits: ReadonlyMap<string, string | null>, titleOf: (id: FieldId) => string) {
  const codes = new Map<string, { code: string; where: string }>()
  for (const [name, code] of knownUnits) if (code !== null) codes.set(name, { code, where: '系统目录里' })
  let above: { name: string; creditCode: string | null } | null = null

  return (row: Row, unitCell: Cell, creditCell: Cell, readings: ParseResults): UnitOfRow => {
    const issues: RowIssue[] = []
    const unitReading = readings.get('unit')
    const written = textIn(readings, 'unit')?.replaceAll(' ', '') ?? null
    if (unitReading?.kind === 'fault')
      issues.push({
        row: row.number,
        column: titleOf('unit'),
        value: shownCell(unitCell),
        message: unitReading.reason,
      })
    const isFilled = unitReading === undefined || unitReading.kind === 'blank'
    const name = written ?? (isFilled ? (above?.name ?? null) : null)
    if (name === null && unitReading?.kind !== 'fault')
      issues.push({
        row: row.number,
        column: titleOf('unit'),
        value: shownCell(unitCell),
        message: '没有填主管单位，上面也没有可沿用的单位',
      })

    let creditCode = compactText(cellText(creditCell)).toUpperCase() || null
    const says = readings.get('creditCode')?.kind
    if (says === 'none' || says === 'unknown') creditCode = null
    const reason =
      typeof creditCell === 'number'
        ? '信用代码存成了数字，末几位已经丢失，请把该列设为文本后重填'
        : creditCode === null
          ? null
          : creditCodeFault(creditCode)
    if (reason !== null) {
      issues.push({
        row: row.number,
        column: titleOf('creditCode'),
        value: shownCell(creditCell),
        message: reason,
      })
      creditCode = null
    }
    if (written !== null) above = { name: written, creditCode }
    else if (creditCode === null && reason === null && name !== null) creditCode = above?.creditCode ?? null

    if (name !== null && creditCode !== null) {
      const known = codes.get(name)
      if (known === undefined) codes.set(name, { code: creditCode, where: `第 ${row.number} 行` })
      else if (known.code !== creditCode)
        issues.push({
          row: row.number,
          column: titleOf('creditCode'),
          value: creditCode,
          message: `${name}的信用代码在${known.where}是 ${known.code}，与此不一致`,
        })
    }
    return { name: name ?? '', creditCode, issues }
  }
}
