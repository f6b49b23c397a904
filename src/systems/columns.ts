/** Pure. */

import { AppError } from '../platform/errors.ts'
import { cellText, type Row } from '../platform/spreadsheet/cells.ts'
import { cleanText, compactText } from '../platform/spreadsheet/values.ts'
import { type FieldId, fieldIds, fieldOf } from './fields.ts'

/** A column of the uploaded ledger and the field it goes to; null: it isn't imported. */
export interface MatchedColumn {
  index: number
  header: string
  field: FieldId | null
}

/** What users corrected: column index → field, null for "don't import". */
export type Mapping = Record<string, FieldId | null>

export interface Match {
  columns: MatchedColumn[]
  warnings: string[]
}

/** A ledger without these can't be imported. */
const needed = ['name', 'unit'] as const satisfies readonly FieldId[]

/** Characters of a header that are read: some explain at length how to fill in the column. */
const longestHeader = 200

interface Header {
  base: string
  /** What stands in brackets, or the unit at the end. */
  unit: string
}

function headerOf(text: string): Header {
  const plain = compactText(text)
    .replace(/[*#＊:：]/g, '')
    .replaceAll('日期', '时间')
    .toUpperCase()
  const inBrackets = [...plain.matchAll(/[([【〔]([^)\]】〕]*)[)\]】〕]/g)]
    .map((match) => match[1] ?? '')
    .join(' ')
  const withoutBrackets = plain.replace(/[([【〔][^)\]】〕]*[)\]】〕]/g, '')
  const ending = /^(.+?)[/,，]?(万元|元|GB|TB)$/.exec(withoutBrackets)
  return { base: ending?.[1] ?? withoutBrackets, unit: inBrackets || (ending?.[2] ?? '') }
}

const namesByField = new Map<FieldId, string[]>(
  fieldIds.map((id) => {
    const field = fieldOf(id)
    return [id, [headerOf(field.label).base, ...field.synonyms]]
  }),
)

function fitsUnit(id: FieldId, unit: string): boolean {
  switch (fieldOf(id).unit) {
    case 'wan-yuan':
      return /^万元?$|万元/.test(unit)
    case 'yuan':
      return /元/.test(unit) && !/[万千亿百]/.test(unit)
    case 'tb':
      return /T/.test(unit)
    case 'gb':
      return !/[TM]/.test(unit)
    default:
      return true
  }
}

/** In: the text of a header. Out: the field it names and how well (0 best), or null. */
function fieldFor({ base, unit }: Header): { field: FieldId; rank: number } | null {
  for (const [field, names] of namesByField) {
    const rank = names.indexOf(base)
    if (rank >= 0 && fitsUnit(field, unit)) return { field, rank }
  }
  return null
}

/** In: a row of headers. Out: its columns with the fields they name; of two for one field, the better name. */
export function matchColumns(row: Row): Match {
  const warnings: string[] = []
  // By target: 建设投资（元） and 建设投资（万元） are one.
  const best = new Map<string, { place: number; rank: number }>()
  const columns = row.cells.map((cell, place): MatchedColumn => {
    const header = cleanText(cellText(cell)).replaceAll(' ', '').slice(0, longestHeader)
    const parsed = headerOf(header)
    const found = header === '' ? null : fieldFor(parsed)
    if (found === null) warnings.push(...unmatchedWarning(header, parsed))
    const target = found === null ? '' : fieldOf(found.field).target
    const rival = best.get(target)
    if (found !== null && (rival === undefined || found.rank < rival.rank))
      best.set(target, { place, rank: found.rank })
    return { index: row.columns[place] ?? place, header, field: found?.field ?? null }
  })
  for (const column of columns) {
    if (column.field === null) continue
    const used = columns[best.get(fieldOf(column.field).target)?.place ?? 0]
    if (used === column) continue
    warnings.push(
      `“${column.header}”没有导入：${fieldOf(column.field).label}已取自“${used?.header}”。如果不对，请在下面改正列的对应。`,
    )
    column.field = null
  }
  return { columns: columns.filter((column) => column.header !== ''), warnings }
}

function unmatchedWarning(header: string, { base, unit }: Header): string[] {
  if (/^是否(已|已经)?(迁移)?上(政务)?云$/.test(base))
    return [`“${header}”没有导入：“是”说不清在哪一种云上，“否”说不清在哪里，不据此推断部署位置。`]
  const lacking = [...namesByField].find(([, names]) => names.includes(base))?.[0]
  if (lacking === undefined) return []
  return unit === ''
    ? [`“${header}”没有导入：表头没写单位是元还是万元，请在表头写明，或在下面选择对应的列。`]
    : [`“${header}”没有导入：单位“${unit}”换算不了，请改用“${fieldOf(lacking).label}”。`]
}

/** In: the match found and what users corrected. Throws invalid-input when two columns go to one field. */
export function correctMatch(match: Match, mapping: Mapping): Match {
  if (Object.keys(mapping).length === 0) return match
  const columns = match.columns.map((column) => {
    const corrected = mapping[String(column.index)]
    return corrected === undefined ? column : { ...column, field: corrected }
  })
  const taken = new Map<string, MatchedColumn>()
  for (const column of columns) {
    if (column.field === null) continue
    const { target, label } = fieldOf(column.field)
    const other = taken.get(target)
    if (other !== undefined)
      throw new AppError(
        'invalid-input',
        `“${other.header}”和“${column.header}”都对应到了${label}，请只留一列。`,
      )
    taken.set(target, column)
  }
  return { columns, warnings: [] }
}

/** In: matched columns. Out: the labels of what a ledger can't do without and this one lacks. */
export function missingColumns(columns: readonly MatchedColumn[]): string[] {
  return needed.filter((id) => !columns.some(({ field }) => field === id)).map((id) => fieldOf(id).label)
}

/** In: the first rows of a sheet. Out: the row that names most fields, when it names at least two. */
export function findHeader(rows: readonly Row[]): Row | null {
  let best: { row: Row; score: number } | null = null
  for (const row of rows) {
    const score = matchColumns(row).columns.filter(({ field }) => field !== null).length
    if (score >= 2 && score > (best?.score ?? 0)) best = { row, score }
  }
  return best?.row ?? null
}
